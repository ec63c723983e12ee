"""Right: falling ranges, while True with break, continue, an inner break, a variable after it."""
import numpy as np
from numba import cuda


@cuda.jit
def loops(n, out):
    i = cuda.grid(1)
    total = 0
    for k in range(n[i], -4, -3):
        if k % 2:
            continue
        total += k
    k = n[i]
    turns = 0
    while True:
        turns += 1
        if k <= 1:
            break
        k //= 2
    found = -1
    for p in range(2, 50):
        for q in range(2, p):
            if p % q == 0:
                break
        else_prime = p % q != 0 if p > 2 else True
        if else_prime and p > n[i]:
            found = p
            break
    out[i, 0], out[i, 1], out[i, 2] = total, turns, found


def case(rng):
    n = rng.integers(2, 40, 32)
    primes = [p for p in range(2, 50) if all(p % q for q in range(2, p))]
    total = [sum(k for k in range(v, -4, -3) if k % 2 == 0) for v in n.tolist()]
    turns = [v.bit_length() for v in n.tolist()]
    found = [next(p for p in primes if p > v) for v in n.tolist()]
    return dict(kernel="loops", grid=1, block=32, args=(n, np.zeros((32, 3), np.int64)), inputs={"n"}, expected={"out": np.stack([total, turns, found], 1)})
