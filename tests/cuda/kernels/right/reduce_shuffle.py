"""Right: sum by shuffles within a warp, then by one atomic a warp. The simulator has no shuffles."""
import numpy as np
from numba import cuda

FULL = 0xFFFFFFFF


@cuda.jit(device=True)
def warp_sum(v):
    offset = 16
    while offset > 0:
        v += cuda.shfl_down_sync(FULL, v, offset)
        offset >>= 1
    return v


@cuda.jit
def total(x, out):
    i = cuda.grid(1)
    v = x[i] if i < x.shape[0] else 0
    v = warp_sum(v)
    if cuda.laneid == 0:
        cuda.atomic.add(out, 0, v)


def case(rng):
    x = rng.integers(-9, 9, 150)
    return dict(kernel="total", grid=3, block=64, args=(x, np.zeros(1, np.int64)), inputs={"x"}, expected={"out": np.array([x.sum()])}, simulator=False)
