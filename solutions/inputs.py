"""Inputs for hidden checks: fresh numbers from the attempt's generator, made to be read or to hurt.

Lives on the trusted side only, beside the reference.
"""

import numpy as np

Shape = tuple[int, ...]

# The picture and the kernel that the handouts of exercises 1 and 2 work out by hand.
WORKED_IMAGE = np.array(
    [[1, 2, 3, 1, 1], [2, 1, 0, 0, 3], [3, 0, 1, 2, 0], [1, 2, 0, 0, 1], [1, 2, 0, 0, 2]], float
)
WORKED_KERNEL = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 0]], float)

# Cases: the same numbers, not side by side in memory.
VIEWS = {
    "transposed": {"view": lambda a: a.T},
    "every other column": {"view": lambda a: a[:, ::2]},
    "upside down": {"view": lambda a: a[::-1]},
}
# The same, and arrays of other shapes, for functions that take any.
ANY_ARRAY = {
    **VIEWS,
    "a whole batch": {"view": lambda a: a.reshape(2, 2, 2, 3)},
    "an empty batch": {"view": lambda a: a[:0]},
}


def whole(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Small whole numbers, none of them 0, as floats: easy to read in a message."""
    numbers: np.ndarray = rng.integers(1, 10, shape) * rng.choice([-1.0, 1.0], shape)
    return numbers


def extreme(rng: np.random.Generator, shape: Shape, dtype: type[np.integer]) -> np.ndarray:
    """The limits of an integer type; the first value is the largest, so that its square overflows.

    Beyond 16 bits, the limits of int16: the sums stay exact in float64.
    """
    limits = np.iinfo(dtype if np.dtype(dtype).itemsize <= 2 else np.int16)
    choice = np.array([limits.min, limits.max, limits.max - 1, limits.max // 2], dtype)
    numbers = rng.choice(choice, shape)
    numbers.flat[0] = limits.max
    return numbers


def digits(rng: np.random.Generator, shape: Shape, dtype: type[np.floating]) -> np.ndarray:
    """Numbers around 1 that use every digit of their type."""
    return (1 + rng.standard_normal(shape)).astype(dtype)


def distinct(rng: np.random.Generator, filters: int) -> np.ndarray:
    """Biases so far apart that none can pass for another: 30, -700, 2000, …"""
    powers = 10.0 ** np.arange(1, filters + 1) * np.resize([1, -1], filters)
    numbers: np.ndarray = rng.integers(1, 10, filters) * powers
    return numbers
