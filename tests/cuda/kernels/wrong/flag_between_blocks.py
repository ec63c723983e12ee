"""Wrong: block 1 reads what block 0 writes, with nothing but hope between."""
import numpy as np
from numba import cuda


@cuda.jit
def hand_over(x, box, y):
    i = cuda.threadIdx.x
    if cuda.blockIdx.x == 0:
        box[i] = x[i] * 2
    else:
        y[i] = box[i]  # fault: race


def case(rng):
    return dict(kernel="hand_over", grid=2, block=32, args=(rng.random(32), np.zeros(32), np.zeros(32)), inputs={"x"})
