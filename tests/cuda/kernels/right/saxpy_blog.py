"""Right: SAXPY as in NVIDIA's blog: an index written out, a guard, early return."""
import numpy as np
from numba import cuda


@cuda.jit(fastmath=True)
def saxpy(n, a, x, y):
    i = cuda.blockIdx.x * cuda.blockDim.x + cuda.threadIdx.x
    if i >= n:
        return
    y[i] = a * x[i] + y[i]


def case(rng):
    x, y = rng.random(1000, dtype=np.float32), rng.random(1000, dtype=np.float32)
    a = np.float32(2)
    return dict(kernel="saxpy", grid=(1000 + 255) // 256, block=256, args=(1000, a, x, y), inputs={"x"}, expected={"y": a * x + y}, tolerance=1e-6)
