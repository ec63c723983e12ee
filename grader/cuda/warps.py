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
from grader.cuda.numbers import BOOL, FLOAT32, FLOAT64, INT32, INT64, UINT32, Value, spread
from grader.cuda.operators import truth
from grader.cuda.run import Frame, Run

Handler = Callable[[Run, Frame, ast.Call, Mask], Any]
LANE = np.arange(WARP)
ALL = 0xFFFFFFFF  # the mask that names the whole warp
SHUFFLED = (INT32, INT64, FLOAT32, FLOAT64)  # as numba types them
SHUFFLES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "shfl_sync": lambda k: k % WARP,
    "shfl_up_sync": lambda k: LANE - k,
    "shfl_down_sync": lambda k: LANE + k,
    "shfl_xor_sync": lambda k: LANE ^ k,
}


def _shuffle(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    name = spell(node.func).rpartition(".")[2]
    members, value, other = _arguments(run, frame, node, mask, 3)
    check_members(run, node, mask, members)
    run.tally.step(node.lineno, mask)
    if value.dtype not in SHUFFLED:
        what = f"{name} of {value.dtype}"
        raise Unsupported(node.lineno, what, "int32, int64, float32 or float64: int64(…) around it")
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
    return np.repeat(bits.astype(np.uint32).view(np.int32), WARP)


def _all(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, here = _votes(run, frame, node, mask)
    return np.repeat((votes | ~here).all(axis=1), WARP)


def _any(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, _ = _votes(run, frame, node, mask)
    return np.repeat(votes.any(axis=1), WARP)


def _eq(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    votes, here = _votes(run, frame, node, mask)
    return np.repeat((votes | ~here).all(axis=1) | ~votes.any(axis=1), WARP)


def _match_any(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Value:
    """The lanes that hold the same value as this one, a bit each."""
    same, _ = _matches(run, frame, node, mask)
    bits = (same.astype(np.int64) << LANE).sum(axis=2)
    return bits.astype(np.uint32).view(np.int32).reshape(-1)


def _match_all(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> Any:
    """The lanes, a bit each, and True if they all hold the same; else 0 and False."""
    same, here = _matches(run, frame, node, mask)
    all_same = (same == here[:, None, :]).all(axis=2)
    bits = np.where(all_same, (here.astype(np.int64) << LANE).sum(axis=1)[:, None], 0)
    return bits.astype(np.uint32).view(np.int32).reshape(-1), all_same.reshape(-1)


def _matches(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> tuple[np.ndarray, np.ndarray]:
    """Which lane has the value of which, shape (warps, 32, 32); who is here, (warps, 32)."""
    members, value = _arguments(run, frame, node, mask, 2)
    check_members(run, node, mask, members)
    run.tally.step(node.lineno, mask)
    if value.dtype not in SHUFFLED:
        raise Unsupported(node.lineno, f"{spell(node.func)} of {value.dtype}", "int32(…) around it")
    rows, here = _rows(run, value), mask.lanes.reshape(-1, WARP)
    return (rows[:, :, None] == rows[:, None, :]) & here[:, None, :], here


def _votes(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> tuple[np.ndarray, np.ndarray]:
    """Who is for it, and who is here; bool, shape (warps, 32)."""
    members, condition = _arguments(run, frame, node, mask, 2)
    check_members(run, node, mask, members)
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


def check_members(run: Run, node: ast.Call, mask: Mask, members: Value) -> None:
    """Check the masks of members against who is here, and against each other.

    Raises:
        Unsupported: a mask is no integer.
    """
    if members.dtype.kind not in "iu":
        raise Unsupported(node.lineno, f"a mask of {members.dtype}", "an integer, a bit a lane")
    bits = mask_bits(_rows(run, members))
    here = mask.lanes.reshape(-1, WARP)
    still = run.group.live.minus(run.kernel.returned).lanes.reshape(-1, WARP)
    unnamed = here & ~(bits >> LANE & 1).astype(BOOL)
    named = np.bitwise_or.reduce(np.where(here, bits, 0), axis=1)[:, None]
    absent = (named >> LANE & 1).astype(BOOL) & still & ~here
    if unnamed.any():
        what = f"{{who}} calls {spell(node.func)} with a mask that does not name it"
        run.faults.add("shuffle", node.lineno, Mask(unnamed.reshape(-1)), what)
    if absent.any():
        what = f"{spell(node.func)} waits for {{who}}, which its mask names and which is elsewhere"
        run.faults.add("shuffle", node.lineno, Mask(absent.reshape(-1)), what)
    if isinstance(members, np.ndarray):
        _check_agreement(run, node, bits, here)


def _check_agreement(run: Run, node: ast.Call, bits: np.ndarray, here: np.ndarray) -> None:
    """Lanes that a mask names must come with the same one."""
    first = np.take_along_axis(bits, here.argmax(axis=1)[:, None], axis=1)
    mixed = np.flatnonzero(((bits != first) & here).any(axis=1))
    own, is_here = bits[mixed], here[mixed]
    names = (own[:, :, None] >> LANE & 1).astype(BOOL)
    other = names & (own[:, :, None] != own[:, None, :]) & is_here[:, None, :]
    wrong = np.zeros_like(here)
    wrong[mixed] = is_here & other.any(axis=2)
    if wrong.any():
        what = (
            f"{{who}} calls {spell(node.func)} with a mask that names a thread which comes with "
            "another mask"
        )
        run.faults.add("shuffle", node.lineno, Mask(wrong.reshape(-1)), what)


def mask_bits(members: Value) -> np.ndarray:
    """Masks, a bit a lane, as int64 from 0 to 2³² − 1, whatever type and sign they came with."""
    bits: np.ndarray = np.asarray(members).astype(np.int64) & ALL
    return bits


def _rows(run: Run, value: Value) -> np.ndarray:
    return spread(value, run.group.lanes).reshape(-1, WARP)


HANDLERS: dict[str, Handler] = {
    **{f"numba.cuda.{name}": _shuffle for name in SHUFFLES},
    "numba.cuda.match_any_sync": _match_any,
    "numba.cuda.match_all_sync": _match_all,
    "numba.cuda.ballot_sync": _ballot,
    "numba.cuda.all_sync": _all,
    "numba.cuda.any_sync": _any,
    "numba.cuda.eq_sync": _eq,
    "numba.cuda.activemask": _active,
    "numba.cuda.lanemask_lt": _below,
}
