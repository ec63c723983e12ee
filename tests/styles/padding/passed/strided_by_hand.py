"""as_strided by hand on the padded image, tensordot; output_size finds the count by simulating the walk."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k, stride >= 1")
    if padding == "same":
        return len(range(0, n, stride))
    if not isinstance(padding, (int, np.integer)) or padding < 0:
        raise ValueError("padding")
    count = len(range(0, n + 2 * padding - k + 1, stride))
    if count == 0:
        raise ValueError("kernel does not fit")
    return count


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("ndim")
    stride = stride if isinstance(stride, tuple) else (stride, stride)
    padding = padding if isinstance(padding, tuple) else (padding, padding)

    out, pads = [], []
    for n, k, s, p in zip(image.shape, kernel.shape, stride, padding):
        o = output_size(n, k, s, p)
        out.append(o)
        if p == "same":
            z = max((o - 1) * s + k - n, 0)
            pads.append((z // 2, (z + 1) // 2))
        else:
            pads.append((p, p))

    x = np.pad(image, pads)
    sy, sx = x.strides
    w = np.lib.stride_tricks.as_strided(
        x, (*out, *kernel.shape), (sy * stride[0], sx * stride[1], sy, sx), writeable=False
    )
    return np.tensordot(w.astype(np.float64), kernel.astype(np.float64), ([2, 3], [0, 1]))
