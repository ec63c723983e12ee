"""Right: the layer's convolution, one thread an output, border by a test."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def conv_naive(x, w, y):
    c, r, o = cuda.grid(3)
    if o < y.shape[0] and r < y.shape[1] and c < y.shape[2]:
        acc = float32(0)
        for ch in range(x.shape[0]):
            for a in range(3):
                for b in range(3):
                    rr = r + a - 1
                    cc = c + b - 1
                    if rr >= 0 and rr < x.shape[1] and cc >= 0 and cc < x.shape[2]:
                        acc += x[ch, rr, cc] * w[o, ch, a, b]
        y[o, r, c] = acc


def case(rng):
    x, w = rng.random((3, 13, 18), dtype=np.float32), rng.random((2, 3, 3, 3), dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    return dict(kernel="conv_naive", grid=(2, 2, 2), block=(16, 8, 1), args=(x, w, np.zeros((2, 13, 18), np.float32)), inputs={"x", "w"}, expected={"y": np.einsum("chwij,ocij->ohw", windows, w)}, tolerance=1e-5)
