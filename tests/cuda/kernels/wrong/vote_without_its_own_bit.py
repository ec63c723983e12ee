"""Wrong: every lane votes, and the mask names the lower half only."""
import numpy as np
from numba import cuda, float32, int64


@cuda.jit
def vote(x, y):
    t = cuda.threadIdx.x
    y[t] = cuda.ballot_sync(0x0000FFFF, x[t] > 0)  # fault: shuffle


def case(rng):
    return dict(kernel="vote", grid=1, block=32, args=(rng.random(32), np.zeros(32, np.int64)), inputs={"x"})
