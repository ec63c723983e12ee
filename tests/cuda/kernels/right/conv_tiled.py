"""Right: the same convolution through a shared tile with its halo, filled in strides."""
import numpy as np
from numba import cuda, float32

TILE = 8
HALO = TILE + 2


@cuda.jit
def conv_tiled(x, w, y):
    tile = cuda.shared.array((HALO, HALO), float32)
    ws = cuda.shared.array((3, 3), float32)
    tx = cuda.threadIdx.x
    ty = cuda.threadIdx.y
    top = cuda.blockIdx.y * TILE
    left = cuda.blockIdx.x * TILE
    o = cuda.blockIdx.z
    acc = float32(0)
    for ch in range(x.shape[0]):
        for i in range(ty, HALO, TILE):
            for j in range(tx, HALO, TILE):
                r = top + i - 1
                c = left + j - 1
                if 0 <= r < x.shape[1] and 0 <= c < x.shape[2]:
                    tile[i, j] = x[ch, r, c]
                else:
                    tile[i, j] = 0
        if tx < 3 and ty < 3:
            ws[ty, tx] = w[o, ch, ty, tx]
        cuda.syncthreads()
        for a in range(3):
            for b in range(3):
                acc += tile[ty + a, tx + b] * ws[a, b]
        cuda.syncthreads()
    if top + ty < y.shape[1] and left + tx < y.shape[2]:
        y[o, top + ty, left + tx] = acc


def case(rng):
    x, w = rng.random((3, 13, 18), dtype=np.float32), rng.random((2, 3, 3, 3), dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    return dict(kernel="conv_tiled", grid=(3, 2, 2), block=(8, 8, 1), args=(x, w, np.zeros((2, 13, 18), np.float32)), inputs={"x", "w"}, expected={"y": np.einsum("chwij,ocij->ohw", windows, w)}, tolerance=1e-5)
