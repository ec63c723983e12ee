"""Right: Monte Carlo π with a 64-bit congruential generator that wraps; hits by an atomic."""
import numpy as np
from numba import cuda, int32, uint64

A = uint64(6364136223846793005)
C = uint64(1442695040888963407)


@cuda.jit(device=True)
def advance(state):
    return state * A + C


@cuda.jit
def pi(states, hits):
    i = cuda.grid(1)
    s = states[i]
    mine = int32(0)
    for _ in range(20):
        s = advance(s)
        x = (s >> uint64(40)) / 16777216.0
        s = advance(s)
        y = (s >> uint64(40)) / 16777216.0
        if x * x + y * y < 1.0:
            mine += 1
    states[i] = s
    cuda.atomic.add(hits, 0, mine)


def case(rng):
    states = rng.integers(0, 1 << 62, 96).astype(np.uint64)
    a, c = np.uint64(6364136223846793005), np.uint64(1442695040888963407)
    s, hits = states.copy(), 0
    for _ in range(20):
        s = s * a + c
        x = (s >> np.uint64(40)) / 2**24
        s = s * a + c
        y = (s >> np.uint64(40)) / 2**24
        hits += int((x * x + y * y < 1).sum())
    return dict(kernel="pi", grid=3, block=32, args=(states, np.zeros(1, np.int32)), inputs=set(), expected={"hits": np.array([hits], np.int32), "states": s})
