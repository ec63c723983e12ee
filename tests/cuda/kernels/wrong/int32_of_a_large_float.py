"""Wrong: a bin number from a NaN, and from a float that no int32 holds."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def bins(x, y):
    i = cuda.grid(1)
    y[i] = int32(x[i] * 1e9)  # fault: conversion


def case(rng):
    x = np.ones(32)
    x[3], x[9] = np.nan, 5.0
    return dict(kernel="bins", grid=1, block=32, args=(x, np.zeros(32, np.int32)), inputs={"x"})
