"""Calls: of numba's, math's and Python's functions, of dtypes, and of device functions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda import arrays, atomics, barriers, functions, warps
from grader.cuda.conversions import convert
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate, number
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import spell
from grader.cuda.numbers import BOOL, FLOAT64, INT64, Value
from grader.cuda.run import Frame, Run
from grader.cuda.statements import execute
from grader.cuda.symbols import DeviceName

Handler = Callable[[Run, Frame, ast.Call, Mask], Any]


def call(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Any:
    """What a call gives in the active lanes.

    Raises:
        Unsupported: wrong arguments.
    """
    run.watch(node.lineno)
    function = evaluate(run, frame, node.func, mask)
    if isinstance(function, DeviceName):
        return _device(run, frame, str(function), node, mask)
    if isinstance(function, np.dtype):
        return _cast(run, function, _numbers(run, frame, node, mask), node, mask)
    if str(function) in HANDLERS:
        return HANDLERS[str(function)](run, frame, node, mask)
    return functions.plain(run, str(function), _numbers(run, frame, node, mask), mask, node)


def _numbers(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> list[Value]:
    if node.keywords:
        what = f"{spell(node.func)} with named arguments"
        raise Unsupported(node.lineno, what, "the arguments in order")
    return [number(run, frame, item, mask) for item in node.args]


def _device(run: Run, frame: Frame, name: str, node: ast.Call, mask: Mask) -> Any:
    """Call a function of the submission, with a frame of its own."""
    function = run.functions[name]
    given = [evaluate(run, frame, item, mask) for item in node.args]
    named = {str(k.arg): evaluate(run, frame, k.value, mask) for k in node.keywords}
    values = function.defaults | dict(zip(function.parameters, given, strict=False)) | named
    twice = set(function.parameters[: len(given)]) & set(named)
    if twice or len(given) > len(function.parameters) or set(values) != set(function.parameters):
        what = f"{name} takes ({', '.join(function.parameters)})"
        raise Unsupported(node.lineno, f"other arguments than that: {what}", what)
    inner = Frame(function, mask)
    inner.names = {parameter: (value, mask) for parameter, value in values.items()}
    fell = execute(run, inner, function.node.body, mask)
    if fell and inner.result is not None:
        what = f"{name} returns a value on some paths only"
        raise Unsupported(function.node.lineno, what, "a return at the end")
    return inner.result


def _cast(run: Run, dtype: np.dtype, values: list[Value], node: ast.Call, mask: Mask) -> Value:
    if len(values) != 1:
        raise Unsupported(node.lineno, f"{spell(node)}", f"one number: {spell(node.func)}(x)")
    if values[0].dtype != dtype:
        run.tally.step(node.lineno, mask)
    return convert(run, values[0], dtype, mask, node.lineno)


def _len(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    value = evaluate(run, frame, node.args[0], mask) if len(node.args) == 1 else None
    if isinstance(value, View) and value.shape:
        return value.shape[0]
    if isinstance(value, tuple):
        return np.int64(len(value))
    raise Unsupported(node.lineno, "len of what is no array", "len(array)")


def _for_loops_only(_run: Run, _frame: Frame, node: ast.Call, _mask: Mask) -> Value:
    name = spell(node.func)
    raise Unsupported(node.lineno, f"{name} outside a for loop", f"for … in {name}(…)")


def _typed(dtype: np.dtype, kinds: str = "") -> Handler:
    """Python's int(x) and its like; numba keeps the type of what is of these kinds already."""

    def handler(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
        values = _numbers(run, frame, node, mask)
        if len(values) == 1 and values[0].dtype.kind in kinds:
            return values[0]
        return _cast(run, dtype, values, node, mask)

    return handler


def _float(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    """float(x), and float("inf"), which the compiler reads as a constant."""
    match node.args:
        case [ast.Constant(value=str(text))]:
            try:
                return np.float64(text)
            except ValueError:
                raise Unsupported(node.lineno, spell(node), "a number") from None
    values = _numbers(run, frame, node, mask)
    kinds = [value.dtype.kind for value in values]
    if kinds == ["b"]:  # numba has no such
        raise Unsupported(node.lineno, f"{spell(node)} of a bool", "1.0 if … else 0.0")
    return values[0] if kinds == ["f"] else _cast(run, FLOAT64, values, node, mask)


HANDLERS: dict[str, Handler] = {
    "builtins.len": _len,
    **{f"builtins.{name}": _for_loops_only for name in ("enumerate", "range", "zip")},
    "builtins.int": _typed(INT64, "iu"),
    "builtins.float": _float,
    "builtins.bool": _typed(BOOL),
    **arrays.HANDLERS,
    **atomics.HANDLERS,
    **barriers.HANDLERS,
    **warps.HANDLERS,
}
