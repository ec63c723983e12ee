"""Right: compaction: an atomic's old value is a place that nobody else has."""
import numpy as np
from numba import cuda


@cuda.jit
def keep_positive(x, count, seen):
    i = cuda.grid(1)
    if i < x.size and x[i] > 0:
        place = cuda.atomic.add(count, 0, 1)
        cuda.atomic.add(seen, place, 1)


def case(rng):
    x = rng.integers(-5, 5, 300).astype(np.int32)
    n = int((x > 0).sum())
    seen = np.zeros(300, np.int32)
    seen[:n] = 1
    return dict(kernel="keep_positive", grid=5, block=64, args=(x, np.zeros(1, np.int32), seen * 0), inputs={"x"}, expected={"count": np.array([n], np.int32), "seen": seen})
