"""Right: vector add, one thread an element, with the guard."""
import numpy as np
from numba import cuda


@cuda.jit
def vec_add(a, b, c):
    i = cuda.grid(1)
    if i < c.size:
        c[i] = a[i] + b[i]


def case(rng):
    a, b = rng.random((2, 1000), dtype=np.float32)
    return dict(kernel="vec_add", grid=8, block=128, args=(a.copy(), b.copy(), np.zeros_like(a)), inputs={"a", "b"}, expected={"c": a + b})
