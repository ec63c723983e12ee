"""The three kernels of the table in test_table.py, and the two of the bank conflicts."""

NAIVE = """
from numba import cuda, float32

@cuda.jit
def conv(x, w, y):
    {indices} = cuda.grid(3)
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
"""

TILED = """
from numba import cuda, float32

@cuda.jit
def conv(x, w, y):
    s = cuda.shared.array((18, 18), float32); ws = cuda.shared.array((3, 3), float32)
    tx = cuda.threadIdx.x
    ty = cuda.threadIdx.y
    acc = float32(0)
    o = cuda.blockIdx.z
    for ch in range(x.shape[0]):
        for i in range(ty, 18, 16):
            for j in range(tx, 18, 16):
                rr = cuda.blockIdx.y * 16 + i - 1
                cc = cuda.blockIdx.x * 16 + j - 1
                if rr >= 0 and rr < x.shape[1] and cc >= 0 and cc < x.shape[2]:
                    s[i, j] = x[ch, rr, cc]
                else:
                    s[i, j] = 0
        if tx < 3 and ty < 3:
            ws[ty, tx] = w[o, ch, ty, tx]
        cuda.syncthreads()
        for a in range(3):
            for b in range(3):
                acc += s[ty + a, tx + b] * ws[a, b]
        cuda.syncthreads()
    r = cuda.blockIdx.y * 16 + ty
    c = cuda.blockIdx.x * 16 + tx
    if r < y.shape[1] and c < y.shape[2]:
        y[o, r, c] = acc
"""

TRANSPOSE = """
from numba import cuda, float32

@cuda.jit
def transpose(x, y):
    tile = cuda.shared.array((32, {width}), float32)
    tx = cuda.threadIdx.x
    ty = cuda.threadIdx.y
    tile[ty, tx] = x[ty, tx]
    cuda.syncthreads()
    y[ty, tx] = tile[tx, ty]
"""

LAYERS = {
    "naive": (NAIVE.format(indices="c, r, o"), (32, 8)),
    "swapped": (NAIVE.format(indices="r, c, o"), (32, 8)),
    "tiled": (TILED, (16, 16)),
}
