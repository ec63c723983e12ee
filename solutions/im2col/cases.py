"""Cases of exercise 6, im2col: dtypes, all settings of a layer, and what im2col must refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from solutions.inputs import Shape, digits, extreme
from solutions.layers import PADDINGS, SAME, STRIDES, TOGETHER, case

TYPES: Mapping[str, Mapping[str, Any]] = {
    "float32": {"numbers": digits, "dtype": np.float32, "expected": np.float32},
    "float64": {"numbers": digits, "dtype": np.float64, "expected": np.float64},
    "uint8": {"numbers": extreme, "dtype": np.uint8, "expected": np.float64},
    "int16": {"numbers": extreme, "dtype": np.int16, "expected": np.float64},
    "int64": {"numbers": extreme, "dtype": np.int64, "expected": np.float64},
}
MIXED: Mapping[str, Mapping[str, Any]] = {
    "float32": {"pixels": np.float32, "weights": np.float32},
    "float64": {"pixels": np.float64, "weights": np.float64},
    "float32 pixels, float64 weights": {"pixels": np.float32, "weights": np.float64},
    "float64 pixels, float32 weights": {"pixels": np.float64, "weights": np.float32},
}
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
UNTOUCHED: Mapping[str, Mapping[str, Any]] = {
    "without padding": {"settings": {}},
    "with padding": {"settings": {"padding": 1}},
}


def bad(why: str, size: Shape, kernel: tuple[int, int], **settings: Any) -> dict[str, Any]:
    """A case where im2col must refuse, and `why`."""
    return {"why": why, "size": size, "kernel": kernel, "settings": settings}


BAD_PATCHES = {
    "3-D x": bad("x is not four-dimensional", (2, 4, 5), (2, 2)),
    "empty kernel": bad("the kernel has no rows", (1, 2, 4, 5), (0, 2)),
    "negative kernel": bad("the kernel has -1 columns", (1, 2, 4, 5), (2, -1)),
    "too tall": bad("the kernel is taller than the image", (1, 2, 4, 5), (5, 2)),
    "too wide": bad("the kernel is wider than the padded image", (1, 2, 4, 5), (1, 8), padding=1),
    "stride 0": bad("a stride of 0 never advances", (1, 2, 4, 5), (2, 2), stride=0),
    "a negative stride": bad(
        "the vertical stride is negative", (1, 1, 4, 5), (2, 2), stride=(-1, 1)
    ),
    "negative padding": bad(
        "the horizontal padding is negative", (1, 1, 4, 5), (2, 2), padding=(1, -1)
    ),
    "another word": bad(
        'the only word for padding is "same"', (1, 1, 4, 5), (2, 2), padding="valid"
    ),
}
TIMED = {
    "3 to 32 channels, 112×112": case((1, 3, 112, 112), (32, 3, 3, 3), padding=1),
    "64 to 64 channels, 28×28": case((1, 64, 28, 28), (64, 64, 3, 3), padding=1, activation="relu"),
}
