"""Wrong: complex numbers, as the docs' Mandelbrot has them; the interpreter has none."""
import numpy as np
from numba import cuda


@cuda.jit
def mandel(y):
    i = cuda.grid(1)
    z = complex(i, 1.0)  # fault: unsupported
    y[i] = z.real


def case(rng):
    return dict(kernel="mandel", grid=1, block=32, args=(np.zeros(32),), inputs=set())
