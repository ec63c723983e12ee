"""cuda.syncthreads and its like, cuda.syncwarp and cuda.threadfence_block.

A barrier waits for all threads of the block that have not exited: a thread that has returned from
the kernel is not waited for. All others must come, and to the same call: "conditional code … only
if the conditional evaluates identically across the entire thread block". Sources: CUDA C++
Programming Guide, "Synchronization Functions" and "Independent Thread Scheduling" (compute
capability 7.0 and later: "will not succeed until reached by all non-exited threads in the block").
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
from grader.cuda.numbers import INT32, Value, spread
from grader.cuda.operators import truth
from grader.cuda.run import Frame, Run
from grader.cuda.warp_clocks import met
from grader.cuda.warps import ALL, check_members, mask_bits


def _syncthreads(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> None:
    _plain(node)
    _barrier(run, node, mask)


def _barrier(run: Run, node: ast.Call, mask: Mask) -> None:
    """All threads of a block that are still there wait for each other."""
    run.tally.barrier(node.lineno, mask)
    expected = run.group.live.minus(run.kernel.returned)
    if mask.count == expected.count:
        run.epoch = run.epoch + 1
        for view in run.shared.values():
            if view.buffer.races is not None:
                view.buffer.races.over()
        return
    blocks = (run.group.blocks, run.group.padded)
    here, due = mask.lanes.reshape(blocks), expected.lanes.reshape(blocks)
    arrived = here.any(axis=1)
    incomplete = np.flatnonzero(arrived & (here != due).any(axis=1))
    if incomplete.size:
        _missing(run, node, here, due, int(incomplete[0]))
    run.epoch = run.epoch + np.repeat(arrived, run.group.padded).astype(np.int32)


def _missing(run: Run, node: ast.Call, here: np.ndarray, due: np.ndarray, block: int) -> None:
    """Report the first thread that is not there."""
    absent = due[block] & ~here[block]
    lanes = np.zeros(run.group.lanes, np.bool_)
    lanes.reshape(due.shape)[block] = absent
    what = (
        f"cuda.syncthreads() is reached by {int(here[block].sum())} of {int(due[block].sum())} "
        "threads; {who} is not among them. All must reach it: take it out of the if or the loop"
    )
    run.faults.add("barrier", node.lineno, Mask(lanes), what)


def _vote(join: np.ufunc) -> Callable[[Run, Frame, ast.Call, Mask], Value]:
    """A barrier that also counts or joins a condition over the block; int32."""

    def handler(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
        if len(node.args) != 1:
            raise Unsupported(node.lineno, "a vote of the block", "one condition in brackets")
        value = number(run, frame, node.args[0], mask)
        if value.dtype.kind not in "iu":  # numba has no other
            what = f"a vote of the block on a {value.dtype}"
            raise Unsupported(node.lineno, what, "an integer: int32(…) around the condition")
        condition = truth(value)
        _barrier(run, node, mask)
        shape = (run.group.blocks, run.group.padded)
        votes = spread(condition, run.group.lanes).reshape(shape)
        here = mask.lanes.reshape(shape)
        # Who is not here is neutral: true where all must be, else false.
        result = join.reduce(np.where(here, votes, join is np.logical_and), axis=1).astype(INT32)
        return np.repeat(result, run.group.padded)

    return handler


def _syncwarp(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> None:
    """The lanes of a warp that the mask names wait for each other; without one, all of the warp."""
    members: Value = np.int64(ALL)
    if len(node.args) > 1 or node.keywords:
        raise Unsupported(node.lineno, spell(node), "cuda.syncwarp(), or one mask in the brackets")
    if node.args:
        members = number(run, frame, node.args[0], mask)
        check_members(run, node, mask, members)
    else:
        _need_whole_warps(run, node, mask)
    run.tally.barrier(node.lineno, mask)
    if run.known is None:
        run.warp_epoch = run.warp_epoch + np.repeat(mask.busy, WARP).astype(np.int32)
    else:
        named = mask_bits(mask.pick(spread(members, run.group.lanes)))
        run.known = met(run.known, mask.where, named)


def _need_whole_warps(run: Run, node: ast.Call, mask: Mask) -> None:
    expected = run.group.live.minus(run.kernel.returned)
    here, due = mask.lanes.reshape(-1, WARP), expected.lanes.reshape(-1, WARP)
    incomplete = here.any(axis=1) & (here != due).any(axis=1)
    if incomplete.any():
        absent = due & ~here & incomplete[:, None]
        what = (
            "cuda.syncwarp() is not reached by {who}, of a warp of which others do. All must, or "
            "be left out of its mask"
        )
        run.faults.add("barrier", node.lineno, Mask(absent.reshape(-1)), what)


def _fence(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> None:
    """Orders this thread's own writes; others still need a barrier to see them in time."""
    _plain(node)
    run.tally.step(node.lineno, mask)


def _plain(node: ast.Call) -> None:
    if node.args or node.keywords:
        raise Unsupported(node.lineno, "a barrier with arguments", "empty brackets")


HANDLERS: dict[str, Callable[[Run, Frame, ast.Call, Mask], Any]] = {
    "numba.cuda.syncthreads": _syncthreads,
    "numba.cuda.syncthreads_count": _vote(np.add),
    "numba.cuda.syncthreads_and": _vote(np.logical_and),
    "numba.cuda.syncthreads_or": _vote(np.logical_or),
    "numba.cuda.syncwarp": _syncwarp,
    "numba.cuda.threadfence_block": _fence,
}
