"""Loads and stores: bounds, counters, unwritten memory, races; then the data."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import numpy as np

from grader.cuda.conversions import convert
from grader.cuda.faults import entry
from grader.cuda.lanes import Mask
from grader.cuda.memory import Buffer, View, element, outside
from grader.cuda.model import Op
from grader.cuda.numbers import Value, spread
from grader.cuda.races import Clash, Moment
from grader.cuda.run import Run
from grader.cuda.traffic import sectors
from grader.cuda.warp_clocks import Sight

VERBS = {"load": "reads", "store": "writes", "atomic": "changes atomically"}


def load(run: Run, view: View, indices: Sequence[Value], mask: Mask, node: ast.expr) -> Value:
    """The elements; 0 in lanes that are outside."""
    position, mask = locate(run, view, indices, mask, node, "load")
    if not mask:
        return view.dtype.type(0)
    if run.check:
        _unwritten(run, view, position, indices, mask, node)
    if isinstance(position, np.ndarray):
        return view.buffer.data.take(position, mode="clip")
    return view.buffer.data[int(position)]


def store(
    run: Run, view: View, indices: Sequence[Value], value: Value, mask: Mask, node: ast.expr
) -> None:
    """Write the elements. Where two lanes write the same one, the last lane wins."""
    position, mask = locate(run, view, indices, mask, node, "store")
    if not mask:
        return
    value = mask.pick(convert(run, value, view.dtype, mask, node.lineno))
    at = mask.pick(position)
    if isinstance(value, np.ndarray) and not isinstance(at, np.ndarray):
        value = value[-1]
    view.buffer.data[at] = value
    if view.buffer.written is not None:
        view.buffer.written[at] = True


def locate(
    run: Run, view: View, indices: Sequence[Value], mask: Mask, node: ast.expr, op: Op
) -> tuple[Value, Mask]:
    """Check and count one access.

    Returns:
        Positions in the buffer's data, and the lanes that may go on: those inside.
    """
    buffer = view.buffer
    if op != "load" and buffer.readonly:
        why = f"{{who}} {VERBS[op]} {buffer.name}, {buffer.readonly}"
        run.faults.add("input", node.lineno, mask, why, buffer.name)
        return np.int64(0), mask.minus(mask)
    mask = _inside(run, view, indices, mask, node)
    if not mask:
        return np.int64(0), mask
    offset = element(view, indices)
    _count(run, view, offset, mask, node.lineno, op)
    position = offset if buffer.owner is None else offset + buffer.owner
    if run.check and buffer.races is not None:
        _race(run, view, position, indices, mask, node.lineno, op)
    return position, mask


def _inside(run: Run, view: View, indices: Sequence[Value], mask: Mask, node: ast.expr) -> Mask:
    for index, size in zip(indices, view.shape, strict=True):
        bad = outside(index, size)
        if not bad.any():
            continue
        wrong = mask.keep(bad)
        if wrong:
            blame_outside(run, view, indices, view.shape, wrong, node.lineno)
            mask = mask.minus(wrong)
    return mask


def blame_outside(
    run: Run,
    view: View,
    indices: Sequence[Value],
    shape: Sequence[Value],
    wrong: Mask,
    line: int,
) -> None:
    """Report the first of the lanes whose index is not within the shape."""
    lane = int(wrong.where[0])
    at = [entry(index, lane) for index in indices]
    sizes = tuple(entry(size, lane) for size in shape)
    place = f"{view.buffer.name}{at}, and its shape is {sizes}"
    reaches_back = all(-size <= i < size for i, size in zip(at, sizes, strict=True))
    if reaches_back:
        what = (
            f"{{who}} asks for {place}: a negative index wraps round to the other end. Test for it"
        )
        run.faults.add("negative", line, wrong, what, view.buffer.name)
    else:
        own = view.buffer.space in ("shared", "local")
        cure = "Make the array larger" if own else "Mend the index"
        what = f"{{who}} asks for {place}: that is outside. {cure}, or guard the access with an if"
        run.faults.add("bounds", line, wrong, what, view.buffer.name)


def _count(run: Run, view: View, offset: Value, mask: Mask, line: int, op: Op) -> None:
    buffer, size = view.buffer, view.dtype.itemsize
    units: tuple[int | None, int | None] = (None, None)
    if buffer.space == "global":
        units = sectors(offset, size, mask)
    elif buffer.space == "shared":
        units = run.banks.cycles(offset * np.int64(size), size, mask)
    elif buffer.space == "constant":
        units = sectors(offset, size, mask, size=4)
    key = (line, buffer.name, buffer.space, op)
    run.tally.access(key, mask, *units)
    if run.touches is not None:
        run.touches.see(key, offset * np.int64(size), size, mask)


def _unwritten(
    run: Run, view: View, position: Value, indices: Sequence[Value], mask: Mask, node: ast.expr
) -> None:
    fresh = view.buffer.unwritten(position)
    if fresh is None or not fresh.any():
        return
    wrong = mask.keep(fresh)
    if wrong:
        at = [entry(index, int(wrong.where[0])) for index in indices]
        cure = (
            "Write 0 where there is nothing to load. Or does the loop that fills it end too early, "
            "or did some threads leave before they had loaded their part?"
            if view.buffer.space == "shared"
            else "Give it a value first"
        )
        what = f"{{who}} reads {view.buffer.name}{at}, where nothing was written yet. {cure}"
        run.faults.add("uninitialised", node.lineno, wrong, what, view.buffer.name)


def _race(
    run: Run,
    view: View,
    position: Value,
    indices: Sequence[Value],
    mask: Mask,
    line: int,
    op: Op,
) -> None:
    races = view.buffer.races
    if races is None:
        return
    lanes = run.group.lanes
    now = Moment(
        mask.pick(spread(position, lanes)),
        mask.pick(run.group.thread),
        mask.pick(run.epoch),
        mask.pick(run.warp_epoch),
        line,
        None if run.known is None else Sight(run.known, mask.where),
    )
    clash = races.see(op, now)
    if clash is not None:
        lane = int(mask.where[clash.at])
        at = [entry(index, lane) for index in indices]
        _report(run, view.buffer, at, lane, clash, line, op)


def _report(
    run: Run, buffer: Buffer, at: list[int | float], lane: int, clash: Clash, line: int, op: Op
) -> None:
    one = np.zeros(run.group.lanes, np.bool_)
    one[lane] = True
    other = run.faults.name(clash.thread)
    where = "the same line" if clash.line == line else f"line {clash.line}"
    block = int(run.group.thread[lane]) // run.group.padded
    same_block = clash.thread // run.group.padded == block
    cure = (
        "Put cuda.syncthreads() between the two, let one thread write, or use cuda.atomic"
        if same_block
        else "Blocks cannot wait for each other: give each its own elements, or use cuda.atomic"
    )
    what = (
        f"a race: {{who}} {VERBS[op]} {buffer.name}{at}, which {other} {VERBS[clash.op]} on "
        f"{where} at the same time. {cure}"
    )
    run.faults.add("race", line, Mask(one), what, buffer.name, clash.lanes)
