"""An answer of two values, looked at one by one."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from grader.checks import Answer, Wrong, close, has_dtype
from grader.checks.compare import spell_value

REGISTERS = ("activations", "sums")  # what step returns
RESULT = ("product", "cycles")  # what matmul_ws returns


@contextmanager
def part(answer: Answer, names: tuple[str, str], name: str) -> Iterator[Answer]:
    """One of the two values of an answer, as an answer of its own.

    A fault says which of the two it is in. A known mistake explains it if its own answer has the
    same fault in the same part.

    Raises:
        Wrong: if the answer is no tuple of two, or for a fault in this part.
    """
    values = answer.value
    if not _is_pair(values):
        raise Wrong(f"expected two values, {' and '.join(names)}; got {spell_value(values)}")
    index = names.index(name)
    try:
        yield answer.part(index)
    except Wrong as fault:
        same = fault.explains
        message = f"{name}: {fault}"
        if same is None:
            raise Wrong(message) from None
        explains = lambda other: _is_pair(other) and same(other[index])  # noqa: E731
        raise Wrong(message, explains) from None


def same_integers(answer: Answer, expected: np.ndarray) -> None:
    """The answer is an integer array of the expected dtype, shape and values.

    Raises:
        Wrong: with what was expected, what came, and where they first differ.
    """
    close(answer, expected, tolerance=0)
    has_dtype(answer, expected.dtype.type)


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2
