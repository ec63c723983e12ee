"""Asks for values: of any expression, of numbers, of indices."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import spell
from grader.cuda.numbers import Value
from grader.cuda.run import Frame, Run

NUMBER_OF = {
    tuple: "one of its items: x, y = … gives each a name",
    View: "one of its elements, by an index for each dimension",
}
# They give a number, an array, a tuple of values, a dtype, or a name of numba's.
Handler = Callable[[Run, Frame, Any, Mask], Any]


def evaluate(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> Any:
    """The value of an expression in the active lanes; what the others hold is of no meaning.

    Raises:
        Unsupported: the expression is not one that a kernel may have.
    """
    handler = run.handlers.get(type(node))
    if handler is None:
        raise Unsupported(node.lineno, f"{spell(node)} at this place", "a number or an array")
    return handler(run, frame, node, mask)


def number(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> Value:
    """The value of an expression that must be a number.

    Raises:
        Unsupported: it is something else.
    """
    value = evaluate(run, frame, node, mask)
    if not isinstance(value, np.ndarray | np.generic):
        what = f"{spell(node)} is {kind(value)}, where a number belongs"
        raise Unsupported(node.lineno, what, NUMBER_OF.get(type(value), "a number"))
    return value


def indices(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> list[Value | slice]:
    """What stands between the brackets, one entry a dimension; slices hold values.

    Raises:
        Unsupported: an index is no integer.
    """
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    found: list[Any] = []
    for item in parts:
        if isinstance(item, ast.Slice):
            found.append(_slice(run, frame, item, mask))
            continue
        value = evaluate(run, frame, item, mask)
        found += value if isinstance(value, tuple) else [value]
    for value in found:
        if not isinstance(value, slice):
            _check_index(value, node)
    return found


def _check_index(value: Any, node: ast.expr) -> None:
    a_number = isinstance(value, np.ndarray | np.generic)
    if not a_number or value.dtype.kind not in "iu":
        what = value.dtype if a_number else kind(value)
        raise Unsupported(node.lineno, f"an index must be an integer, not {what}", "// or int(…)")


def _slice(run: Run, frame: Frame, node: ast.Slice, mask: Mask) -> slice:
    if node.step is not None:
        raise Unsupported(node.lineno, "a slice with a step", "multiply the index by the step")
    return slice(*[_end(run, frame, end, mask) for end in (node.lower, node.upper)])


def _end(run: Run, frame: Frame, node: ast.expr | None, mask: Mask) -> Value | None:
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return None
    value = number(run, frame, node, mask)
    _check_index(value, node)
    return value


def kind(value: Any) -> str:
    """What a value is, in a learner's words."""
    if isinstance(value, np.ndarray | np.generic):
        return "a number"
    kinds = {View: "an array", tuple: "a tuple", type(None): "None", str: "a string"}
    return kinds.get(type(value), "no number")
