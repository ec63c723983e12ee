"""Which addresses one warp touches: for pictures, not for counting."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from grader.cuda.lanes import Mask
from grader.cuda.model import Op, Space
from grader.cuda.numbers import Value, spread
from grader.cuda.tally import Key


class Touch(Struct, frozen=True):
    """One request of one warp, the first of those with the most threads."""

    line: int
    array: str
    space: Space
    op: Op
    itemsize: int  # bytes of an element
    warp: int  # of the block that was looked at
    offsets: tuple[int, ...]  # first byte that each thread asks for, in the order of threads


class Touches:
    """Keeps one request for each line, array and operation."""

    def __init__(self) -> None:
        self.found: dict[Key, Touch] = {}

    def see(self, key: Key, byte: Value, itemsize: int, mask: Mask) -> None:
        """Keep the request of the fullest warp, if no fuller one came before.

        Args:
            key: line, array, space, operation.
            byte: where each lane's element begins.
            itemsize: of an element, in bytes.
            mask: the active lanes.
        """
        lanes = np.bincount(mask.warp)
        warp = int(lanes.argmax())
        known = self.found.get(key)
        if known is not None and len(known.offsets) >= lanes[warp]:
            return
        everywhere = spread(byte, mask.lanes.size)
        own = mask.where[mask.warp == warp]
        self.found[key] = Touch(*key, itemsize, warp, tuple(int(b) for b in everywhere[own]))
