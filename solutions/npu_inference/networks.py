"""Networks for hidden checks, from the attempt's generator."""

from typing import Any

import numpy as np

Shape = tuple[int, ...]
Settings = tuple[int, int, str | None]
Network = tuple[tuple[Any, ...], ...]


def int8(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Any int8, its extremes included."""
    numbers = rng.integers(-128, 128, shape)
    numbers.flat[0] = rng.choice([-128, 127])
    return numbers.astype(np.int8)


def any_layers(
    rng: np.random.Generator, shapes: tuple[Shape, ...], settings: Settings
) -> tuple[Any, ...]:
    """Float layers with filters of these shapes (M, C, KH, KW)."""
    return tuple(
        (
            rng.standard_normal(shape).astype(np.float32),
            rng.standard_normal(shape[0]).astype(np.float32),
            *settings,
        )
        for shape in shapes
    )


def one_layer(rng: np.random.Generator, shape: Shape, settings: Settings) -> tuple[Any, ...]:
    """An integer layer whose outputs spread over int8, each filter with its own multiplier."""
    weights = rng.integers(-127, 128, shape).astype(np.int8)
    terms = weights[0].size
    bias = rng.integers(-2000 * terms, 2000 * terms, shape[0]).astype(np.int32)
    q31 = rng.integers(2**30, 2**31, shape[0]).astype(np.int32)
    exact = -np.log2(6000 * np.sqrt(terms) / 60)
    shift = np.round(exact + rng.uniform(-1, 1, shape[0])).astype(np.int32)
    zeros = (np.int8(rng.integers(-128, 128)) for _ in range(2))
    return (weights, bias, q31, shift, *zeros, *settings)


def any_network(
    rng: np.random.Generator, shapes: tuple[Shape, ...], stride: int, padding: int
) -> Network:
    """Layers of these shapes, ReLU after all but the last; zero points that fit each other."""
    layers = [one_layer(rng, shape, (stride, padding, "relu")) for shape in shapes[:-1]]
    layers.append(one_layer(rng, shapes[-1], (1, 0, None)))
    zeros = [layers[0][4], *(layer[5] for layer in layers)]
    return tuple((*layer[:4], zeros[i], zeros[i + 1], *layer[6:]) for i, layer in enumerate(layers))
