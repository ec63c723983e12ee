"""Races are those of the definition where cuda.syncwarp(mask) orders some lanes and not others.

Each step of the kernel is an access by some threads, or a barrier: of the block, of a warp, of the
lanes that a mask names, or of the groups into which a table of masks cuts the first warp. The
oracle keeps, for every access, the set of threads that are ordered behind it, one by one.
"""

import re
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cuda import launch, parse_kernels

BLOCK, PLACES, NOBODY = 64, 2, -1
ACTORS = [0, 1, 17, 31, 33]  # of two warps
LANES = [0, 1, 17, 31]
ACCESS = {
    "load": "v += {array}[p]",
    "store": "{array}[p] = 1",
    "atomic": "cuda.atomic.add({array}, p, 1)",
}
Step = tuple[str, Any]  # an access and who goes where, or a barrier and the masks of threads


class Event(NamedTuple):
    kind: str
    thread: int
    place: int
    line: int
    behind: set[int]  # threads whose next steps are ordered behind it


@st.composite
def accesses(draw: st.DrawFn) -> Step:
    places = np.full(BLOCK, NOBODY)
    for actor in ACTORS:
        places[actor] = draw(st.integers(NOBODY, PLACES - 1))
    return draw(st.sampled_from([*ACCESS])), places


@st.composite
def parts(draw: st.DrawFn) -> Step:
    """Some lanes of the first warp wait for each other, in one group or in several."""
    group = {lane: draw(st.integers(0, 2)) for lane in LANES}  # 0: it does not come
    masks = np.zeros(BLOCK, np.int64)
    for lane in LANES:
        if group[lane]:
            masks[lane] = sum(1 << other for other in LANES if group[other] == group[lane])
    return "part", masks


STEPS = st.one_of(accesses(), accesses(), parts(), st.sampled_from([("warp", None), ("all", None)]))


def source(steps: list[Step], shared: bool) -> tuple[str, dict[int, int]]:
    """The kernel, and the step's number → its line."""
    array = "s" if shared else "x"
    lines = ["from numba import cuda, int64", "", "@cuda.jit", "def k(places, x, out):"]
    lines += ["    i = cuda.threadIdx.x", "    v = 0"]
    if shared:
        lines += [f"    s = cuda.shared.array({PLACES}, int64)"]
        lines += [f"    if i < {PLACES}:", "        s[i] = 0", "    cuda.syncthreads()"]
    where = {}
    for number, (kind, _) in enumerate(steps):
        lines += [f"    p = places[{number}, i]"]
        if kind in ACCESS:
            lines += ["    if p >= 0:", "        " + ACCESS[kind].format(array=array)]
        elif kind == "part":
            lines += ["    if p != 0:", "        cuda.syncwarp(p)"]
        else:
            lines.append("    cuda.syncthreads()" if kind == "all" else "    cuda.syncwarp(-1)")
        where[number] = len(lines)
    return "\n".join([*lines, "    cuda.syncwarp(0xFFFFFFFF)", "    out[i] = v", ""]), where


def events(steps: list[Step], where: dict[int, int]) -> tuple[set[int], list[set[int]]]:
    """The lines that race, and the pairs of threads that do."""
    past: list[Event] = []
    lines, pairs = set(), []
    for number, (kind, table) in enumerate(steps):
        if kind not in ACCESS:
            for members in meetings(kind, table):
                for event in past:
                    if event.behind & members:
                        event.behind.update(members)
            continue
        for thread in np.flatnonzero(table != NOBODY).tolist():
            now = Event(kind, thread, int(table[thread]), where[number], {thread})
            for then in past:
                if racing(then, now):
                    lines.add(now.line)
                    pairs.append({then.thread, now.thread})
            past.append(now)
    return lines, pairs


def meetings(kind: str, masks: Any) -> list[set[int]]:
    if kind == "all":
        return [set(range(BLOCK))]
    if kind == "warp":
        return [set(range(32)), set(range(32, BLOCK))]
    return [{lane for lane in LANES if mask >> lane & 1} for mask in set(masks.tolist()) - {0}]


def racing(then: Event, now: Event) -> bool:
    same = then.place == now.place and now.thread not in then.behind
    kinds = {then.kind, now.kind}
    return same and kinds not in ({"load"}, {"atomic"})


@given(st.lists(STEPS, min_size=2, max_size=8), st.booleans())
@settings(max_examples=300)
def test_races_are_those_of_the_definition(steps: list[Step], shared: bool) -> None:
    text, where = source(steps, shared)
    lines, pairs = events(steps, where)
    tables = [np.zeros(BLOCK, np.int64) if table is None else table for _, table in steps]
    arrays = (np.stack(tables).astype(np.int64), np.zeros(PLACES, np.int64), np.zeros(BLOCK))
    done = launch(parse_kernels(text), "k", 1, BLOCK, arrays, {"places"})
    assert {fault.kind for fault in done.faults} <= {"race"}
    assert {fault.line for fault in done.faults} == lines
    for fault in done.faults:
        named = {int(n) for n in re.findall(r"thread \((\d+), 0, 0\)", fault.message)}
        assert named in pairs, "the two threads that a message names did meet"
