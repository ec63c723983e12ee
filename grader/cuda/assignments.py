"""What = does: a variable keeps its old value in the lanes that are not active."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from grader.cuda.access import store
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate, indices
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import spell
from grader.cuda.numbers import cast, unify
from grader.cuda.run import Frame, Run
from grader.cuda.slices import is_partial
from grader.cuda.symbols import refuse_long


def assign(run: Run, frame: Frame, target: ast.expr, value: Any, mask: Mask) -> None:
    """Bind a name, an element, or several of them.

    Raises:
        Unsupported: the value does not fit the target.
    """
    if isinstance(target, ast.Name):
        bind(frame, target, value, mask)
    elif isinstance(target, ast.Tuple):
        if not isinstance(value, tuple) or len(value) != len(target.elts):
            what = f"{spell(target)} takes {len(target.elts)} values, and there are others"
            raise Unsupported(target.lineno, what, "as many names as values")
        for item, part in zip(target.elts, value, strict=True):
            assign(run, frame, item, part, mask)
    elif isinstance(target, ast.Subscript):
        _put(run, frame, target, value, mask)
    else:
        raise Unsupported(target.lineno, f"{spell(target)} = …", "a variable, or an element")


def bind(frame: Frame, target: ast.Name, value: Any, mask: Mask) -> None:
    """Give a variable its value in the active lanes; the others keep theirs.

    Raises:
        Unsupported: a variable that is a number here and an array there, or far too many values.
    """
    if isinstance(value, tuple):
        others = [v for name, (v, _) in frame.names.items() if name != target.id]
        refuse_long([value, *others], target.lineno, "an array")
    old = frame.names.get(target.id)
    if old is None or old[1] is mask or mask is frame.entry:
        frame.names[target.id] = (value, mask)
        return
    before, assigned = old
    kept = assigned.minus(mask)
    if not kept:
        frame.names[target.id] = (value, mask)
    else:
        frame.names[target.id] = (_joined(value, before, mask, target), assigned.union(mask))


def _joined(value: Any, before: Any, mask: Mask, target: ast.Name) -> Any:
    both = blend(value, before, mask)
    if both is None and value is not before:  # None stays None
        what = f"{target.id} is one thing in some threads and another in others"
        raise Unsupported(target.lineno, what, "one name for each thing")
    return both


def blend(value: Any, before: Any, mask: Mask) -> Any:
    """One thing where the lanes are active, another elsewhere: numbers, parts of one array, tuples.

    Returns:
        None if they are of two kinds.
    """
    if value is before:
        return value
    if is_number(value) and is_number(before):
        return merge(value, before, mask)
    if isinstance(value, View) and isinstance(before, View):
        return _blend_views(value, before, mask)
    if isinstance(value, tuple) and isinstance(before, tuple) and len(value) == len(before):
        parts = tuple(blend(v, b, mask) for v, b in zip(value, before, strict=True))
        return None if any(part is None for part in parts) else parts
    return None


def _blend_views(value: View, before: View, mask: Mask) -> View | None:
    """Two parts of one array that differ in where they begin and end alone."""
    if value.buffer is not before.buffer or value.strides != before.strides:
        return None
    shape = tuple(merge(v, b, mask) for v, b in zip(value.shape, before.shape, strict=True))
    return View(value.buffer, merge(value.offset, before.offset, mask), shape, value.strides)


def merge(value: Any, before: Any, mask: Mask) -> Any:
    """A number where the lanes are active, and what was before elsewhere."""
    dtype = unify(value.dtype, before.dtype)
    scalars = not isinstance(value, np.ndarray) and not isinstance(before, np.ndarray)
    if scalars and value == before:
        return cast(value, dtype)
    return np.where(mask.lanes, cast(value, dtype), cast(before, dtype))


def _put(run: Run, frame: Frame, target: ast.Subscript, value: Any, mask: Mask) -> None:
    array, at = element(run, frame, target, mask)
    if not is_number(value):
        raise Unsupported(target.lineno, "only numbers fit into an array", "one number an element")
    store(run, array, at, value, mask, target)


def element(run: Run, frame: Frame, target: ast.Subscript, mask: Mask) -> tuple[View, Any]:
    """The array and the indices of an element that is to be written.

    Raises:
        Unsupported: it is no single element.
    """
    array = evaluate(run, frame, target.value, mask)
    if not isinstance(array, View):
        raise Unsupported(target.lineno, f"{spell(target)} = … on what is no array", "an array")
    at = indices(run, frame, target.slice, mask)
    if is_partial(array, at):
        what = f"{spell(target)} = …, which is no single element of {array.buffer.name}"
        raise Unsupported(target.lineno, what, "one element at a time, in a loop")
    return array, at


def is_number(value: Any) -> bool:
    """Whether it is a number, for all lanes or for each."""
    return isinstance(value, np.ndarray | np.generic)
