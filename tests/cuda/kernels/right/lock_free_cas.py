"""Right: a float multiplication by compare-and-swap on the old value; ends after few turns."""
import numpy as np
from numba import cuda


@cuda.jit
def multiply(values, product):
    i = cuda.grid(1)
    if i < values.size:
        done = False
        guess = 1
        while not done:
            old = cuda.atomic.cas(product, 0, guess, guess * values[i])
            done = old == guess
            guess = old


def case(rng):
    values = rng.integers(1, 4, 20)
    # cuda.atomic.cas takes an index; the simulator agrees.
    return dict(kernel="multiply", grid=1, block=32, args=(values, np.ones(1, np.int64)), inputs={"values"}, expected={"product": values.prod(keepdims=True)})
