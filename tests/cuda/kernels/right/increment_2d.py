"""Right: the docs' increment of a matrix: cuda.grid(2) and a.shape, blocks as tuples."""
import math

import numpy as np
from numba import cuda


@cuda.jit
def increment_a_2D_array(an_array):
    x, y = cuda.grid(2)
    if x < an_array.shape[0] and y < an_array.shape[1]:
        an_array[x, y] += 1


def case(rng):
    a = rng.random((37, 21))
    threadsperblock = (16, 16)
    grid = (math.ceil(a.shape[0] / 16), math.ceil(a.shape[1] / 16))
    return dict(kernel="increment_a_2D_array", grid=grid, block=threadsperblock, args=(a,), inputs=set(), expected={"an_array": a + 1})
