"""Kernels of ours that show what a card can do; launched by `grader.gpu.roofline`."""

from numba import cuda, float32

STEPS = 4  # loads, or multiply-adds, that do not wait for each other


@cuda.jit
def reads(x, rounds, out):
    """Each thread adds up its share of x, `rounds` times. x.size: a multiple of 4 · threads."""
    first, step = cuda.grid(1), cuda.gridsize(1)
    a = b = c = d = float32(0)
    for _ in range(rounds):
        for i in range(first, x.size, STEPS * step):
            a += x[i]
            b += x[i + step]
            c += x[i + 2 * step]
            d += x[i + 3 * step]
    out[first] = a + b + c + d


@cuda.jit
def multiplies(x, rounds, out):
    """Each thread makes 2 · STEPS operations `rounds` times, in registers; x holds ones."""
    i = cuda.grid(1)
    one = x[i]
    a = b = c = d = float32(0)
    for _ in range(rounds):
        a = a * one + one
        b = b * one + one
        c = c * one + one
        d = d * one + one
    out[i] = a + b + c + d
