"""Counters that run along: what every line did, summed up as it happens."""

from __future__ import annotations

import numpy as np

from grader.cuda.lanes import Mask
from grader.cuda.model import Access, Counts, Line, Op, Space
from grader.cuda.numbers import FLOAT32

Key = tuple[int, str, Space, Op]  # line, array, space, op


class LineTally:
    """The counters of `Line`, while they grow."""

    def __init__(self) -> None:
        self.instructions = self.lanes = 0
        self.float32 = self.float64 = self.integer = 0
        self.branches = self.divergent = self.barriers = 0


class Tally:
    """All counters of one launch."""

    def __init__(self) -> None:
        self.lines: dict[int, LineTally] = {}
        self.accesses: dict[Key, list[int | None]] = {}
        self.arrays: set[str] = set()
        self.blocks = self.threads = 0

    def step(self, line: int, mask: Mask) -> LineTally:
        """One instruction of every warp with an active lane."""
        tally = self.lines.get(line)
        if tally is None:
            tally = self.lines[line] = LineTally()
        tally.instructions += mask.warps
        tally.lanes += mask.count
        return tally

    def arithmetic(self, line: int, mask: Mask, dtype: np.dtype, times: int = 1) -> None:
        """One instruction that computes, `times` operations a lane (a fused multiply-add is 2)."""
        tally = self.step(line, mask)
        if dtype.kind != "f":
            tally.integer += mask.count * times
        elif dtype == FLOAT32:
            tally.float32 += mask.count * times
        else:
            tally.float64 += mask.count * times

    def branch(self, line: int, mask: Mask, taken: Mask) -> None:
        """A decision: divergent in each warp in which some lanes take it and others do not."""
        tally = self.step(line, mask)
        tally.branches += mask.warps
        if taken and taken.count < mask.count:
            a, b, c, d = taken.eights != mask.eights
            tally.divergent += int(np.count_nonzero(taken.busy & (a | b | c | d)))

    def barrier(self, line: int, mask: Mask) -> None:
        """A barrier, reached by warps."""
        self.step(line, mask).barriers += mask.warps

    def access(self, key: Key, mask: Mask, units: int | None, ideal: int | None) -> None:
        """One load, store or atomic of every warp with an active lane."""
        self.step(key[0], mask)
        row = self.accesses.setdefault(key, [0, 0, 0, 0])
        for place, figure in enumerate((mask.count, mask.warps, units, ideal)):
            before = row[place]
            row[place] = None if before is None or figure is None else before + figure

    def counts(self, of_blocks: int) -> Counts:
        """The frozen result."""
        arrays = tuple(sorted(self.arrays))
        accesses = tuple(Access(*key, *row) for key, row in sorted(self.accesses.items()))  # type: ignore[arg-type]
        lines = tuple(Line(number, **vars(tally)) for number, tally in sorted(self.lines.items()))
        return Counts(accesses, lines, self.blocks, of_blocks, self.threads, arrays)
