"""cuda.atomic: every lane takes its turn, in the order of the lanes, and gets the old value.

The hardware's order is another, and no kernel may rely on one.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda.access import locate
from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate, indices, number
from grader.cuda.lanes import Mask
from grader.cuda.memory import View
from grader.cuda.names import spell
from grader.cuda.numbers import Value, cast, spread
from grader.cuda.run import Frame, Run

ZERO: list[Any] = [np.int64(0)]  # the only index that compare_and_swap has
WIDE = 4  # bytes: narrower atomics do not exist

VECTOR: dict[str, np.ufunc] = {
    "add": np.add,
    "sub": np.subtract,
    "max": np.fmax,
    "min": np.fmin,
    "nanmax": np.fmax,
    "nanmin": np.fmin,
    "and_": np.bitwise_and,
    "or_": np.bitwise_or,
    "xor": np.bitwise_xor,
}
# What a turn leaves behind, from what it finds and its operands.
TURNS: dict[str, Callable[..., Any]] = {
    "exch": lambda _old, value: value,
    "inc": lambda old, top: 0 if old >= top else old + 1,
    "dec": lambda old, top: top if old == 0 or old > top else old - 1,
    "cas": lambda old, expected, value: value if old == expected else old,
    "compare_and_swap": lambda old, expected, value: value if old == expected else old,
}
WHOLE_ONLY = ("and_", "or_", "xor", "inc", "dec", "exch", "cas", "compare_and_swap")
UNSIGNED_ONLY = ("inc", "dec")


def _atomic(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    name = spell(node.func).rpartition(".")[2]
    array, at, operands = _arguments(run, frame, node, mask, name)
    _check_dtype(array, name, node)
    position, mask = locate(run, array, at, mask, node, "atomic")
    if not mask:
        return array.dtype.type(0)
    lanes = run.group.lanes
    where = mask.pick(spread(position, lanes))
    values = [mask.pick(spread(cast(value, array.dtype), lanes)) for value in operands]
    old = np.zeros(lanes, array.dtype)
    data = array.buffer.data
    ordered = _in_vector if name in VECTOR else _in_turns
    old[mask.where] = ordered(name, data, where, values)
    if run.check:
        _need_written(run, array, where, mask, node)
    return old


def _arguments(
    run: Run, frame: Frame, node: ast.Call, mask: Mask, name: str
) -> tuple[View, list[Any], list[Value]]:
    """The array, the element's indices (compare_and_swap has none: it is 0), the operands."""
    count = {"cas": 4, "compare_and_swap": 3}.get(name, 3)
    array = evaluate(run, frame, node.args[0], mask) if len(node.args) == count else None
    if not isinstance(array, View) or node.keywords:
        shape = "(array, index, expected, value)" if count == 4 else "(array, index, value)"
        raise Unsupported(node.lineno, spell(node), f"cuda.atomic.{name}{shape}")
    if name == "compare_and_swap":
        at, rest = ZERO, node.args[1:]
    else:
        at, rest = indices(run, frame, node.args[1], mask), node.args[2:]
    if len(at) != len(array.shape):
        what = f"{len(at)} indices for the {len(array.shape)} dimensions of {array.buffer.name}"
        raise Unsupported(node.lineno, what, "one index a dimension, as a tuple")
    return array, at, [number(run, frame, item, mask) for item in rest]


def _check_dtype(array: View, name: str, node: ast.Call) -> None:
    dtype = array.dtype
    if dtype.itemsize < WIDE or dtype.kind not in "iuf":
        what = f"cuda.atomic.{name} on {dtype}"
        raise Unsupported(node.lineno, what, "an array of 32- or 64-bit numbers")
    if name in WHOLE_ONLY and dtype.kind == "f":
        raise Unsupported(node.lineno, f"cuda.atomic.{name} on {dtype}", "an array of integers")
    if name in UNSIGNED_ONLY and dtype.kind != "u":
        what = f"cuda.atomic.{name} on {dtype}"
        raise Unsupported(node.lineno, what, "an array of uint32 or uint64, or cuda.atomic.add")


def _in_vector(
    name: str, data: np.ndarray, where: np.ndarray, values: list[np.ndarray]
) -> np.ndarray:
    """Elements one after the other; the lanes of an element by running sums and their like."""
    function = VECTOR[name]
    order = np.argsort(where, kind="stable")
    place, value = where[order], values[0][order]
    begins = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    ends = np.r_[begins[1:], place.size]
    before = data[place]
    alone = ends - begins == 1
    single = begins[alone]
    data[place[single]] = function(before[single], value[single])
    for begin, end in zip(begins[~alone], ends[~alone], strict=True):
        run = function.accumulate(np.r_[before[begin], value[begin:end]])
        before[begin:end], data[place[begin]] = run[:-1], run[-1]
    old: np.ndarray = np.empty_like(before)
    old[order] = before
    return old


def _in_turns(
    name: str, data: np.ndarray, where: np.ndarray, values: list[np.ndarray]
) -> np.ndarray:
    """Lane after lane."""
    turn = TURNS[name]
    old = np.empty(where.size, data.dtype)
    for lane, (place, *operands) in enumerate(zip(where.tolist(), *values, strict=True)):
        old[lane] = data[place]
        data[place] = turn(old[lane], *operands)
    return old


def _need_written(run: Run, array: View, where: np.ndarray, mask: Mask, node: ast.Call) -> None:
    fresh = array.buffer.unwritten(where)
    if fresh is not None and fresh.any():
        lanes = np.zeros(run.group.lanes, np.bool_)
        lanes[mask.where[fresh]] = True
        what = f"{{who}} changes {array.buffer.name}, where nothing was written yet. Set it first"
        run.faults.add("uninitialised", node.lineno, Mask(lanes), what, array.buffer.name)
    if array.buffer.written is not None:
        array.buffer.written[where] = True


NAMES = (*VECTOR, *TURNS)
HANDLERS: dict[str, Callable[[Run, Frame, ast.Call, Mask], Value]] = {
    f"numba.cuda.atomic.{name}": _atomic for name in NAMES
}
