"""Exercise 15, npu_inference: a trained network in 8 bits, integers only from pixels to the answer.

A layer of the float network is a tuple (w, b, stride, padding, activation): w float32 (M, C, KH,
KW), b float32 (M,), stride and padding one int each, activation "relu" or None. The network is a
tuple of layers; a fully connected layer is one whose kernel is as large as its input.
"""

import numpy as np

FloatLayer = tuple[np.ndarray, np.ndarray, int, int, str | None]
IntLayer = tuple[
    np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.int8, np.int8, int, int, str | None
]


def calibrate(x: np.ndarray, layers: tuple[FloatLayer, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Run the float network on a few pictures and note how far the numbers reach.

    Entry 0 is the range of x, entry i + 1 that of what layer i gives, after its activation. Every
    range is widened to contain 0.

    Args:
        x: float32, (N, C, H, W), at least one picture.
        layers: the float network.

    Returns:
        (lows, highs): float32, shape (len(layers) + 1,) each.

    Raises:
        ValueError: if there is no picture, or no layer.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def quantize_layer(
    w: np.ndarray, b: np.ndarray, x_scale: np.float32, y_scale: np.float32
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The integers of one layer. Every filter has a scale of its own.

        w_scale[m] = max |w[m]| / 127, in float32 (1 where the filter is all 0)
        weights    = round(w[m] / w_scale[m]), in float32, half to even: −127 … 127
        bias       = round(b[m] / (x_scale · w_scale[m])), in float64, half to even
        multiplier = x_scale · w_scale[m] / y_scale, in float64, as in exercise 13

    Args:
        w: float32, (M, C, KH, KW).
        b: float32, (M,).
        x_scale: the scale of the layer's input.
        y_scale: the scale of its output.

    Returns:
        (weights, bias, q31, shift): int8 (M, C, KH, KW); int32 (M,), clamped to the limits of
        int32; int32 (M,) and int32 (M,), what exercise 13's `quantize_multiplier` gives.

    Raises:
        ValueError: if a scale is not positive and finite, or if b has not one value a filter.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def predict(x: np.ndarray, network: tuple[IntLayer, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Run the integer network. No floating point, not even for a moment.

    A layer of it is (weights, bias, q31, shift, x_zero_point, y_zero_point, stride, padding,
    activation). Each output value is the sum of (x − x_zero_point) · weight, plus the bias, in
    32 bits; scaled as exercise 13's `requantize` does; with "relu" at least y_zero_point. What
    lies outside the picture counts as x_zero_point, which is the number 0.

    Args:
        x: int8, (N, C, H, W), at least one picture: quantized pixels.
        network: the layers; the last gives one value a class, shape (N, K, 1, 1).

    Returns:
        (scores, classes): int8 (N, K), the last layer's output; int64 (N,), for each picture the
        index of its largest score, the first of equal ones.

    Raises:
        ValueError: if x is not int8 and 4-D with at least one picture, or if there is no layer.
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def classify(
    images: np.ndarray, calibration: np.ndarray, layers: tuple[FloatLayer, ...]
) -> np.ndarray:
    """The whole path: calibrate, choose scales, quantize, run in integers.

    All scales and zero points are those of exercise 11's `choose_scale(low, high, "int8")`.

    Args:
        images: float32, (N, C, H, W): what to classify.
        calibration: float32, (N', C, H, W): what to calibrate with, and nothing else.
        layers: the float network.

    Returns:
        int64 (N,): the class of each picture.

    Raises:
        ValueError: if there is no picture, to classify or to calibrate with.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
