"""Right: add, sub, max, min, and, or, xor and inc, on one element each."""
import numpy as np
from numba import cuda


@cuda.jit
def mix(x, a, u):
    i = cuda.grid(1)
    v = x[i]
    cuda.atomic.add(a, 0, v)
    cuda.atomic.sub(a, 1, v)
    cuda.atomic.max(a, 2, v)
    cuda.atomic.min(a, 3, v)
    cuda.atomic.and_(a, 4, v)
    cuda.atomic.or_(a, 5, v)
    cuda.atomic.xor(a, 6, v)
    cuda.atomic.inc(u, 0, 9)


def case(rng):
    x = rng.integers(0, 1000, 64).astype(np.int32)
    a = np.array([0, 0, -5, 5000, -1, 0, 0], np.int32)
    expected = [x.sum(), -x.sum(), x.max(), x.min(), np.bitwise_and.reduce(x), np.bitwise_or.reduce(x), np.bitwise_xor.reduce(x)]
    return dict(kernel="mix", grid=2, block=32, args=(x, a, np.zeros(1, np.uint32)), inputs={"x"}, expected={"a": np.array(expected, np.int32), "u": np.array([4], np.uint32)})
