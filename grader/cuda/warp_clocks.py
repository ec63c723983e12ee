"""Which lanes of a warp are ordered, where cuda.syncwarp(mask) makes some of them wait.

Every lane counts the barriers of its warp that it has passed: its clock. It also knows, of every
lane of its warp, the clock that this one had when the two last met, directly or through others.
An access is ordered before a lane's next step if that lane knows a later clock than the access
had. Source: Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978;
Mattern, "Virtual Time and Global States of Distributed Systems", 1989 (vectors of clocks).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.lanes import WARP

MOST = 1 << 18  # elements of an array for which every lane is kept: 256 bytes each


class Sight(NamedTuple):
    """What the lanes of a group know of each other, and which of them access.

    Attributes:
        known: for each lane the clocks of its warp, int32, shape (lanes, 32); never changed.
        where: those that access, by number in the group.
    """

    known: np.ndarray
    where: np.ndarray

    @property
    def lane(self) -> np.ndarray:
        """Within their warps, 0 to 31."""
        return self.where % WARP


def beginning(lanes: int) -> np.ndarray:
    """Nobody knows of anybody, and all own clocks stand at 1; see `Sight.known`."""
    return np.tile(np.eye(WARP, dtype=np.int32), (lanes // WARP, 1))


def met(known: np.ndarray, where: np.ndarray, members: np.ndarray) -> np.ndarray:
    """What is known after a barrier.

    Args:
        known: before it; see `Sight`.
        where: the lanes that came.
        members: for each of them its mask; those of a warp with one mask meet.
    """
    order = np.lexsort((members, where // WARP))
    rows, mask = where[order], members[order]
    begins = np.r_[True, (mask[1:] != mask[:-1]) | (rows[1:] // WARP != rows[:-1] // WARP)]
    joined = np.maximum.reduceat(known[rows], np.flatnonzero(begins), axis=0)
    after = known.copy()
    after[rows] = joined[np.cumsum(begins) - 1]
    after[rows, rows % WARP] += 1
    return after


class LanesOfOneWarp:
    """For each element the last access by every lane of the warp that came last.

    Args:
        size: elements.
        line: where to say so if these are too many.
    """

    def __init__(self, size: int, line: int) -> None:
        if size > MOST:
            what = "cuda.syncwarp(mask) in a kernel that uses an array as large as this one"
            raise Unsupported(line, what, "cuda.syncwarp(), or a smaller array")
        self.clock = np.zeros((size, WARP), np.int32)  # 0: none
        self.line = np.zeros((size, WARP), np.int32)

    def unknown(self, position: np.ndarray, sight: Sight) -> np.ndarray:
        """Which accesses of others are not ordered before these; bool, (accesses, 32)."""
        later: np.ndarray = self.clock[position] > sight.known[sight.where]
        return later  # never of the lane itself, which knows its own clock

    def behind(self, position: np.ndarray, lane: np.ndarray, sight: Sight) -> np.ndarray:
        """Whether the access by one lane, given for each, is ordered before these; bool."""
        before: np.ndarray = self.clock[position, lane] <= sight.known[sight.where, lane]
        return before

    def add(self, position: np.ndarray, sight: Sight, line: int, anew: np.ndarray) -> None:
        """Remember these accesses; `anew` says where what was before is over."""
        self.clock[position[anew]] = 0
        self.clock[position, sight.lane] = sight.known[sight.where, sight.lane]
        self.line[position, sight.lane] = line

    def culprit(self, position: int, sight: Sight, at: int) -> tuple[int, int]:
        """Lane and line of one that is not ordered before access number `at`."""
        one = Sight(sight.known, sight.where[at : at + 1])
        lane = int(np.argmax(self.unknown(np.array([position]), one)))
        return lane, int(self.line[position, lane])
