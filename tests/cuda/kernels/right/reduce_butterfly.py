"""Right: maximum by xor shuffles: every lane has it in the end. No simulator."""
import numpy as np
from numba import cuda


@cuda.jit
def warp_max(x, y):
    i = cuda.grid(1)
    best = x[i]
    for shift in (range(5)):
        other = cuda.shfl_xor_sync(0xffffffff, best, 1 << shift)
        best = max(best, other)
    y[i] = best


def case(rng):
    x = rng.random(96, dtype=np.float32)
    return dict(kernel="warp_max", grid=1, block=96, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": np.repeat(x.reshape(3, 32).max(1), 32)}, simulator=False)
