"""Wrong: halving in shared memory without a barrier in the loop; the last warps are not enough."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def total(x, out):
    s = cuda.shared.array(128, float32)
    t = cuda.threadIdx.x
    s[t] = x[t]
    cuda.syncthreads()
    n = 64
    while n > 0:
        if t < n:
            s[t] += s[t + n]  # fault: race
        n //= 2
    if t == 0:
        out[0] = s[0]


def case(rng):
    return dict(kernel="total", grid=1, block=128, args=(rng.random(128, dtype=np.float32), np.zeros(1, np.float32)), inputs={"x"})
