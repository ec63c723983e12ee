"""Races found are exactly the races that there are, by the definition, in random accesses.

Each step of the kernel is an access by some threads to places that a table gives, or a barrier. The
oracle looks at all pairs of accesses, one by one, as the definition says.
"""

import re
from itertools import product
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cuda import launch, parse_kernels

BLOCKS, BLOCK, PLACES, NOBODY = 2, 64, 3, -1
THREADS = BLOCKS * BLOCK
ACCESS = {
    "load": "v += {array}[p]",
    "store": "{array}[p] = 1",
    "atomic": "cuda.atomic.add({array}, p, 1)",
}
KINDS = [*ACCESS, "barrier", "warp barrier"]


class Event(NamedTuple):
    kind: str
    thread: int
    place: int
    epoch: int  # barriers before it
    warp_epoch: int


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[str], np.ndarray]:
    """Kinds of steps; for each step and thread the place it goes to, or NOBODY."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=7))
    places = np.full((len(kinds), THREADS), NOBODY, np.int64)
    # A few threads that differ in lane, warp and block are enough, and make cases small.
    actors = [0, 1, 33, 65]
    for step, actor in product(range(len(kinds)), actors):
        places[step, actor] = draw(st.integers(NOBODY, PLACES - 1))
    return kinds, places


def source(kinds: list[str], shared: bool) -> tuple[str, dict[int, int]]:
    """The kernel, and which line each step is on."""
    array = "s" if shared else "x"
    lines = ["from numba import cuda, int64", "", "@cuda.jit", "def k(places, x, out):"]
    lines += ["    i = cuda.grid(1)", "    v = 0"]
    if shared:
        lines += [f"    s = cuda.shared.array({PLACES}, int64)"]
        lines += [f"    if cuda.threadIdx.x < {PLACES}:", "        s[cuda.threadIdx.x] = 0"]
        lines += ["    cuda.syncthreads()"]
    where = {}
    for step, kind in enumerate(kinds):
        if kind == "barrier":
            lines.append("    cuda.syncthreads()")
        elif kind == "warp barrier":
            lines.append("    cuda.syncwarp()")
        else:
            lines += [f"    p = places[{step}, i]", "    if p >= 0:"]
            lines.append("        " + ACCESS[kind].format(array=array))
            where[len(lines)] = step
    return "\n".join([*lines, "    out[i] = v", ""]), where


def events(kinds: list[str], places: np.ndarray, step: int) -> list[Event]:
    epoch = kinds[:step].count("barrier")
    warp_epoch = epoch * 100 + kinds[:step].count("warp barrier")
    actors = np.flatnonzero(places[step] >= 0).tolist()
    return [Event(kinds[step], t, int(places[step, t]), epoch, warp_epoch) for t in actors]


def concurrent(a: Event, b: Event) -> bool:
    if a.thread == b.thread:
        return False
    if a.thread // BLOCK != b.thread // BLOCK:
        return True
    if a.thread // 32 != b.thread // 32:
        return a.epoch == b.epoch
    return a.epoch == b.epoch and a.warp_epoch == b.warp_epoch


def conflicting(a: Event, b: Event, shared: bool) -> bool:
    if a.place != b.place or (shared and a.thread // BLOCK != b.thread // BLOCK):
        return False
    writes = {a.kind, b.kind} - {"load"}
    return bool(writes) and {a.kind, b.kind} != {"atomic"} and concurrent(a, b)


def named(message: str) -> tuple[int, int]:
    """The two threads of a message, by number."""
    found = re.findall(r"thread \((\d+), 0, 0\) of block \((\d+), 0, 0\)", message)
    first, second = (int(thread) + BLOCK * int(block) for thread, block in found)
    return first, second


@given(programs(), st.booleans())
@settings(max_examples=300)
def test_races_are_those_of_the_definition(
    program: tuple[list[str], np.ndarray], shared: bool
) -> None:
    kinds, places = program
    text, where = source(kinds, shared)
    steps = {step: events(kinds, places, step) for step in where.values()}
    expected = {
        line
        for line, step in where.items()
        for now in steps[step]
        for before in range(step + 1)
        for then in steps.get(before, [])
        if conflicting(then, now, shared)
    }
    arrays = (places, np.zeros(PLACES, np.int64), np.zeros(THREADS, np.int64))
    done = launch(parse_kernels(text), "k", BLOCKS, BLOCK, arrays, {"places"})
    assert {fault.kind for fault in done.faults} <= {"race"}
    assert {fault.line for fault in done.faults} == expected
    for fault in done.faults:
        first, second = named(fault.message)
        assert any(
            {first, second} == {then.thread, now.thread}
            for now in steps[where[fault.line]]
            for before in range(where[fault.line] + 1)
            for then in steps.get(before, [])
            if conflicting(then, now, shared)
        ), "the two threads that a message names did meet"
