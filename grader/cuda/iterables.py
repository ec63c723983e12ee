"""What a for loop goes through: ranges, tuples, arrays, and enumerate and zip of such.

All lanes are in the same turn at the same time; each leaves when its own things are at an end.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from grader.cuda.access import load
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate, kind, number
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import Path, spell
from grader.cuda.numbers import INT64, Value, cast
from grader.cuda.run import Frame, Run
from grader.cuda.slices import part


class Iterable(Protocol):
    """Something with an item for each turn; it is asked turn by turn, from 0 on."""

    def goes_on(self, turn: int) -> Value:
        """Whether there is such a turn; bool, for all lanes or for each."""

    def item(self, turn: int, mask: Mask) -> Any:
        """What the loop's variable is in that turn, in the lanes that are in it."""


def iterable(run: Run, frame: Frame, node: ast.expr, mask: Mask) -> Iterable:
    """What stands behind `in`.

    Raises:
        Unsupported: no kernel can go through it.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        handler = CALLS.get(evaluate(run, frame, node.func, mask))
        if handler is not None and node.keywords:
            raise Unsupported(node.lineno, spell(node), "the arguments in order, without names")
        if handler is not None:
            return handler(run, frame, node, mask)
    value = evaluate(run, frame, node, mask)
    if isinstance(value, tuple):
        return _Tuple(value, node)
    if isinstance(value, View) and value.shape:
        return _Array(run, value, node)
    what = f"a for loop over {spell(node)}, which is {kind(value)}"
    raise Unsupported(node.lineno, what, "for i in range(…)")


class _Range:
    def __init__(self, start: Value, stop: Value, step: Value) -> None:
        self.index, self.stop, self.step = start, stop, step
        self.rising = (step > 0).all()

    def goes_on(self, turn: int) -> Value:
        if turn:
            self.index = self.index + self.step
        if not self.rising and isinstance(self.step, np.ndarray):
            return np.where(self.step > 0, self.index < self.stop, self.index > self.stop)
        return self.index < self.stop if self.rising else self.index > self.stop

    def item(self, _turn: int, _mask: Mask) -> Value:
        return self.index


class _Tuple:
    """Items of one type: numba goes through no others."""

    def __init__(self, items: tuple[Any, ...], node: ast.expr) -> None:
        if len({_form(item) for item in items}) > 1:
            what = f"a for loop over {spell(node)}, whose items are of several types"
            raise Unsupported(node.lineno, what, "numbers of one type: 1.0 beside 2.0, not 1")
        self.items = items

    def goes_on(self, turn: int) -> Value:
        return np.bool_(turn < len(self.items))

    def item(self, turn: int, _mask: Mask) -> Any:
        return self.items[turn]


def _form(item: Any) -> Any:
    """What must be the same in all items of a tuple."""
    if isinstance(item, tuple):
        return tuple(_form(part) for part in item)
    if isinstance(item, View):
        return item.dtype, len(item.shape)
    return getattr(item, "dtype", type(item))


class _Array:
    """The elements of an array, or the rows where it has several dimensions."""

    def __init__(self, run: Run, view: View, node: ast.expr) -> None:
        self.run, self.view, self.node = run, view, node

    def goes_on(self, turn: int) -> Value:
        return turn < self.view.shape[0]

    def item(self, turn: int, mask: Mask) -> Any:
        at = np.int64(turn)
        if len(self.view.shape) > 1:
            return part(self.run, self.view, [at], mask, self.node)
        return load(self.run, self.view, [at], mask, self.node)


class _Enumerate:
    def __init__(self, start: Value, things: Iterable) -> None:
        self.start, self.things = start, things

    def goes_on(self, turn: int) -> Value:
        return self.things.goes_on(turn)

    def item(self, turn: int, mask: Mask) -> Any:
        return self.start + np.int64(turn), self.things.item(turn, mask)


class _Zip:
    def __init__(self, parts: Sequence[Iterable]) -> None:
        self.parts = parts

    def goes_on(self, turn: int) -> Value:
        result: Value = np.bool_(True)
        for each in self.parts:
            result = np.logical_and(result, each.goes_on(turn))
        return result

    def item(self, turn: int, mask: Mask) -> Any:
        return tuple(each.item(turn, mask) for each in self.parts)


def _range(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Iterable:
    if not 1 <= len(node.args) <= 3:
        raise Unsupported(node.lineno, spell(node), "range(stop), or start, stop and a step")
    ends = [_integer(number(run, frame, item, mask), item) for item in node.args]
    one, zero = np.int64(1), np.int64(0)
    start, stop, step = (zero, *ends, one) if len(ends) == 1 else (*ends, one)[:3]
    wrong = mask.keep(step == 0)
    if wrong:
        what = "{who} counts in steps of 0: the loop would never end"
        run.faults.add("range", node.lineno, wrong, what)
        stop, step = np.where(step == 0, start, stop), np.where(step == 0, one, step)
    return _Range(start, stop, step)


def _integer(value: Value, node: ast.expr) -> Value:
    if value.dtype.kind not in "iu":
        raise Unsupported(node.lineno, f"range(…) of {value.dtype}", "an integer: // or int(…)")
    return cast(value, INT64)


def _enumerate(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Iterable:
    if not 1 <= len(node.args) <= 2:
        raise Unsupported(node.lineno, spell(node), "enumerate(x), or with a number to start at")
    start = _integer(number(run, frame, node.args[1], mask), node) if node.args[1:] else np.int64(0)
    return _Enumerate(start, iterable(run, frame, node.args[0], mask))


def _zip(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Iterable:
    if not node.args:
        raise Unsupported(node.lineno, "zip of nothing", "zip(x, y)")
    return _Zip([iterable(run, frame, item, mask) for item in node.args])


CALLS: dict[Any, Callable[[Run, Frame, ast.Call, Mask], Iterable]] = {
    Path("builtins.range"): _range,
    Path("builtins.enumerate"): _enumerate,
    Path("builtins.zip"): _zip,
}
