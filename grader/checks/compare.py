"""Comparisons that explain themselves: type first, then shape, then dtype, then values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.show import side_by_side, spell_apart, spell_index, spell_shape
from grader.checks.word import plain_word, word
from grader.errors import Missing, Wrong
from grader.worker.messages import one_line
from grader.worker.wire import Foreign

if TYPE_CHECKING:
    from grader.worker.calls import Answer

# How much coarser float32 is than float64: the ratio of their rounding errors.
FLOAT32_COARSER = float(np.finfo(np.float32).eps / np.finfo(np.float64).eps)


@word
def close(answer: Answer, expected: np.ndarray, tolerance: float | np.ndarray) -> None:
    """The answer is an array of the expected shape, each value within `tolerance`.

    Args:
        answer: what the submission returned.
        expected: the reference's array.
        tolerance: absolute; a number, or an array of the shape of `expected`. It should follow
            from dtype and length of the sums, see `rounding`.

    Raises:
        Wrong: with what was expected, what came, and where they first differ.
    """
    fault = find_fault(answer.value, expected, tolerance)
    if fault:
        raise Wrong(
            fault,
            explains=lambda other: _same(answer.value, other, expected, tolerance),
            about=answer.call,
        )


@word
def exactly(answer: Answer, expected: object) -> None:
    """The answer equals `expected`: a number (no float for an int), a tuple, a string or None."""
    got = answer.value
    if not are_equal(got, expected):
        raise Wrong(
            f"expected {expected!r}, got {spell_value(answer.value)}",
            explains=lambda other: are_equal(other, got),
        )


def are_equal(got: object, expected: object) -> bool:
    """Whether both are the same number, word or None, or tuples of such."""
    if isinstance(got, tuple) and isinstance(expected, tuple):
        return len(got) == len(expected) and all(map(are_equal, got, expected))
    numbers = [n.item() if isinstance(n, np.integer) else n for n in (got, expected)]
    plain = not any(isinstance(n, np.ndarray) for n in numbers)
    return plain and type(numbers[0]) is type(numbers[1]) and bool(numbers[0] == numbers[1])


@word
def nearly(answer: Answer, expected: float, relative: float) -> None:
    """The answer is one number, within `relative` · |expected| of `expected`; an int is fine too.

    Raises:
        Wrong: with what was expected and what came.
    """
    got = answer.value
    if not _is_near(got, expected, relative):
        raise Wrong(
            f"expected {expected:.10g}, got {spell_value(got)}",
            explains=lambda other: (
                _is_near(other, got, relative) and not _is_near(other, expected, relative)
            ),
        )


@plain_word
def unchanged(answer: Answer) -> None:
    """The submission did not write to the arrays that it was given."""
    if answer.changed:
        raise Wrong(
            "your function changed the array that it was given. The caller still needs it: "
            "write to a new array instead (np.zeros, or .copy() first)"
        )


@word
def has_dtype(answer: Answer, expected: type[np.generic]) -> None:
    """The answer, whose values are right, is an array of this dtype.

    Raises:
        Wrong: if it is of another one.
    """
    value = answer.value
    got = getattr(value, "dtype", None)
    if got != expected:
        raise Wrong(
            f"the values are right, but expected dtype {np.dtype(expected)}, got {got}",
            explains=lambda other: (
                isinstance(other, np.ndarray)
                and other.dtype == got
                and np.array_equal(other, value)
            ),
        )


@plain_word
def refuses(answer: Answer, because: str) -> None:
    """The submission answered a bad argument with a ValueError."""
    raised = answer.raised
    if raised is None:
        raise Wrong(f"expected a ValueError, because {because}; got {spell_value(answer.value)}")
    if raised.type == "NotImplementedError":
        raise Missing(f"{answer.call.function} is not written yet")
    if not raised.is_a("ValueError"):
        got = one_line(f"{raised.type}: {raised.message}")
        raise Wrong(
            f"expected a ValueError, because {because}; got {got}\n"
            "Test for it first, and raise ValueError with a message for whoever calls you"
        )


def rounding(magnitude: np.ndarray, terms: int, *arrays: np.ndarray) -> np.ndarray:
    """How far apart two correct sums of products may lie: the tolerance of `close`.

    Summing n products in any order errs by at most n·eps·Σ|a·b| (Higham, Accuracy and Stability
    of Numerical Algorithms, 2002, ch. 3). A convolution by FFT errs in proportion to the norm of
    all that went in, times log2 of its size (ibid., ch. 24): the second part, which lets an honest
    float32 FFT pass, and is still far below one missing product.

    Args:
        magnitude: Σ|a·b| for each output value: the reference on absolute values.
        terms: the length n of the longest sum.
        arrays: the inputs. Their dtypes tell eps: float32's if all are float32, else float64's.

    Returns:
        An array like `magnitude`.
    """
    single = all(array.dtype == np.float32 for array in arrays)
    eps = float(np.finfo(np.float32 if single else np.float64).eps)
    norms = [float(np.linalg.norm(array.astype(np.float64))) for array in arrays[:2]]
    spread = float(np.prod(norms)) * np.log2(2 + max(array.size for array in arrays))
    tolerance: np.ndarray = eps * ((terms + 2) * magnitude + spread)
    return tolerance


def find_fault(got: Any, expected: np.ndarray, tolerance: float | np.ndarray) -> str:
    """What is wrong with `got`, for the learner; empty if nothing is."""
    wanted = f"a numpy array of shape {spell_shape(expected.shape)}"
    if got is None:
        return f"expected {wanted}, got None: does the function end with `return`?"
    if not isinstance(got, np.ndarray):
        return f"expected {wanted}, got {spell_value(got)}{_advice(got)}"
    if got.shape != expected.shape:
        return _shape_fault(got, expected)
    if got.dtype.kind not in "iuf":
        tip = ": return its real part, .real" if got.dtype.kind == "c" else ""
        return f"expected numbers of dtype {expected.dtype}, got dtype {got.dtype}{tip}"
    return _value_fault(got, expected, tolerance)


def _shape_fault(got: np.ndarray, expected: np.ndarray) -> str:
    message = f"expected shape {spell_shape(expected.shape)}, got shape {spell_shape(got.shape)}"
    if got.ndim != expected.ndim:
        return f"{message}: the number of axes differs"
    axes = ("image", "channel", "row", "column")[-got.ndim :]
    if got.ndim > len(axes):
        return message
    off = [
        f"{abs(g - e)} {axis}{'s' if abs(g - e) > 1 else ''} too {'many' if g > e else 'few'}"
        for axis, g, e in zip(axes, got.shape, expected.shape, strict=True)
        if g != e
    ]
    return f"{message}: {', '.join(off)}"


def _value_fault(got: np.ndarray, expected: np.ndarray, tolerance: float | np.ndarray) -> str:
    finite = np.isfinite(got)
    if not finite.all() and np.isfinite(expected).all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        what = "NaN (not a number)" if np.isnan(got[where]) else f"{got[where]}"
        return (
            f"{int((~finite).sum())} of {got.size} values are not finite; the first, "
            f"{what}, is at {spell_index(where)}\n{side_by_side(expected, got, where)}"
        )
    with np.errstate(all="ignore"):
        error = np.abs(got.astype(np.float64) - expected.astype(np.float64))
    bad = ~(error <= tolerance)
    if not bad.any():
        return ""
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    coarse = np.asarray(tolerance) * FLOAT32_COARSER
    # Where the tolerance is float32's already, a coarser one would excuse anything.
    if coarse.max() < 1e-3 * np.abs(expected).max() and bool((error <= coarse).all()):
        return (
            "right, but only to about 7 digits, as if the numbers became float32 somewhere, "
            f"although the input has more. At {spell_index(where)}: expected "
            f"{float(expected[where])!r}, got {float(got[where])!r}"
        )
    wanted, came = spell_apart(expected[where], got[where])
    return (
        f"{int(bad.sum())} of {got.size} values differ, the first at {spell_index(where)}: "
        f"expected {wanted}, got {came}\n"
        f"{side_by_side(expected, got, where)}"
    )


def _same(got: object, other: object, expected: np.ndarray, tolerance: float | np.ndarray) -> bool:
    """Whether a misconception's output is the learner's wrong output."""
    if not isinstance(got, np.ndarray) or not isinstance(other, np.ndarray):
        return False
    if got.shape != other.shape or "c" in got.dtype.kind + other.dtype.kind:
        return False
    if not find_fault(other, expected, tolerance):
        return False
    allowed = tolerance if got.shape == expected.shape else np.max(tolerance, initial=0.0)
    return bool(np.allclose(got, other, rtol=1e-7, atol=allowed, equal_nan=True))


def _is_near(got: object, wanted: object, relative: float) -> bool:
    """Whether both are single numbers, and no further apart than `relative` · |wanted|."""
    numbers = (int, float, np.integer, np.floating)
    if not all(isinstance(n, numbers) and not isinstance(n, bool) for n in (got, wanted)):
        return False
    try:
        number, goal = float(got), float(wanted)  # type: ignore[arg-type]
    except OverflowError:  # an int that no float can hold
        return bool(got == wanted)
    return number == goal or abs(number - goal) <= relative * abs(goal) < math.inf


def spell_value(value: object) -> str:
    """A result in words, short."""
    match value:
        case Foreign():
            article = "an" if value.type_name[:1].lower() in "aeio" else "a"
            return f"{article} {one_line(value.type_name)}"
        case np.ndarray():
            return f"an array of shape {spell_shape(value.shape)}"
        case np.generic():
            return f"the single number {value!r}"
        case int() | float() if not isinstance(value, bool):
            return f"the single number {value!r}"
        case tuple():
            plain = all(isinstance(item, int | float | np.number) for item in value)
            items = ", ".join(map(repr, value))
            return f"a tuple of {len(value)}" + (f", ({items})" if plain and value else "")
    return repr(value)[:80]


def _advice(got: object) -> str:
    if isinstance(got, Foreign) and got.type_name == "list":
        return ": np.array(...) makes an array of it"
    if isinstance(got, Foreign) and got.type_name == "generator":
        return ": `yield` makes a generator; collect the values in an array and return that"
    if isinstance(got, Foreign) and "dtype object" in got.type_name:
        return ": it must hold plain numbers, make it with np.zeros(shape)"
    return ""
