"""Right: three-point stencil in shared memory with its halo; borders copied."""
import numpy as np
from numba import cuda, float64

B = 32
B_HALO = B + 2


@cuda.jit
def smooth(u, v):
    s = cuda.shared.array(B_HALO, float64)
    i = cuda.grid(1)
    t = cuda.threadIdx.x + 1
    n = u.shape[0]
    if i < n:
        s[t] = u[i]
        if t == 1 and i > 0:
            s[0] = u[i - 1]
        if t == B and i < n - 1:
            s[t + 1] = u[i + 1]
    cuda.syncthreads()
    if 0 < i < n - 1:
        v[i] = 0.25 * s[t - 1] + 0.5 * s[t] + 0.25 * s[t + 1]
    elif i < n:
        v[i] = s[t]


def case(rng):
    u = rng.random(75)
    v = u.copy()
    v[1:-1] = 0.25 * u[:-2] + 0.5 * u[1:-1] + 0.25 * u[2:]
    return dict(kernel="smooth", grid=3, block=32, args=(u, np.zeros_like(u)), inputs={"u"}, expected={"v": v}, tolerance=1e-15)
