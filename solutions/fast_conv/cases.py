"""Cases of exercise 7, fast_conv: sizes that no tile divides, long sums, layers to be timed."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from solutions.layers import BATCHES, BIASES, CHANNELS, PADDINGS, SAME, STRIDES, TOGETHER, case

SHAPES = {**CHANNELS, **BATCHES, **{f"biases, {name}": item for name, item in BIASES.items()}}
SETTINGS = {
    f"{what}, {name}": item
    for what, cases in {
        "stride": STRIDES,
        "padding": PADDINGS,
        "same": SAME,
        "together": TOGETHER,
    }.items()
    for name, item in cases.items()
}
# A tile is a few filters times some vectors of pixels. What is left over at its end is where fast
# code goes wrong: one more and one less than 4, 8, 16, 32, 64, and primes.
BORDERS = {
    "3 columns": case((1, 1, 2, 5), (2, 1, 2, 3)),
    "15 columns, 3 filters": case((1, 2, 3, 17), (3, 2, 3, 3)),
    "16 columns, 4 filters": case((1, 2, 5, 18), (4, 2, 3, 3)),
    "17 columns, 5 filters": case((1, 1, 4, 17), (5, 1, 3, 3), padding=1),
    "33 columns, 7 filters": case((1, 3, 2, 33), (7, 3, 1, 1)),
    "63 columns, 8 filters": case((1, 1, 3, 65), (8, 1, 3, 3)),
    "65 columns, 9 filters": case((2, 1, 2, 67), (9, 1, 2, 3)),
    "a row of 509, 6 filters": case((1, 2, 1, 509), (6, 2, 1, 3), padding=(0, 1)),
    "a column of 509": case((1, 1, 509, 1), (2, 1, 3, 1), padding=(1, 0)),
    "13 rows of 13, 17 filters": case((1, 3, 13, 13), (17, 3, 3, 3), padding=1),
    "31 columns after stride 2": case((1, 2, 5, 63), (3, 2, 3, 3), stride=2),
    "11 columns after stride 3": case((1, 2, 7, 31), (5, 2, 1, 1), stride=3),
    "7×7 kernel": case((1, 1, 9, 19), (3, 1, 7, 7), padding=3, stride=2),
    "5 channels of 5×5 kernels": case((1, 5, 6, 21), (2, 5, 5, 5), padding=2),
}


def random(rng: np.random.Generator, shape: tuple[int, ...], offset: float) -> np.ndarray:
    """Float32 numbers around 0, or around `offset`."""
    return (offset + rng.standard_normal(shape)).astype(np.float32)


def cancelling(rng: np.random.Generator, shape: tuple[int, ...], offset: float) -> np.ndarray:
    """Float64 numbers around 0; where `offset` is not 0, the second half repeats the first.

    As pixels around 1000 they come twice; weights below come with both signs: all that is large
    cancels, and what float32 rounds off is larger than what remains.
    """
    numbers = rng.standard_normal(shape)
    half = shape[1] // 2
    if offset:
        numbers += offset
        numbers[:, half:] = numbers[:, :half] + rng.standard_normal(numbers[:, half:].shape) / 1000
    else:
        numbers[:, half:] = -numbers[:, :half]
    return numbers


Numbers = Callable[[np.random.Generator, tuple[int, ...], float], np.ndarray]
# 512 · 3 · 3 = 4608 products for each output value.
LONG: Mapping[str, Mapping[str, Any]] = {
    "4608 products in float32": {"numbers": random, "offset": 0.0},
    "4608 large products that cancel, in float64": {"numbers": cancelling, "offset": 1000.0},
}
TYPES: Mapping[str, Mapping[str, Any]] = {
    "float32": {"pixels": np.float32, "weights": np.float32},
    "float64": {"pixels": np.float64, "weights": np.float64},
    "float32 pixels, float64 weights": {"pixels": np.float32, "weights": np.float64},
}
TIMED = {
    "3 to 32 channels, 112×112": case((1, 3, 112, 112), (32, 3, 3, 3), padding=1),
    "64 to 64 channels, 28×28": case((1, 64, 28, 28), (64, 64, 3, 3), padding=1, activation="relu"),
    "128 to 128 channels, 28×28, stride 2": case(
        (1, 128, 28, 28), (128, 128, 3, 3), stride=2, padding=1
    ),
}
