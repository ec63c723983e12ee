"""What stands before brackets: an element of an array, a part of one, an item of a tuple."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from grader.cuda.access import load
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import Handler, evaluate, indices, kind, number
from grader.cuda.folding import fold
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import spell
from grader.cuda.numbers import INT64, Value, cast, spread, unify
from grader.cuda.run import Frame, Run
from grader.cuda.slices import is_partial, part


def _subscript(run: Run, frame: Frame, node: ast.Subscript, mask: Mask) -> Any:
    value = evaluate(run, frame, node.value, mask)
    if isinstance(value, tuple):
        return _item(run, frame, value, node, mask)
    if not isinstance(value, View):
        raise Unsupported(node.lineno, f"[…] after {kind(value)}", "index an array")
    at = indices(run, frame, node.slice, mask)
    if is_partial(value, at):
        return part(run, value, at, mask, node)
    return load(run, value, at, mask, node)


def _item(run: Run, frame: Frame, items: tuple[Any, ...], node: ast.Subscript, mask: Mask) -> Any:
    if isinstance(node.slice, ast.Slice):
        return items[_constant_slice(node.slice, frame)]
    at = number(run, frame, node.slice, mask)
    if at.dtype.kind not in "iu":
        raise Unsupported(node.lineno, f"an index of {at.dtype}", "an integer: // or int(…)")
    place = cast(at, INT64)
    beyond = (place < -len(items)) | (place >= len(items)) | ((place < 0) & (at.dtype.kind == "u"))
    wrong = mask.keep(beyond)
    if wrong:
        what = f"{{who}} asks for an item beyond the {len(items)} of a tuple"
        run.faults.add("bounds", node.lineno, wrong, what)
    if not items:
        return np.int64(0)
    if not isinstance(at, np.ndarray):
        return np.int64(0) if beyond else items[int(place)]
    return _items(run, items, np.where(beyond, 0, place), node)


def _constant_slice(node: ast.Slice, frame: Frame) -> slice:
    """x.shape[1:]: the compiler must know how many items are left."""
    ends = [_whole(end, frame) for end in (node.lower, node.upper, node.step)]
    return slice(*ends)


def _whole(node: ast.expr | None, frame: Frame) -> int | None:
    if node is None:
        return None
    value = fold(node, {})
    symbol = frame.function.symbols.get(node, value)
    if not isinstance(symbol, int | np.integer):
        raise Unsupported(node.lineno, f"{spell(node)} in a part of a tuple", "a plain number")
    return int(symbol)


def _items(run: Run, items: tuple[Any, ...], at: np.ndarray, node: ast.Subscript) -> Value:
    """For each lane its own item; they must be numbers."""
    if not all(isinstance(item, np.ndarray | np.generic) for item in items):
        raise Unsupported(node.lineno, "a varying index into a tuple of arrays", "if and elif")
    dtype = items[0].dtype
    for item in items:
        dtype = unify(dtype, item.dtype)
    table = np.stack([spread(cast(item, dtype), run.group.lanes) for item in items])
    return table[at, np.arange(run.group.lanes)]


HANDLERS: dict[type[ast.expr], Handler] = {ast.Subscript: _subscript}
