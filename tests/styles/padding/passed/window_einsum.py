"""sliding_window_view + einsum over a zero canvas; float32 in, float32 out; structural pattern matching."""
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def output_size(n: int, k: int, stride: int, padding: int | str) -> int:
    before, after = _margins(n, k, stride, padding)
    return 1 + (n + before + after - k) // stride


def _margins(n: int, k: int, stride: int, padding: int | str) -> tuple[int, int]:
    if n < 1 or k < 1 or stride < 1:
        raise ValueError(f"not positive: {n=} {k=} {stride=}")
    match padding:
        case "same":
            # the last window starts at the last multiple of the stride below n
            zeros = max((n - 1) // stride * stride + k - n, 0)
            return zeros // 2, zeros - zeros // 2
        case int(p) if p >= 0 and n + 2 * p >= k:
            return p, p
        case _:
            raise ValueError(f"{padding=} does not suit {n=} {k=}")


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D arrays, please")
    pair = lambda v: v if isinstance(v, tuple) else (v, v)  # noqa: E731
    steps = pair(stride)
    (top, bottom), (left, right) = map(_margins, image.shape, kernel.shape, steps, pair(padding))
    dtype = np.float32 if {image.dtype, kernel.dtype} == {np.dtype(np.float32)} else np.float64
    h, w = image.shape
    canvas = np.zeros((top + h + bottom, left + w + right), dtype)
    canvas[top:top + h, left:left + w] = image
    windows = sliding_window_view(canvas, kernel.shape)[:: steps[0], :: steps[1]]
    return np.einsum("...ij,ij", windows, kernel.astype(dtype))
