"""Right: maximum and minimum of floats by atomics, NaN ignored."""
import numpy as np
from numba import cuda


@cuda.jit
def extremes(x, out):
    i = cuda.grid(1)
    if i < x.size:
        cuda.atomic.nanmax(out, (0, 0), x[i])
        cuda.atomic.nanmin(out, (0, 1), x[i])


def case(rng):
    x = rng.standard_normal(70)
    x[5] = np.nan
    out = np.array([[-np.inf, np.inf]])
    return dict(kernel="extremes", grid=3, block=32, args=(x, out), inputs={"x"}, expected={"out": np.array([[np.nanmax(x), np.nanmin(x)]])})
