"""sliding_window_view + tensordot, returned as a transposed (non-contiguous) view; float32 if all three inputs are."""
import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("rank")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    if b.ndim != 1 or b.shape[0] != w.shape[0]:
        raise ValueError("bias")
    if activation not in {None, "relu"}:
        raise ValueError("activation")
    S = stride if isinstance(stride, tuple) else (stride, stride)
    P = padding if isinstance(padding, tuple) else (padding, padding)

    pads = [(0, 0), (0, 0)]
    for n, k, s, p in zip(x.shape[2:], w.shape[2:], S, P):
        if n < 1 or k < 1 or s < 1:
            raise ValueError("size or stride below 1")
        if p == "same":
            t = max((n - 1) // s * s + k - n, 0)
            pads.append((t // 2, -(-t // 2)))
        elif isinstance(p, str) or p < 0 or k > n + 2 * p:
            raise ValueError("padding or kernel")
        else:
            pads.append((p, p))

    t = np.float32 if all(a.dtype == np.float32 for a in (x, w, b)) else np.float64
    v = np.lib.stride_tricks.sliding_window_view(np.pad(x.astype(t), pads), w.shape[2:], (2, 3))
    v = v[:, :, ::S[0], ::S[1]]
    y = np.tensordot(v, w.astype(t), axes=((1, 4, 5), (1, 2, 3))) + b.astype(t)   # NHWC: bias is last
    if activation:
        y *= y > 0
    return np.moveaxis(y, -1, 1)
