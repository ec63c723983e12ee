"""What the lanes of a warp tell each other: shuffles and votes.

A lane must be named in the mask that it passes, and every lane that the mask names must come,
unless it has exited; the value of a lane that does not take part is undefined. Source: CUDA C++
Programming Guide, "Warp Shuffle Functions" and "Warp Vote Functions".
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import number
from grader.cuda.lanes import WARP, Mask
from grader.cuda.names import spell
from grader.cuda.numbers import BOOL, INT32, UINT32, Value, cast, spread
from grader.cuda.operators import truth
from grader.cuda.run import Frame, Run

Handler = Callable[[Run, Frame, ast.Call, Mask], Any]
LANE = np.arange(WARP)
SHUFFLES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "shfl_sync": lambda k: k % WARP,
    "shfl_up_sync": lambda k: LANE - k,
    "shfl_down_sync": lambda k: LANE + k,
    "shfl_xor_sync": lambda k: LANE ^ k,
}


def _shuffle(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    name = spell(node.func).rpartition(".")[2]
    members, value, other = _arguments(run, frame, node, mask, 3)
    _members(run, node, mask, members)
    run.tally.step(node.lineno, mask)
    if value.dtype.itemsize < INT32.itemsize:
        value = cast(value, INT32)
    wanted = SHUFFLES[name](_rows(run, other).astype(np.int64))
    source = np.where((wanted < 0) | (wanted >= WARP), LANE, wanted)
    here = mask.lanes.reshape(-1, WARP)
    absent = here & ~np.take_along_axis(here, source, axis=1)
    if absent.any():
        what = f"{{who}} asks by {name} for the value of a lane that does not take part"
        run.faults.add("shuffle", node.lineno, Mask(absent.reshape(-1)), what)
    return np.take_along_axis(_rows(run, value), source, axis=1).reshape(-1)


def _ballot(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, _ = _votes(run, frame, node, mask)
    bits = (votes.astype(np.int64) << LANE).sum(axis=1)
    return np.repeat(bits.astype(np.uint32), WARP)


def _all(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, here = _votes(run, frame, node, mask)
    return np.repeat((votes | ~here).all(axis=1), WARP)


def _any(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, _ = _votes(run, frame, node, mask)
    return np.repeat(votes.any(axis=1), WARP)


def _eq(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, here = _votes(run, frame, node, mask)
    return np.repeat((votes | ~here).all(axis=1) | ~votes.any(axis=1), WARP)


def _votes(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> tuple[np.ndarray, np.ndarray]:
    """Who is for it, and who is here; bool, shape (warps, 32)."""
    members, condition = _arguments(run, frame, node, mask, 2)
    _members(run, node, mask, members)
    run.tally.step(node.lineno, mask)
    here = mask.lanes.reshape(-1, WARP)
    return _rows(run, truth(condition)) & here, here


def _active(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> Value:
    run.tally.step(node.lineno, mask)
    bits = (mask.lanes.reshape(-1, WARP).astype(np.int64) << LANE).sum(axis=1)
    return np.repeat(bits.astype(np.uint32), WARP)


def _below(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> Value:
    run.tally.step(node.lineno, mask)
    return ((np.int64(1) << run.group.lane.astype(np.int64)) - 1).astype(UINT32)


def _arguments(run: Run, frame: Frame, node: ast.Call, mask: Mask, count: int) -> list[Value]:
    if len(node.args) != count or node.keywords:
        what = f"{spell(node)} with {len(node.args)} arguments"
        raise Unsupported(node.lineno, what, f"{count}: first the mask 0xffffffff, then the value")
    return [number(run, frame, item, mask) for item in node.args]


def _members(run: Run, node: ast.Call, mask: Mask, members: Value) -> None:
    """Check the mask of members against who is here."""
    bits = _rows(run, members).astype(np.int64)
    here = mask.lanes.reshape(-1, WARP)
    still = run.group.live.minus(run.kernel.returned).lanes.reshape(-1, WARP)
    first = np.take_along_axis(bits, here.argmax(axis=1)[:, None], axis=1)
    unnamed = here & ~(bits >> LANE & 1).astype(BOOL)
    absent = here.any(axis=1, keepdims=True) & (first >> LANE & 1).astype(BOOL) & still & ~here
    if unnamed.any():
        what = f"{{who}} calls {spell(node.func)} with a mask that does not name it"
        run.faults.add("shuffle", node.lineno, Mask(unnamed.reshape(-1)), what)
    if absent.any():
        what = f"{spell(node.func)} waits for {{who}}, which its mask names and which is elsewhere"
        run.faults.add("shuffle", node.lineno, Mask(absent.reshape(-1)), what)


def _rows(run: Run, value: Value) -> np.ndarray:
    return spread(value, run.group.lanes).reshape(-1, WARP)


HANDLERS: dict[str, Handler] = {
    **{f"numba.cuda.{name}": _shuffle for name in SHUFFLES},
    "numba.cuda.ballot_sync": _ballot,
    "numba.cuda.all_sync": _all,
    "numba.cuda.any_sync": _any,
    "numba.cuda.eq_sync": _eq,
    "numba.cuda.activemask": _active,
    "numba.cuda.lanemask_lt": _below,
}
