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
    ### BEGIN SOLUTION
    if len(x) == 0 or len(layers) == 0:
        raise ValueError("calibration needs at least one picture and one layer")
    lows, highs = [x.min()], [x.max()]
    for w, b, stride, padding, activation in layers:
        x = _convolve(x, w, stride, padding, 0) + b.reshape(-1, 1, 1)
        x = np.maximum(x, 0) if activation == "relu" else x
        lows.append(x.min())
        highs.append(x.max())
    return np.minimum(lows, 0).astype(np.float32), np.maximum(highs, 0).astype(np.float32)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if not (0 < x_scale < np.inf and 0 < y_scale < np.inf) or b.shape != w.shape[:1]:
        raise ValueError(f"scales {x_scale} and {y_scale}, w {w.shape}, b {b.shape}")
    largest = np.abs(w).max(axis=(1, 2, 3))
    w_scale = np.where(largest > 0, largest, np.float32(127)) / np.float32(127)
    weights = np.clip(np.rint(w / w_scale.reshape(-1, 1, 1, 1)), -127, 127)
    scale = np.float64(x_scale) * w_scale.astype(np.float64)
    limits = np.iinfo(np.int32)
    bias = np.clip(np.rint(b / scale), limits.min, limits.max)
    multipliers = [_quantize_multiplier(float(m)) for m in scale / np.float64(y_scale)]
    q31, shift = np.array(multipliers, np.int32).T
    return weights.astype(np.int8), bias.astype(np.int32), q31.copy(), shift.copy()
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if x.dtype != np.int8 or x.ndim != 4 or len(x) == 0 or len(network) == 0:
        raise ValueError(f"x must be int8 (N, C, H, W), not {x.dtype} {x.shape}")
    for weights, bias, q31, shift, x_zero, y_zero, stride, padding, activation in network:
        sums = _convolve(x.astype(np.int32), weights.astype(np.int32), stride, padding, int(x_zero))
        sums = sums + bias.reshape(-1, 1, 1)
        x = _requantize(sums, q31.reshape(-1, 1, 1), shift.reshape(-1, 1, 1), int(y_zero))
        x = np.maximum(x, y_zero) if activation == "relu" else x
    scores = x.reshape(x.shape[:2])
    return scores, scores.argmax(axis=1)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    network, scale, zero_point = build(calibration, layers)
    steps = np.rint(images / scale) + zero_point
    return predict(np.clip(steps, -128, 127).astype(np.int8), network)[1]


def build(
    calibration: np.ndarray, layers: tuple[FloatLayer, ...]
) -> tuple[tuple[IntLayer, ...], np.float32, np.int8]:
    """The integer network, and the scale and zero point of its input."""
    lows, highs = calibrate(calibration, layers)
    chosen = [_choose_scale(low, high) for low, high in zip(lows, highs, strict=True)]
    network: list[IntLayer] = []
    for i, (w, b, stride, padding, activation) in enumerate(layers):
        (x_scale, x_zero), (y_scale, y_zero) = chosen[i : i + 2]
        integers = quantize_layer(w, b, x_scale, y_scale)
        network.append((*integers, x_zero, y_zero, stride, padding, activation))
    return tuple(network), *chosen[0]


def _choose_scale(low: np.float32, high: np.float32) -> tuple[np.float32, np.int8]:
    """Exercise 11, for int8 and a range that contains 0."""
    scale = (high - low) / np.float32(255) if low < high else np.float32(1)
    return scale, np.int8(np.clip(np.rint(np.float32(-128) - low / scale), -128, 127))


def _quantize_multiplier(m: float) -> tuple[int, int]:
    """Exercise 13."""
    fraction, exponent = np.frexp(m)
    q31, shift = int(np.floor(fraction * 2**31 + 0.5)), int(exponent)
    if q31 == 2**31:
        q31, shift = 2**30, shift + 1
    return (q31, shift) if shift >= -31 else (0, 0)


def _convolve(x: np.ndarray, w: np.ndarray, stride: int, padding: int, zero: int) -> np.ndarray:
    """Sums of (x − zero) · w in x's type: one matrix product for each position of the kernel."""
    edge = (padding, padding)
    x = np.pad(x - x.dtype.type(zero), ((0, 0), (0, 0), edge, edge))
    rows = (x.shape[2] - w.shape[2]) // stride + 1
    columns = (x.shape[3] - w.shape[3]) // stride + 1
    total = np.zeros((len(w), len(x), rows, columns), x.dtype)
    for i, j in np.ndindex(*w.shape[2:]):
        seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        total += np.tensordot(w[:, :, i, j], seen[:, :, :rows, :columns], (1, 1))
    return total.swapaxes(0, 1)


def _requantize(sums: np.ndarray, q31: np.ndarray, shift: np.ndarray, zero: int) -> np.ndarray:
    """Exercise 13, for int8."""
    left, right = np.maximum(shift, 0), np.maximum(-shift, 0)
    wide = np.clip(sums.astype(np.int64) << left, -(2**31), 2**31 - 1)
    high = (wide * q31 + 2**30) >> 31
    steps = np.sign(high) * ((np.abs(high) + ((1 << right) >> 1)) >> right)
    q: np.ndarray = np.clip(steps + zero, -128, 127)
    return q.astype(np.int8)
    ### END SOLUTION
