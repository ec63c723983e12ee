"""Words for what only its author can explain: the message on failing comes from the check.

In `otherwise`, {got} and the like stand for what came. No known mistake explains such an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.checks.compare import are_equal, find_fault, spell_value
from grader.checks.word import plain_word
from grader.errors import Wrong

if TYPE_CHECKING:
    from grader.worker.calls import Answer


@plain_word
def equals(answer: Answer, expected: object, otherwise: str) -> None:
    """The answer is `expected`: an array with these values, or what `exactly` compares.

    Args:
        answer: what the submission returned.
        expected: a number, a word, None, an array, or a tuple of those that are no arrays.
        otherwise: what the learner is told; {got} is what came.

    Raises:
        Wrong: if it is not.
    """
    if not _same(answer.value, expected):
        raise Wrong(_filled(otherwise, answer))


@plain_word
def differs(answer: Answer, unwanted: object, otherwise: str) -> None:
    """The answer is not `unwanted`; the rest as for `equals`."""
    if _same(answer.value, unwanted):
        raise Wrong(_filled(otherwise, answer))


@plain_word
def mostly(answer: Answer, expected: np.ndarray, least: int, otherwise: str) -> None:
    """At least so many values of the answer are those of `expected`.

    Args:
        answer: what the submission returned.
        expected: integers.
        least: so many must be equal.
        otherwise: what the learner is told; {right} are equal, of {size}, {percent} of 100.

    Raises:
        Wrong: if fewer are, or if the answer is no array of that shape.
    """
    value = answer.value
    if not isinstance(value, np.ndarray) or value.shape != expected.shape:
        raise Wrong(find_fault(value, expected, 0.0))
    right = int((value == expected).sum())
    if right < least:
        size = expected.size
        raise Wrong(otherwise.format(right=right, size=size, percent=f"{100 * right / size:.1f}"))


@plain_word
def begins_like(answer: Answer, other: Answer, otherwise: str) -> None:
    """The answer begins with the values of another answer to the same submission.

    Args:
        answer: an array.
        other: an array, not longer.
        otherwise: what the learner is told; {differ} values do, of {size}.

    Raises:
        Wrong: if it does not, or if one of them is no such array.
    """
    longer, shorter = answer.value, other.value
    for value in (longer, shorter):
        if not isinstance(value, np.ndarray) or value.ndim == 0:
            raise Wrong(f"expected a numpy array, got {spell_value(value)}")
    begun = longer[: len(shorter)]
    if begun.shape != shorter.shape:
        raise Wrong(f"expected at least {len(shorter)} values, got {spell_value(longer)}")
    differ = int((begun != shorter).sum())
    if differ:
        raise Wrong(otherwise.format(differ=differ, size=shorter.size))


def _same(got: object, expected: object) -> bool:
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and np.array_equal(got, expected)
    return are_equal(got, expected)


def _filled(otherwise: str, answer: Answer) -> str:
    value = answer.value
    return otherwise.format(got=value if isinstance(value, int) else spell_value(value))
