"""The speed of the integer network, beside the model solution's."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from grader.checks import within
from grader.worker.proxy import Function
from solutions.npu_inference.networks import Network, int8
from solutions.npu_inference.reference import IntLayer, fashion, integer_network
from solutions.reference import layer_fast

TIMED: Mapping[str, Mapping[str, Any]] = {"the trained network, 8 pictures": {"pictures": 8}}


@cache
def network_of_fashion() -> Network:
    """The trained network in integers."""
    return integer_network(*fashion())[0]


def like(rng: np.random.Generator, layer: IntLayer) -> IntLayer:
    """Another layer of the same shapes and settings: weights mixed, filters in any order."""
    weights, bias, q31, shift, *settings = layer
    order = rng.permutation(len(weights))
    mixed = rng.permuted(weights.ravel()).reshape(weights.shape)
    return (mixed, bias[order], q31[order], shift[order], *settings)  # type: ignore[return-value]


def integers_fast(x: np.ndarray, network: Network) -> tuple[np.ndarray, np.ndarray]:
    """As `integers`, for a network of real size. Float64 holds these sums exactly, in any order."""
    for weights, bias, q31, shift, x_zero, y_zero, stride, padding, activation in network:
        pixels, floats = x.astype(np.float64) - x_zero, weights.astype(np.float64)
        acc = layer_fast(pixels, floats, bias.astype(np.float64), stride, padding).astype(np.int64)
        y = scaled(acc, *(part.astype(np.int64)[:, None, None] for part in (q31, shift)))
        least = int(y_zero) if activation == "relu" else -128
        x = np.clip(y + int(y_zero), least, 127).astype(np.int8)
    scores = x[:, :, 0, 0]
    return scores, scores.argmax(axis=1)


def scaled(acc: np.ndarray, q31: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """int64 sums by a multiplier, as gemmlowp writes it: what is cut off says where to round."""
    wide = np.clip(acc * 2 ** np.maximum(shift, 0), -(2**31), 2**31 - 1)
    high = (wide * q31 + 2**30) // 2**31
    steps, cut_off = np.divmod(high, 2 ** np.maximum(-shift, 0))
    half = 2 ** np.maximum(-shift, 0) // 2
    rounded: np.ndarray = steps + ((half > 0) & (cut_off > half - (high >= 0)))
    return rounded


def is_fast(
    function: Function, rng: np.random.Generator, pictures: int, full: float, zero: float
) -> None:
    """A network of the trained one's shapes is right to the last bit, and fast enough.

    Args:
        function: predict of a submission.
        rng: of the case: pictures and layers are new for every call.
        pictures: how many at once.
        full: ratio to the model solution's speed that earns all marks.
        zero: the one that earns none.

    Raises:
        NotPassed: what `within` raises.
    """
    trained = network_of_fashion()

    def fresh() -> tuple[np.ndarray, Network]:
        return int8(rng, (pictures, 1, 28, 28)), tuple(like(rng, layer) for layer in trained)

    within(
        function,
        fresh,
        expected=integers_fast,
        tolerance=0.0,
        full=full,
        zero=zero,
    )
