"""Right: threads past the end return; the barrier waits for those that are still there."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def reverse_pairs(x, y):
    s = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    if i >= x.size:
        return
    s[t] = x[i]
    cuda.syncthreads()
    y[i] = s[t ^ 1]


def case(rng):
    x = rng.random(100, dtype=np.float32)
    # The simulator's barrier waits for threads that have returned, forever.
    return dict(kernel="reverse_pairs", grid=2, block=64, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"y": x.reshape(-1, 2)[:, ::-1].reshape(-1)}, simulator=False)
