"""sliding_window_view + one einsum over everything, keyword-happy and typed."""

from typing import Literal

import numpy as np
import numpy.typing as npt

Padding = int | tuple[int, int] | Literal["same"]


def _margins(*, n: int, k: int, s: int, p: int | str) -> tuple[int, int]:
    if n <= 0 or k <= 0 or s <= 0:
        raise ValueError(f"{n=}, {k=} and {s=} must be positive")
    if p == "same":
        zeros = max(0, (-(-n // s) - 1) * s + k - n)
        return zeros // 2, zeros - zeros // 2
    if isinstance(p, str):
        raise ValueError(f"unknown padding {p!r}")
    if p < 0 or n + 2 * p < k:
        raise ValueError(f"padding {p} does not suit {n=}, {k=}")
    return p, p


def conv_layer(
    x: npt.NDArray,
    w: npt.NDArray,
    b: npt.NDArray,
    stride: int | tuple[int, int] = 1,
    padding: Padding = 0,
    activation: Literal["relu"] | None = None,
) -> npt.NDArray[np.float64]:
    if not (x.ndim == w.ndim == 4 and x.shape[1] == w.shape[1] and b.shape == (len(w),)):
        raise ValueError(f"shapes do not go together: {x.shape}, {w.shape}, {b.shape}")
    if activation is not None and activation != "relu":
        raise ValueError(f"unknown {activation=}")
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    *_, h, wd = x.shape
    *_, kh, kw = w.shape
    rows = _margins(n=h, k=kh, s=sy, p=py)
    cols = _margins(n=wd, k=kw, s=sx, p=px)
    padded = np.pad(x.astype(np.float64), [(0, 0), (0, 0), rows, cols])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(-2, -1))
    y = np.einsum("nchwij,mcij->nmhw", windows[..., ::sy, ::sx, :, :], w.astype(np.float64), optimize=True)
    y += b[:, None, None]
    if activation == "relu":
        np.maximum(y, 0, out=y)
    return y
