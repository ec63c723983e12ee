"""The nouns of the interpreter: what may go wrong, what was counted, what a launch gave.

A counter that was not collected raises `NotCollected`; it never reads 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

import numpy as np
from msgspec import Struct

from grader.cuda.errors import NotCollected

Space = Literal["global", "shared", "local", "constant"]
Op = Literal["load", "store", "atomic"]
Index3 = tuple[int, int, int]  # (x, y, z)
T = TypeVar("T")


class Budget(Struct, frozen=True):
    """What one launch may cost. The steps are deterministic; the seconds are a safety net."""

    lane_steps: int = 5_000_000_000  # statements executed × lanes of the group, 4096 at least
    seconds: float = 60.0
    iterations: int = 10_000_000  # of one loop


class Fault(Struct, frozen=True):
    """One mistake that a kernel made, the first time it made it on this line."""

    kind: str  # bounds, negative, race, uninitialised, barrier, threads, shared, input, …
    line: int
    message: str  # with thread, block and index
    thread: Index3 | None = None
    block: Index3 | None = None
    lanes: int = 0  # how many threads did the same at the same moment

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class Access(Struct, frozen=True):
    """Traffic of one kind from one line to one array."""

    line: int
    array: str
    space: Space
    op: Op
    lanes: int  # accesses by single threads
    requests: int  # by warps
    units: int | None  # global: 32-byte sectors; shared: bank cycles; constant: words; else None
    ideal: int | None  # the least units that the same data needs


class Line(Struct, frozen=True):
    """What the warps did on one line."""

    line: int
    instructions: int  # warp instructions: one for each operation and warp with an active lane
    lanes: int  # active lanes in them; instructions × 32 would be all busy
    float32: int  # arithmetic operations by single threads
    float64: int
    integer: int
    branches: int  # decided by warps
    divergent: int  # decided both ways within one warp
    barriers: int  # reached by warps


class Traffic(Struct, frozen=True):
    """The sum of some accesses.

    Raises:
        NotCollected: by `units`, `ideal` and `excess` where the hardware's units were not counted.
    """

    lanes: int
    requests: int
    counted_units: int | None
    counted_ideal: int | None

    @property
    def units(self) -> int:
        """Sectors (global memory), cycles (shared memory), words (constant memory)."""
        return _collected(self.counted_units, "the units of local memory")

    @property
    def ideal(self) -> int:
        """The least units that would do."""
        return _collected(self.counted_ideal, "the ideal units of local memory")

    @property
    def excess(self) -> float:
        """Units over ideal: 1 is perfect. Of shared memory this is the bank-conflict degree."""
        if self.ideal == 0:
            raise NotCollected("there was no such access, so it has no degree")
        return self.units / self.ideal


class Counts(Struct, frozen=True):
    """Everything that was counted in the blocks that ran."""

    accesses: tuple[Access, ...]
    lines: tuple[Line, ...]
    blocks: int  # that ran
    of_blocks: int  # in the launch
    threads: int  # that ran
    arrays: tuple[str, ...]  # that the kernel has: parameters, and those that it made

    def traffic(
        self,
        space: Space,
        op: Op | None = None,
        array: str | None = None,
        line: int | None = None,
    ) -> Traffic:
        """The sum over the accesses that fit.

        Raises:
            NotCollected: no such array, or nothing ran on that line.
        """
        if array is not None and array not in self.arrays:
            raise NotCollected(f"there is no array {array}; there is {', '.join(self.arrays)}")
        if line is not None and all(line != ran.line for ran in self.lines):
            raise NotCollected(f"nothing ran on line {line}")

        def fits(access: Access) -> bool:
            asked = (op, array, line)
            has = (access.op, access.array, access.line)
            return access.space == space and all(
                a in (None, h) for a, h in zip(asked, has, strict=True)
            )

        return _sum(filter(fits, self.accesses))

    def total(self, figure: str) -> int:
        """The sum of one figure of `Line` over all lines, by its name."""
        if figure not in Line.__struct_fields__[1:]:
            raise NotCollected(f"{figure!r} is not a counter")
        return sum(int(getattr(line, figure)) for line in self.lines)

    @property
    def intensity(self) -> float:
        """Floating-point operations per byte moved to or from global memory, in sectors."""
        moved = self.traffic("global").units * 32
        if moved == 0:
            raise NotCollected("nothing was moved, so there is no intensity")
        return (self.total("float32") + self.total("float64")) / moved

    @property
    def busy(self) -> float:
        """Share of the warps' lanes that were active, 0 to 1: 1 is no divergence at all."""
        instructions = self.total("instructions")
        if instructions == 0:
            raise NotCollected("no instruction ran")
        return self.total("lanes") / (32 * instructions)


class Launch(Struct, frozen=True):
    """What one launch did.

    `outputs` and `counts` raise `NotCollected` when the launch did not run to its end, or ran for
    another purpose (see `launch` and `sample`).
    """

    faults: tuple[Fault, ...]
    arrays: Mapping[str, np.ndarray] | None
    counted: Counts | None
    why: str  # why there are none

    @property
    def outputs(self) -> Mapping[str, np.ndarray]:
        """The arrays that are not inputs, by parameter name, as the kernel left them."""
        return _collected(self.arrays, self.why)

    @property
    def counts(self) -> Counts:
        """What was counted."""
        return _collected(self.counted, self.why)


def _collected(value: T | None, what: str) -> T:
    if value is None:
        raise NotCollected(f"not collected: {what}")
    return value


def _sum(accesses: Iterable[Access]) -> Traffic:
    chosen = list(accesses)
    units = _all_or_none(chosen, lambda a: a.units)
    ideal = _all_or_none(chosen, lambda a: a.ideal)
    return Traffic(sum(a.lanes for a in chosen), sum(a.requests for a in chosen), units, ideal)


def _all_or_none(accesses: list[Access], figure: Callable[[Access], int | None]) -> int | None:
    figures = [figure(access) for access in accesses]
    known = [f for f in figures if f is not None]
    return sum(known) if len(known) == len(figures) else None
