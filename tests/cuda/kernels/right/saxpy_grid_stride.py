"""Right: SAXPY in place over a grid-stride loop; y is read and written by the same thread."""
import numpy as np
from numba import cuda


@cuda.jit
def saxpy(alpha, x, y):
    start = cuda.grid(1)
    step = cuda.gridsize(1)
    for k in range(start, x.shape[0], step):
        y[k] = alpha * x[k] + y[k]


def case(rng):
    x, y = rng.random((2, 1234), dtype=np.float32)
    return dict(kernel="saxpy", grid=4, block=64, args=(np.float32(2.5), x.copy(), y.copy()), inputs={"x"}, expected={"y": np.float32(2.5) * x + y})
