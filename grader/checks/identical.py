"""Comparison where the type is part of the answer: quantized values, scales, zero points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.checks.compare import find_fault, spell_value
from grader.checks.word import word
from grader.errors import Wrong

if TYPE_CHECKING:
    from grader.worker.calls import Answer


@word
def identical(answer: Answer, expected: object, names: tuple[str, ...] = ()) -> None:
    """The answer has the type, shape, dtype and every value of `expected`; no tolerance.

    Args:
        answer: what the submission returned.
        expected: an array, a numpy scalar, or a tuple of those. Where a scalar is expected, an
            array without axes is one, too.
        names: what the items of a tuple are called.

    Raises:
        Wrong: with what was expected, what came, and where they first differ.
    """
    fault = _fault(answer.value, expected, names)
    if fault:
        raise Wrong(fault, explains=lambda other: _same(other, answer.value))


def _fault(got: object, expected: object, names: tuple[str, ...]) -> str:
    if isinstance(expected, tuple):
        return _tuple_fault(got, expected, names)
    if isinstance(expected, np.ndarray) and expected.ndim:
        return find_fault(got, expected, 0.0) or _dtype_fault(got, expected)
    if isinstance(expected, np.generic | np.ndarray):
        return _scalar_fault(got, expected)
    raise TypeError(f"{expected!r} is no array, numpy scalar or tuple of those: use exactly")


def _tuple_fault(got: object, expected: tuple[object, ...], names: tuple[str, ...]) -> str:
    wanted = f"a tuple ({', '.join(names)})"
    if got is None:
        return f"expected {wanted}, got None: does the function end with `return`?"
    if not isinstance(got, tuple) or len(got) != len(expected):
        return f"expected {wanted}, got {spell_value(got)}"
    for name, mine, theirs in zip(names, got, expected, strict=True):
        fault = _fault(mine, theirs, ())
        if fault:
            return f"{name}: {fault}"
    return ""


def _scalar_fault(got: object, expected: np.generic | np.ndarray) -> str:
    wanted = np.asarray(expected)
    mine = np.asarray(got) if isinstance(got, np.generic | np.ndarray) else None
    if mine is None or mine.ndim or mine.dtype != wanted.dtype:
        return (
            f"expected {wanted[()]!r}, got {spell_value(got)}: it must be one number of numpy's "
            f"type {wanted.dtype}, as np.{wanted.dtype}(…) makes it"
        )
    same = np.array_equal(mine, wanted, equal_nan=wanted.dtype.kind == "f")
    return "" if same else f"expected {wanted[()]!r}, got {mine[()]!r}"


def _dtype_fault(got: object, expected: np.ndarray) -> str:
    if isinstance(got, np.ndarray) and got.dtype != expected.dtype:
        return (
            f"the values are right, but they must have dtype {expected.dtype}, not {got.dtype}: "
            f".astype(np.{expected.dtype}) at the end"
        )
    return ""


def _same(got: object, other: object) -> bool:
    """Whether two submissions gave the same: one explains the other."""
    if isinstance(got, tuple) and isinstance(other, tuple):
        return len(got) == len(other) and all(map(_same, got, other))
    if isinstance(got, np.generic | np.ndarray) and isinstance(other, np.generic | np.ndarray):
        same = got.dtype == other.dtype and got.shape == other.shape
        return same and np.array_equal(got, other, equal_nan=got.dtype.kind == "f")
    return type(got) is type(other) and got == other
