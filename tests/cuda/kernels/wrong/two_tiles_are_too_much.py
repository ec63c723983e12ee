"""Wrong: each tile fits into shared memory, the two together do not."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def big(x, y):
    a = cuda.shared.array((80, 96), float32)
    b = cuda.shared.array((80, 96), float32)  # fault: shared
    t = cuda.threadIdx.x
    a[0, t] = x[t]
    b[0, t] = a[0, t]
    y[t] = b[0, t]


def case(rng):
    return dict(kernel="big", grid=1, block=32, args=(rng.random(32), np.zeros(32)), inputs={"x"})
