"""Wrong: two shared arrays change names each turn, and nobody waits before the new one is read."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def diffuse(x, y):
    a = cuda.shared.array(64, float32)
    b = cuda.shared.array(64, float32)
    t = cuda.threadIdx.x
    a[t] = x[t]
    cuda.syncthreads()
    cur, nxt = a, b
    for _ in range(2):
        left, right = max(t - 1, 0), min(t + 1, 63)
        nxt[t] = (cur[left] + cur[right]) / 2  # fault: race
        cur, nxt = nxt, cur
    y[t] = cur[t]


def case(rng):
    return dict(kernel="diffuse", grid=1, block=64, args=(rng.random(64, dtype=np.float32), np.zeros(64, np.float32)), inputs={"x"})
