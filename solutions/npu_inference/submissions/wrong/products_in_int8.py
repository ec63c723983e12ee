"""You multiply int8 by int8, and each product beyond 127 wraps around before it is added up, even if
the sum has 32 bits. Convert x and the weights to int32 before you subtract and multiply."""

import numpy as np


def convolve(x, w, stride, padding, zero):
    edge = (padding, padding)
    x = np.pad(x - x.dtype.type(zero), ((0, 0), (0, 0), edge, edge))
    rows = (x.shape[2] - w.shape[2]) // stride + 1
    columns = (x.shape[3] - w.shape[3]) // stride + 1
    total = np.zeros((len(w), len(x), rows, columns), x.dtype)
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            total += np.tensordot(w[:, :, i, j], seen, (1, 1))
    return total.swapaxes(0, 1)


def narrow(x, w, stride, padding, zero):
    edge = (padding, padding)
    x = np.pad(x - zero, ((0, 0), (0, 0), edge, edge))
    rows = (x.shape[2] - w.shape[2]) // stride + 1
    columns = (x.shape[3] - w.shape[3]) // stride + 1
    total = np.zeros((len(w), len(x), rows, columns), np.int32)
    for i, j in np.ndindex(*w.shape[2:]):
        seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        products = w[:, np.newaxis, :, i, j, np.newaxis, np.newaxis] * seen
        total += products.sum(axis=2, dtype=np.int32)
    return total.swapaxes(0, 1)


def requantize(sums, q31, shift, zero):
    left, right = np.maximum(shift, 0), np.maximum(-shift, 0)
    wide = np.clip(sums.astype(np.int64) << left, -(2**31), 2**31 - 1)
    high = (wide * q31 + 2**30) >> 31
    steps = np.sign(high) * ((np.abs(high) + ((1 << right) >> 1)) >> right)
    return np.clip(steps + zero, -128, 127).astype(np.int8)


def choose_scale(low, high):
    scale = (high - low) / np.float32(255) if low < high else np.float32(1)
    return scale, np.int8(np.clip(np.rint(np.float32(-128) - low / scale), -128, 127))


def quantize_multiplier(m):
    fraction, exponent = np.frexp(m)
    q31, shift = int(np.floor(fraction * 2**31 + 0.5)), int(exponent)
    if q31 == 2**31:
        q31, shift = 2**30, shift + 1
    return (q31, shift) if shift >= -31 else (0, 0)


def calibrate(x, layers):
    if len(x) == 0 or len(layers) == 0:
        raise ValueError("nothing to calibrate with")
    lows, highs = [x.min()], [x.max()]
    for w, b, stride, padding, activation in layers:
        x = convolve(x, w, stride, padding, 0) + b.reshape(-1, 1, 1)
        x = np.maximum(x, 0) if activation == "relu" else x
        lows.append(x.min())
        highs.append(x.max())
    return np.minimum(lows, 0).astype(np.float32), np.maximum(highs, 0).astype(np.float32)


def quantize_layer(w, b, x_scale, y_scale):
    if not (0 < x_scale < np.inf and 0 < y_scale < np.inf) or b.shape != w.shape[:1]:
        raise ValueError("scales or biases")
    largest = np.abs(w).max(axis=(1, 2, 3))
    w_scale = np.where(largest > 0, largest, np.float32(127)) / np.float32(127)
    weights = np.clip(np.rint(w / w_scale.reshape(-1, 1, 1, 1)), -127, 127).astype(np.int8)
    scale = np.float64(x_scale) * w_scale.astype(np.float64)
    bias = np.clip(np.rint(b / scale), -(2**31), 2**31 - 1).astype(np.int32)
    multipliers = [quantize_multiplier(m) for m in scale / np.float64(y_scale)]
    q31 = np.array([q for q, _ in multipliers], np.int32)
    shift = np.array([s for _, s in multipliers], np.int32)
    return weights, bias, q31, shift


def predict(x, network):
    if x.dtype != np.int8 or x.ndim != 4 or len(x) == 0 or len(network) == 0:
        raise ValueError("x must be int8 (N, C, H, W)")
    for weights, bias, q31, shift, x_zero, y_zero, stride, padding, activation in network:
        sums = narrow(x, weights, stride, padding, x_zero) + bias.reshape(-1, 1, 1)
        x = requantize(sums, q31.reshape(-1, 1, 1), shift.reshape(-1, 1, 1), int(y_zero))
        if activation == "relu":
            x = np.maximum(x, y_zero)
    scores = x[:, :, 0, 0]
    return scores, scores.argmax(axis=1)


def classify(images, calibration, layers):
    lows, highs = calibrate(calibration, layers)
    chosen = [choose_scale(low, high) for low, high in zip(lows, highs)]
    network = []
    for i, (w, b, stride, padding, activation) in enumerate(layers):
        (x_scale, x_zero), (y_scale, y_zero) = chosen[i : i + 2]
        integers = quantize_layer(w, b, x_scale, y_scale)
        network.append((*integers, x_zero, y_zero, stride, padding, activation))
    scale, zero_point = chosen[0]
    steps = np.rint(images / scale) + zero_point
    return predict(np.clip(steps, -128, 127).astype(np.int8), tuple(network))[1]
