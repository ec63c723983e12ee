"""Right: while with a data-dependent number of turns."""
import numpy as np
from numba import cuda


@cuda.jit
def collatz(x, steps):
    i = cuda.grid(1)
    if i < x.size:
        n = x[i]; c = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            c += 1
        steps[i] = c


def case(rng):
    x = rng.integers(1, 200, 60)
    steps = []
    for n in x.tolist():
        c = 0
        while n != 1:
            n, c = (n // 2 if n % 2 == 0 else 3 * n + 1), c + 1
        steps.append(c)
    return dict(kernel="collatz", grid=2, block=32, args=(x, np.zeros_like(x)), inputs={"x"}, expected={"steps": np.array(steps)})
