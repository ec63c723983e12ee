"""Which lanes are active, and where in the grid each one stands."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from grader.cuda.model import Index3
from grader.cuda.numbers import Value

WARP = 32


class Mask:
    """A set of lanes, never changed; 32 lanes a warp, each block padded to whole warps."""

    def __init__(self, lanes: np.ndarray) -> None:
        self.lanes = lanes
        self.count = int(np.count_nonzero(lanes))
        self.full = self.count == lanes.size

    def __bool__(self) -> bool:
        return self.count > 0

    def keep(self, condition: Value) -> Mask:
        """Those where the condition, a bool for all or for each lane, holds. Itself if all do."""
        if not self.count:
            return self
        if not isinstance(condition, np.ndarray):
            return self if condition else NOBODY
        if not self:  # NOBODY has no lanes to compare with the condition's
            return self
        kept = Mask(self.lanes & condition)
        return self if kept.count == self.count else kept

    def minus(self, other: Mask) -> Mask:
        """Those that are not in the other."""
        if other is self:
            return NOBODY
        return self.keep(~other.lanes) if other else self

    def union(self, other: Mask) -> Mask:
        """Those in either."""
        if not other or other is self:
            return self
        return Mask(self.lanes | other.lanes) if self else other

    @cached_property
    def warps(self) -> int:
        """How many warps have an active lane."""
        if self.full:
            return self.lanes.size // WARP
        return int(np.count_nonzero(self.busy))

    @cached_property
    def busy(self) -> np.ndarray:
        """For each warp, whether it has an active lane."""
        a, b, c, d = self.eights
        found: np.ndarray = (a | b | c | d) != 0
        return found

    @property
    def eights(self) -> np.ndarray:
        """Shape (4, warps): eight lanes in one number, as that is quicker to compare."""
        return self.lanes.view(np.uint64).reshape(-1, 4).T

    @cached_property
    def where(self) -> np.ndarray:
        """The active lanes' numbers, rising."""
        return np.flatnonzero(self.lanes)

    @cached_property
    def warp(self) -> np.ndarray:
        """The warp of each active lane."""
        return self.where >> 5

    @cached_property
    def opens(self) -> np.ndarray:
        """For each active lane, whether it is the first of its warp."""
        opens = np.empty(self.count, np.bool_)
        opens[:1] = True
        np.not_equal(self.warp[1:], self.warp[:-1], out=opens[1:])
        return opens

    @cached_property
    def first(self) -> np.ndarray:
        """Positions in `where` at which a warp begins."""
        return np.flatnonzero(self.opens)

    def pick(self, value: Value) -> Value:
        """The active lanes' entries of a vector; a scalar stays one."""
        if self.full or not isinstance(value, np.ndarray):
            return value
        return value[self.where]


NOBODY = Mask(np.zeros(0, np.bool_))


class Group:
    """Some blocks of a launch that run together, lane by lane.

    Attributes:
        lanes: how many there are, idle ones that fill up the last warp of a block included.
        live: those that are threads; `nobody` is none of them.
        block: for each lane, its block's place in this group.
        thread: for each lane, its number in the whole launch, int32.
        ids: `threadIdx.x` and its like, int32; a scalar where all lanes hold the same.
    """

    def __init__(self, blocks: np.ndarray, grid: Index3, shape: Index3) -> None:
        self.shape, self.grid = shape, grid
        self.threads = shape[0] * shape[1] * shape[2]
        self.padded = -(-self.threads // WARP) * WARP
        self.blocks = len(blocks)
        self.lanes = self.blocks * self.padded
        within = np.tile(np.arange(self.padded), self.blocks)
        number = np.repeat(blocks, self.padded)
        self.live = Mask(within < self.threads)
        self.nobody = Mask(np.zeros(self.lanes, np.bool_))
        self.block = np.repeat(np.arange(self.blocks), self.padded)
        self.thread = (number * self.padded + within).astype(np.int32)
        self.lane = (within % WARP).astype(np.int32)
        self.ids: dict[str, Value] = {}
        self.ids.update(_coordinates("threadIdx", within, shape))
        self.ids.update(_coordinates("blockIdx", number, grid))
        for name, sizes in (("blockDim", shape), ("gridDim", grid)):
            self.ids.update({f"{name}.{k}": np.int32(s) for k, s in zip("xyz", sizes, strict=True)})

    def name(self, thread: int) -> tuple[Index3, Index3]:
        """Thread and block indices, (x, y, z) each, of a thread by its number in the launch."""
        block, within = divmod(thread, self.padded)
        return _unravel(within, self.shape), _unravel(block, self.grid)


def _unravel(number: int, sizes: Index3) -> Index3:
    x, y, _ = sizes
    return number % x, number // x % y, number // (x * y)


def _coordinates(name: str, number: np.ndarray, sizes: Index3) -> dict[str, Value]:
    x, y, _ = sizes
    parts = (number % x, number // x % y, number // (x * y))
    return {
        f"{name}.{k}": np.int32(0) if size == 1 else part.astype(np.int32)
        for k, size, part in zip("xyz", sizes, parts, strict=True)
    }
