"""numba's rules for numbers: which dtype an operation has, and how values change theirs.

A value is a NumPy scalar where all lanes hold the same, else a vector with one entry a lane. Rules
as numba types them for the CUDA target (checked against its own typing in the tests): integers
narrower than 64 bits widen to 64; float32 stays float32 beside float32, bool, int8, uint8 and
int16, and becomes float64 beside wider integers, hence beside every integer literal.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

# An np.ndarray or an np.generic; of their union mypy would accept no arithmetic.
Value: TypeAlias = Any

BOOL = np.dtype(np.bool_)
INT32 = np.dtype(np.int32)
INT64 = np.dtype(np.int64)
UINT32 = np.dtype(np.uint32)
UINT64 = np.dtype(np.uint64)
FLOAT32 = np.dtype(np.float32)
FLOAT64 = np.dtype(np.float64)

NARROW = (FLOAT32, BOOL, np.dtype(np.int8), np.dtype(np.uint8), np.dtype(np.int16))

NAMES = "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64"
DTYPES = {name: np.dtype(name) for name in NAMES.split()}
SUPPORTED = frozenset(DTYPES.values())


def is_float(dtype: np.dtype) -> bool:
    """Whether it is a floating-point type."""
    return dtype.kind == "f"


def integer(a: np.dtype, b: np.dtype) -> np.dtype:
    """The type of an integer operation: unsigned only if both are."""
    return UINT64 if a.kind == b.kind == "u" else INT64


def arithmetic(a: np.dtype, b: np.dtype) -> np.dtype:
    """The type of +, −, ×, //, %."""
    if not is_float(a) and not is_float(b):
        return integer(a, b)
    return FLOAT32 if _fits_float32(a) and _fits_float32(b) else FLOAT64


def division(a: np.dtype, b: np.dtype) -> np.dtype:
    """The type of /: integers give float64."""
    return arithmetic(a, b) if is_float(a) or is_float(b) else FLOAT64


def power(a: np.dtype, b: np.dtype) -> np.dtype:
    """The type of **: an integer exponent keeps a float32 base."""
    return FLOAT32 if a == FLOAT32 and b.kind in "iu" else arithmetic(a, b)


def unify(a: np.dtype, b: np.dtype) -> np.dtype:
    """The type of a variable that holds an `a` on one path and a `b` on the other."""
    if a == b:
        return a
    if is_float(a) or is_float(b):
        return arithmetic(a, b)
    return np.result_type(a, b)


def of_math(dtype: np.dtype) -> np.dtype:
    """The type of math.sqrt and its like."""
    return FLOAT32 if dtype == FLOAT32 else FLOAT64


def cast(value: Value, dtype: np.dtype) -> Value:
    """The value as another type, as C does it: integers wrap, floats lose their fraction."""
    if value.dtype == dtype:
        return value
    return value.astype(dtype)


def scalar(number: bool | int | float) -> np.generic:
    """A Python number as numba types a literal or a global: bool, int64 (uint64), float64.

    Raises:
        OverflowError: an integer beyond 64 bits.
    """
    if isinstance(number, bool):
        return np.bool_(number)
    if isinstance(number, float):
        return np.float64(number)
    return np.int64(number) if number < 1 << 63 else np.uint64(number)


def spread(value: Value, lanes: int) -> np.ndarray:
    """The value as a vector, one entry a lane."""
    return value if isinstance(value, np.ndarray) else np.full(lanes, value)


def _fits_float32(dtype: np.dtype) -> bool:
    return dtype in NARROW
