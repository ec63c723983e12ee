"""What is right in exercise 15: float64 and exact integers, put together from exercises 11 to 13.

Lives on the trusted side only. `integers` is the definition, one value at a time: for small
networks and a few pictures. `floats` is fast enough for a thousand.
"""

from pathlib import Path

import numpy as np

from solutions.reference_int8 import INT32, accumulate, clamp, multiplier, requantize, scale_of

FloatLayer = tuple[np.ndarray, np.ndarray, int, int, str | None]
IntLayer = tuple[
    np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.int8, np.int8, int, int, str | None
]

ROOT = Path(__file__).parents[2]
SETTINGS: tuple[tuple[int, int, str | None], ...] = (
    (2, 1, "relu"),
    (2, 1, "relu"),
    (2, 1, "relu"),
    (1, 0, None),
)


def fashion() -> tuple[tuple[FloatLayer, ...], np.ndarray]:
    """The trained network, and the pictures to calibrate with as float32 from 0 to 1."""
    with np.load(ROOT / "exercises" / "npu_inference" / "fashion_mnist.npz") as stored:
        layers = tuple((stored[f"w{i}"], stored[f"b{i}"], *s) for i, s in enumerate(SETTINGS))
        return layers, pixels(stored["calibration"])


def held_back() -> tuple[np.ndarray, np.ndarray]:
    """1,000 pictures that nobody has seen, as float32, and their labels."""
    with np.load(ROOT / "solutions" / "npu_inference" / "held_back.npz") as stored:
        return pixels(stored["images"]), stored["labels"]


def everybody_s() -> tuple[np.ndarray, np.ndarray]:
    """The 250 pictures that learners have, too, as float32, and their labels."""
    with np.load(ROOT / "exercises" / "npu_inference" / "fashion_mnist.npz") as stored:
        return pixels(stored["images"]), stored["labels"]


def pixels(images: np.ndarray) -> np.ndarray:
    """Bytes → float32 from 0 to 1."""
    return images.astype(np.float32) / np.float32(255)


def floats(x: np.ndarray, layers: tuple[FloatLayer, ...]) -> list[np.ndarray]:
    """x and what every layer gives, in float64: all patches as rows of one matrix."""
    values = [x.astype(np.float64)]
    for w, b, stride, padding, activation in layers:
        edge = (padding, padding)
        padded = np.pad(values[-1], ((0, 0), (0, 0), edge, edge))
        patches = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], (2, 3))
        patches = patches[:, :, ::stride, ::stride]
        y = np.einsum("nchwij,mcij->nmhw", patches, w.astype(np.float64), optimize=True)
        y = y + b.astype(np.float64).reshape(-1, 1, 1)
        values.append(np.maximum(y, 0) if activation == "relu" else y)
    return values


def quantized_layer(
    w: np.ndarray, b: np.ndarray, x_scale: np.float32, y_scale: np.float32
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """weights, bias, q31 and shift, filter by filter and value by value."""
    weights, biases, factors, shifts = np.zeros(w.shape, np.int8), [], [], []
    for m, filter_ in enumerate(w):
        w_scale, _ = scale_of(float(filter_.min()), float(filter_.max()), "int8", symmetric=True)
        for where, value in np.ndenumerate(filter_):
            weights[m][where] = clamp(round(float(np.float32(value / w_scale))), -127, 127)
        scale = float(x_scale) * float(w_scale)
        biases.append(clamp(round(float(b[m]) / scale), *INT32))
        q31, shift = multiplier(scale / float(y_scale))
        factors.append(q31)
        shifts.append(shift)
    q_bias, q31s, q_shifts = (np.array(v, np.int32) for v in (biases, factors, shifts))
    return weights, q_bias, q31s, q_shifts


def integers(x: np.ndarray, network: tuple[IntLayer, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Scores int8 (N, K) and classes int64 (N,), by the definition."""
    for weights, bias, q31, shift, x_zero, y_zero, stride, padding, activation in network:
        none = np.zeros(len(weights), np.int8)
        acc = accumulate(x, x_zero, weights, none, stride, padding)
        acc = acc + bias.astype(np.int64).reshape(-1, 1, 1)
        factors, shifts = (np.broadcast_to(p.reshape(-1, 1, 1), acc.shape) for p in (q31, shift))
        x = requantize(acc, factors, shifts, y_zero)
        x = np.maximum(x, y_zero) if activation == "relu" else x
    scores = x[:, :, 0, 0]
    return scores, np.array([list(row).index(max(row)) for row in scores], np.int64)


def integer_network(
    layers: tuple[FloatLayer, ...], calibration: np.ndarray
) -> tuple[tuple[IntLayer, ...], np.float32, np.int8]:
    """The network in integers, and the scale and the zero point of its input."""
    values = floats(calibration, layers)
    chosen = [scale_of(float(v.min()), float(v.max()), "int8") for v in values]
    network: list[IntLayer] = []
    for number, (w, b, stride, padding, activation) in enumerate(layers):
        (x_scale, x_zero), (y_scale, y_zero) = chosen[number : number + 2]
        layer = quantized_layer(w, b, x_scale, y_scale)
        zeros = np.int8(x_zero), np.int8(y_zero)
        network.append((*layer, *zeros, stride, padding, activation))
    return tuple(network), chosen[0][0], np.int8(chosen[0][1])


def quantized_pixels(x: np.ndarray, scale: np.float32, zero_point: np.int8) -> np.ndarray:
    """The input of the integer network."""
    steps = np.rint(x / scale) + np.float32(zero_point)
    return np.clip(steps, -128, 127).astype(np.int8)
