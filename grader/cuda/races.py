"""Races: the same element, different threads, at least one writes, and no barrier between.

Two threads of different blocks are always concurrent. Two threads of a block are, until both have
passed cuda.syncthreads(); two threads of a warp also until both have passed cuda.syncwarp().
Atomics do not race with atomics. Kept for each element: who wrote it, read it and changed it
atomically last, when, and whether others did the same before.

A kernel that passes masks to cuda.syncwarp orders some lanes of a warp and not others; there,
every lane of the warp is kept, too (`LanesOfOneWarp` in warp_clocks.py).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grader.cuda.lanes import WARP
from grader.cuda.model import Op
from grader.cuda.warp_clocks import LanesOfOneWarp, Sight

LATER = 16  # reads of shared memory that wait for a write before they are looked at
ONE, SEVERAL, WARPS, BLOCKS = range(4)  # who else was there: nobody, threads of the warp, …


class Moment(NamedTuple):
    """Some accesses at one instant: vectors with one entry an access, or one number for all."""

    position: np.ndarray  # in the buffer
    thread: np.ndarray
    epoch: np.ndarray | int  # barriers that the thread's block has passed
    warp_epoch: np.ndarray | int  # cuda.syncwarp that its warp has passed
    line: int
    sight: Sight | None = None  # where parts of a warp wait for each other: what each lane knows


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
        self.lanes: LanesOfOneWarp | None = None

    def conflicts(self, now: Moment) -> np.ndarray:
        """For each access, whether it is concurrent with an earlier one of another thread."""
        other = self.thread[now.position]
        others = self.others[now.position]
        near = self._relation(other, now)
        same_block = near < BLOCKS
        same_epoch = self.epoch[now.position] == now.epoch
        ordered = (near < WARPS) & (others < WARPS)
        if self.lanes is not None and now.sight is not None:
            ordered &= self._behind(self.lanes, other, others, now.position, now.sight)
        else:
            alone = (near == ONE) & (others == ONE)
            ordered &= alone | (self.warp_epoch[now.position] != now.warp_epoch)
        concurrent = ~same_block | (same_epoch & ~ordered)
        found: np.ndarray = (other >= 0) & (concurrent | (others == BLOCKS))
        return found

    def _behind(
        self,
        lanes: LanesOfOneWarp,
        other: np.ndarray,
        others: np.ndarray,
        position: np.ndarray,
        sight: Sight,
    ) -> np.ndarray:
        """Whether all that the warp did before is ordered; where one lane did it, it is enough."""
        behind = lanes.behind(position, other % WARP, sight)
        several = np.flatnonzero(behind & (others == SEVERAL))
        if several.size:
            part = Sight(sight.known, sight.where[several])
            behind[several] = ~lanes.unknown(position[several], part).any(axis=1)
        return behind

    def add(self, now: Moment) -> None:
        """Remember these accesses."""
        p = now.position
        other = self.thread[p]
        near = self._relation(other, now)
        keep = (near >= BLOCKS) | (self.epoch[p] == now.epoch)
        if now.sight is not None:
            self._lanes(now).add(p, now.sight, now.line, anew=~keep | (near >= WARPS))
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

    def _lanes(self, now: Moment) -> LanesOfOneWarp:
        if self.lanes is None:
            self.lanes = LanesOfOneWarp(self.thread.size, now.line)
        return self.lanes

    def culprit(self, at: int, now: Moment) -> tuple[int, int]:
        """Thread and line of an earlier access that conflicts with access number `at` of now."""
        where, me = int(now.position[at]), int(now.thread[at])
        last = int(self.thread[where])
        only_my_warp = last // WARP == me // WARP and self.others[where] < WARPS
        if only_my_warp and self.lanes is not None and now.sight is not None:
            lane, line = self.lanes.culprit(where, now.sight, at)
            return me // WARP * WARP + lane, line
        if self._is_concurrent(last, where, at, now):
            return last, int(self.line[where])
        return int(self.rival[where]), int(self.rival_line[where])

    def _is_concurrent(self, last: int, where: int, at: int, now: Moment) -> bool:
        """Whether the last thread is a culprit, and not its rival alone."""
        me = int(now.thread[at])
        if last // self.padded != me // self.padded:
            return True
        if self.epoch[where] != _entry(now.epoch, at):
            return False
        if last // WARP != me // WARP:
            return True
        passed = self.warp_epoch[where] != _entry(now.warp_epoch, at)
        return now.sight is None and not passed and last != me

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
