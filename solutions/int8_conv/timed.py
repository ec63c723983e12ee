"""The speed of a layer in 8 bits, beside the model solution's."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from grader.checks import within
from grader.worker.proxy import Function
from solutions.inputs import Shape
from solutions.int8_conv.layers import Layer, any_layer
from solutions.reference import layer_fast, positions
from solutions.reference_int8 import rescale

TIMED: Mapping[str, Mapping[str, Any]] = {
    "64 to 64 channels, 28×28": {
        "size": (1, 64, 28, 28),
        "filters": (64, 64, 3, 3),
        "settings": {"padding": 1},
    },
    "64 to 128 channels, 28×28, stride 2": {
        "size": (1, 64, 28, 28),
        "filters": (128, 64, 3, 3),
        "settings": {"padding": 1, "stride": 2},
    },
}


def expected_fast(*layer: Any, **settings: Any) -> np.ndarray:
    """As `expected`, for layers of real size. Float64 holds these sums exactly, in any order."""
    given, bias = Layer(*layer[:8]), layer[8]
    pixels = given.x.astype(np.float64) - float(given.x_zero_point)
    weights = given.w.astype(np.float64) - given.w_zero_point.reshape(-1, 1, 1, 1)
    acc = layer_fast(pixels, weights, bias.astype(np.float64), **settings).astype(np.int64)
    multipliers = (given.x_scale * given.w_scale / given.y_scale).reshape(-1, 1, 1)
    return rescale(acc, np.broadcast_to(multipliers, acc.shape), given.y_zero_point)


def is_fast(
    function: Function,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
    full: float,
    zero: float,
) -> None:
    """A layer is right to the last bit, and fast enough, on numbers that are new for every call.

    Args:
        function: qlinear_conv of a submission.
        rng: of the case.
        size: of x, (N, C, H, W).
        filters: the shape of w, (M, C, KH, KW).
        settings: stride and padding, each one number.
        full: ratio to the model solution's speed that earns all marks.
        zero: the one that earns none.

    Raises:
        NotPassed: what `within` raises.
    """
    stride, padding = settings.get("stride", 1), settings["padding"]
    stops = prod(positions(size[i], filters[i], stride, padding) for i in (2, 3))
    outputs = size[0] * filters[0] * stops

    numbers = any_layer(rng, size, filters)  # the scales and zero points of all calls

    def fresh() -> tuple[Any, ...]:
        new = any_layer(rng, size, filters)
        bias = rng.integers(-999, 1000, filters[0]).astype(np.int32)
        return (*numbers._replace(x=new.x, w=new.w), bias)

    within(
        function,
        fresh,
        settings=settings,
        expected=lambda *layer: expected_fast(*layer, **settings),
        tolerance=0.0,
        full=full,
        zero=zero,
        operations=2 * outputs * prod(filters[1:]),
        traffic=prod(size) + prod(filters) + outputs,
    )
