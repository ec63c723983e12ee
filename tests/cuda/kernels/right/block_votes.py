"""Right: syncthreads_count, _and and _or of integers, a plain number among them."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def votes(x, out):
    t = cuda.threadIdx.x
    v = x[cuda.grid(1)]
    many = cuda.syncthreads_count(int32(v > 3))
    every = cuda.syncthreads_and(int32(v >= 0))
    some = cuda.syncthreads_or(v)
    here = cuda.syncthreads_count(1)
    if t == 0:
        out[cuda.blockIdx.x, 0] = many
        out[cuda.blockIdx.x, 1] = 1 if every else 0
        out[cuda.blockIdx.x, 2] = some != 0
        out[cuda.blockIdx.x, 3] = here


def case(rng):
    x = rng.integers(0, 9, (3, 48))
    x[1] = 0
    x[2, 7] = -1
    rows = np.stack([(x > 3).sum(1), (x >= 0).all(1), (x != 0).any(1), np.full(3, 48)], 1)
    return dict(kernel="votes", grid=3, block=48, args=(x.ravel(), np.zeros((3, 4), np.int64)), inputs={"x"}, expected={"out": rows.astype(np.int64)})
