"""What the hardware moves for one access: 32-byte sectors, and cycles of the 32 banks.

Rules: a warp's request to global memory moves every 32-byte sector that it touches, once. Shared
memory has 32 banks of 4 bytes; a request takes as many cycles as the most distinct words that fall
into one bank; lanes that want the same word share it. Source: CUDA C++ Programming Guide, "Device
Memory Accesses" and "Shared Memory" of the compute capabilities 5.x and later.
"""

from __future__ import annotations

import numpy as np

from grader.cuda.lanes import WARP, Mask
from grader.cuda.numbers import Value

SECTOR = 32  # bytes
WORD = 4  # bytes
REMEMBERED = 256  # patterns of bank conflicts, over all arrays

Units = tuple[int, int]  # counted, ideal


def sectors(offset: Value, itemsize: int, mask: Mask, size: int = SECTOR) -> Units:
    """Sectors of `size` bytes that the active lanes touch, and the least that would hold the data.

    Args:
        offset: elements from the start of the array, which is aligned; a scalar or a lane vector.
        itemsize: bytes of an element, at most 8.
        mask: the active lanes.
        size: bytes of a sector.
    """
    if not isinstance(offset, np.ndarray):
        return mask.warps, mask.warps
    own = mask.pick(offset)
    new = own[1:] != own[:-1]
    if ((own[1:] < own[:-1]) & ~mask.opens[1:]).any():
        own = _sort_in_warps(own, mask)
        new = own[1:] != own[:-1]
    sector = own // max(1, size // itemsize)
    touched = _count(sector[1:] != sector[:-1], mask)
    return touched, _ideal(new, itemsize, mask, size)


def _sort_in_warps(own: np.ndarray, mask: Mask) -> np.ndarray:
    """The offsets in rising order within each warp."""
    span = int(own.max()) + 1
    ordered: np.ndarray = np.sort(mask.warp * span + own) - mask.warp * span
    return ordered


def _count(changes: np.ndarray, mask: Mask) -> int:
    """Distinct values in all warps, from where neighbours differ."""
    return mask.warps + int(np.count_nonzero(changes & ~mask.opens[1:]))


def _ideal(new: np.ndarray, itemsize: int, mask: Mask, size: int) -> int:
    """Sectors that the distinct elements of each warp would fill, packed."""
    flags = mask.opens.copy()
    flags[1:] |= new
    distinct = np.add.reduceat(flags, mask.first, dtype=np.int64)
    return int((-(-distinct * itemsize // size)).sum())


class Banks:
    """Counts bank cycles, and remembers patterns: they depend on offsets up to a common shift."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int, int], list[tuple[np.ndarray, np.ndarray, Units]]] = {}
        self.patterns = 0

    def cycles(self, byte: Value, itemsize: int, mask: Mask) -> Units:
        """Cycles that the banks need, and one a request (two for 8-byte items of a full warp).

        Args:
            byte: offset from the start of the array, which is aligned to 16 bytes (where it lies
                beyond that shifts all banks alike); a scalar or a lane vector.
            itemsize: bytes of an element.
            mask: the active lanes.
        """
        if not isinstance(byte, np.ndarray):
            return mask.warps, mask.warps
        own = mask.pick(byte)
        if own[0] % WORD:
            return _cycles(own, itemsize, mask)
        return self._remember(own - own[0], itemsize, mask)

    def _remember(self, shifted: np.ndarray, itemsize: int, mask: Mask) -> Units:
        key = (itemsize, mask.count, int(shifted.sum()))
        for pattern, lanes, units in self.known.get(key, ()):
            same = lanes is mask.lanes or np.array_equal(lanes, mask.lanes)
            if same and np.array_equal(pattern, shifted):
                return units
        units = _cycles(shifted, itemsize, mask)
        if self.patterns < REMEMBERED:
            self.patterns += 1
            self.known.setdefault(key, []).append((shifted, mask.lanes, units))
        return units


def _cycles(byte: np.ndarray, itemsize: int, mask: Mask) -> Units:
    """Eight-byte items go in two requests, of half a warp each."""
    half = 2 if itemsize > WORD else 1
    group = mask.where // (WARP // half)
    requests = len(np.unique(group))
    return _serve(byte // (WORD * half), group, WARP // half), requests


def _serve(word: np.ndarray, group: np.ndarray, banks: int) -> int:
    """The sum over the groups of the most distinct words that one of its banks must give.

    In each round every bank gives one word to all who want it; a group is in a round while one of
    its lanes waits.
    """
    slot = group * banks + word % banks
    served = np.zeros(int(slot.max()) + 1, np.int64)
    cycles = 0
    while word.size:
        cycles += 1 + int(np.count_nonzero(group[1:] != group[:-1]))
        served[slot] = word
        waiting = served[slot] != word
        word, slot, group = word[waiting], slot[waiting], group[waiting]
    return cycles
