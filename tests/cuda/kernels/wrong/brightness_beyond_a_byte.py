"""Wrong: a brightness below 0 stored in uint8: undefined on a GPU, and wrapped by NumPy."""
import numpy as np
from numba import cuda


@cuda.jit
def brighten(image, result, gain, offset):
    i, j = cuda.grid(2)
    if i < image.shape[0] and j < image.shape[1]:
        result[i, j] = image[i, j] * gain + offset  # fault: conversion


def case(rng):
    image = rng.integers(0, 40, (9, 12)).astype(np.uint8)
    return dict(kernel="brighten", grid=(2, 2), block=(8, 8), args=(image, np.zeros_like(image), 1.5, -50.0), inputs={"image"})
