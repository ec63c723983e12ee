"""Wrong: 400 KB of shared memory. The simulator is silent."""
import numpy as np
from numba import cuda, float32


@cuda.jit
def big(x, y):
    s = cuda.shared.array((320, 320), float32)  # fault: shared
    t = cuda.threadIdx.x
    s[t, t] = x[t]
    y[t] = s[t, t]


def case(rng):
    return dict(kernel="big", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
