"""Races: the same element, different threads, at least one writes, and no barrier between.

Two threads of different blocks are always concurrent. Two threads of a block are, until both have
passed cuda.syncthreads(); two threads of a warp also until both have passed cuda.syncwarp().
Atomics do not race with atomics. Kept for each element: who wrote it, read it and changed it
atomically last, when, and whether others did the same before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grader.cuda.lanes import WARP
from grader.cuda.model import Op

LATER = 16  # reads of shared memory that wait for a write before they are looked at
ONE, SEVERAL, WARPS, BLOCKS = range(4)  # who else was there: nobody, threads of the warp, …


class Moment(NamedTuple):
    """Some accesses at one instant: vectors with one entry an access, or one number for all."""

    position: np.ndarray  # in the buffer
    thread: np.ndarray
    epoch: np.ndarray | int  # barriers that the thread's block has passed
    warp_epoch: np.ndarray | int  # cuda.syncwarp that its warp has passed
    line: int


class Clash(NamedTuple):
    """The first conflict of a moment with the past."""

    at: int  # which of the moment's accesses
    thread: int  # the other one
    line: int
    op: Op
    lanes: int  # how many accesses of the moment conflict


class Past:
    """Accesses of one kind to one buffer.

    For each element the last thread, how far the others were from it at most (`others`), and one
    that was that far, its rival. As threads form a tree of blocks, warps and lanes, a newcomer that
    is nearer to the last thread than `others` is that far from the rival.
    """

    def __init__(self, size: int, padded: int) -> None:
        self.padded = padded
        self.used = False
        self.thread = np.full(size, -1, np.int32)
        self.epoch = np.zeros(size, np.int32)
        self.warp_epoch = np.zeros(size, np.int32)
        self.line = np.zeros(size, np.int32)
        self.others = np.zeros(size, np.int8)
        self.rival = np.full(size, -1, np.int32)
        self.rival_line = np.zeros(size, np.int32)

    def conflicts(self, now: Moment) -> np.ndarray:
        """For each access, whether it is concurrent with an earlier one of another thread."""
        other = self.thread[now.position]
        others = self.others[now.position]
        near = self._relation(other, now)
        same_block = near < BLOCKS
        same_epoch = self.epoch[now.position] == now.epoch
        same_warp = (near < WARPS) & (others < WARPS)
        ordered = same_warp & (self.warp_epoch[now.position] != now.warp_epoch)
        alone = (near == ONE) & (others == ONE)
        concurrent = ~same_block | (same_epoch & ~ordered & ~alone)
        found: np.ndarray = (other >= 0) & (concurrent | (others == BLOCKS))
        return found

    def add(self, now: Moment) -> None:
        """Remember these accesses."""
        p = now.position
        other = self.thread[p]
        near = self._relation(other, now)
        keep = (near >= BLOCKS) | (self.epoch[p] == now.epoch)
        keep &= (near >= WARPS) | (self.warp_epoch[p] == now.warp_epoch) | (self.others[p] >= WARPS)
        before = self.others[p]
        level = np.where((other >= 0) & keep, np.maximum(near, before), ONE)
        level = np.where(before == BLOCKS, BLOCKS, level).astype(np.int8)
        far = near >= before
        self.rival[p] = np.where(far, other, self.rival[p])
        self.rival_line[p] = np.where(far, self.line[p], self.rival_line[p])
        self.thread[p], self.others[p] = now.thread, level
        self.epoch[p], self.warp_epoch[p], self.line[p] = now.epoch, now.warp_epoch, now.line
        self._crowd(now)
        self.used = True

    def _crowd(self, now: Moment) -> None:
        """Several lanes that came to one element in this very moment: one of them is the last."""
        p = now.position
        near = self._relation(self.thread[p], now)
        if near.any():
            np.maximum.at(self.others, p, near)
            farthest = (near > ONE) & (near == self.others[p])
            self.rival[p[farthest]] = now.thread[farthest]
            self.rival_line[p[farthest]] = now.line

    def culprit(self, at: int, now: Moment) -> tuple[int, int]:
        """Thread and line of an earlier access that conflicts with access number `at` of now."""
        where, me = int(now.position[at]), int(now.thread[at])
        other = int(self.thread[where])
        epoch, warp_epoch = _entry(now.epoch, at), _entry(now.warp_epoch, at)
        concurrent = other // self.padded != me // self.padded
        if not concurrent and self.epoch[where] == epoch:
            same_warp = other // WARP == me // WARP
            passed = self.warp_epoch[where] != warp_epoch
            concurrent = not same_warp or (not passed and other != me)
        if concurrent:
            return other, int(self.line[where])
        return int(self.rival[where]), int(self.rival_line[where])

    def _relation(self, other: np.ndarray, now: Moment) -> np.ndarray:
        """How near the other thread is: the same, of its warp, of its block, or of another."""
        near: np.ndarray = (other != now.thread).astype(np.int8)
        near[(other // WARP) != (now.thread // WARP)] = WARPS
        near[(other // self.padded) != (now.thread // self.padded)] = BLOCKS
        return near


class Races:
    """The past of one buffer."""

    def __init__(self, size: int, padded: int, ends_at_barrier: bool) -> None:
        self.past: dict[Op, Past] = {}
        self.size, self.padded = size, padded
        self.lazy = ends_at_barrier
        self.waiting: list[Moment] = []

    def see(self, op: Op, now: Moment) -> Clash | None:
        """Look for a conflict with what was before, and remember.

        Returns:
            The first conflict; None if there is none.
        """
        if op == "load" and self.lazy and len(self.waiting) < LATER:
            self.waiting.append(now)
            return self._first(("store", "atomic"), now)
        if self.waiting:
            self._look()
        against: tuple[Op, ...] = ("store",)
        against += ("atomic",) if op != "atomic" else ()
        against += ("load",) if op != "load" else ()
        clash = self._first(against, now)
        self._of(op).add(now)
        return clash or (self._twice(now) if op == "store" else None)

    def over(self) -> None:
        """Every block has passed a barrier: what shared memory has seen is over."""
        self.waiting.clear()
        for past in self.past.values():
            past.used = False

    def _look(self) -> None:
        for moment in self.waiting:
            self._of("load").add(moment)
        self.waiting.clear()

    def _of(self, op: Op) -> Past:
        if op not in self.past:
            self.past[op] = Past(self.size, self.padded)
        return self.past[op]

    def _first(self, ops: tuple[Op, ...], now: Moment) -> Clash | None:
        for op in ops:
            past = self.past.get(op)
            if past is not None and past.used:
                bad = past.conflicts(now)
                if bad.any():
                    return self._clash(past, op, bad, now)
        return None

    def _twice(self, now: Moment) -> Clash | None:
        """Two lanes that write the same element in the very same instruction."""
        past = self.past["store"]
        bad = past.thread[now.position] != now.thread
        return self._clash(past, "store", bad, now) if bad.any() else None

    def _clash(self, past: Past, op: Op, bad: np.ndarray, now: Moment) -> Clash:
        at = int(np.argmax(bad))
        thread, line = past.culprit(at, now)
        return Clash(at, thread, line, op, int(bad.sum()))


def _entry(value: np.ndarray | int, at: int) -> int:
    return int(value[at]) if isinstance(value, np.ndarray) else value
