"""The speed of a layer beside the model solution's, for every exercise whose layers are timed."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from grader.checks import within
from grader.worker.proxy import Function
from solutions.inputs import Shape
from solutions.reference import layer_fast, positions

# Of the largest output. Float32 sums of n random products err by about sqrt(n) · 6e-8 of a typical
# output (Higham and Mary 2019), n = 1152 here at most; Winograd's algorithm by 6e-6 (measured).
# Numbers rounded to float16 on the way err by more than 1e-4.
TOLERANCE = 3e-5


def is_fast(
    function: Function,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
    full: float,
    zero: float,
) -> None:
    """A layer in float32 is right, and fast enough, on numbers that are new for every call.

    Args:
        function: conv_layer of a submission.
        rng: of the case.
        size: of x, (N, C, H, W).
        filters: the shape of w, (M, C, KH, KW).
        settings: stride and padding, each one number, and activation.
        full: ratio to the model solution's speed that earns all marks.
        zero: the one that earns none.

    Raises:
        NotPassed: what `within` raises.
    """
    stride, padding = settings.get("stride", 1), settings.get("padding", 0)
    stops = [positions(size[i], filters[i], stride, padding) for i in (2, 3)]
    outputs = size[0] * filters[0] * prod(stops)

    def fresh() -> tuple[np.ndarray, ...]:
        shapes = (size, filters, filters[:1])
        return tuple(rng.standard_normal(shape, np.float32) for shape in shapes)

    within(
        function,
        fresh,
        settings=settings,
        expected=lambda x, w, b: layer_fast(x, w, b, **settings),
        tolerance=TOLERANCE,
        full=full,
        zero=zero,
        operations=2 * outputs * prod(filters[1:]),
        traffic=4 * (prod(size) + prod(filters) + outputs),
    )
