"""Arrays as a kernel sees them: a flat buffer, and views of it with bounds that are checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from grader.cuda.model import Space
from grader.cuda.numbers import INT64, UINT64, Value, cast
from grader.cuda.races import Races


class Buffer:
    """A piece of memory.

    Attributes:
        name: of the parameter or variable, for messages.
        space: where it lies.
        data: one-dimensional; for shared memory one piece a block, for local memory one a lane.
        owner: for each lane, where its piece begins; None where all share one.
        readonly: why it must not be written; empty if it may.
        written: which elements hold something; None where all do.
        races: what was accessed; None where there can be no race.
    """

    def __init__(self, name: str, space: Space, data: np.ndarray) -> None:
        self.name, self.space, self.data = name, space, data
        self.owner: np.ndarray | None = None
        self.readonly = ""
        self.written: np.ndarray | None = None
        self.races: Races | None = None

    def unwritten(self, position: Value) -> Value | None:
        """For each position whether nothing was written there; None if everything was."""
        if self.written is None:
            return None
        if self.written.all():
            self.written = None
            return None
        fresh: Value = np.logical_not(self.written.take(position, mode="clip"))
        return fresh


class View(Struct, frozen=True, eq=False):
    """A buffer, or a part of one. Sizes and offset may differ from lane to lane."""

    buffer: Buffer
    offset: Value  # elements from the buffer's (or the lane's piece's) beginning
    shape: tuple[Value, ...]
    strides: tuple[int, ...]  # elements

    @property
    def dtype(self) -> np.dtype:
        """Of the elements."""
        return self.buffer.data.dtype


def whole(buffer: Buffer, shape: Sequence[int], strides: Sequence[int] | None = None) -> View:
    """A view of everything; in C order if no strides, in elements, are given."""
    if strides is None:
        strides = [int(np.prod(shape[k + 1 :])) for k in range(len(shape))]
    sizes = tuple(np.int64(size) for size in shape)
    return View(buffer, np.int64(0), sizes, tuple(strides))


def outside(index: Value, size: Value) -> Value:
    """Whether the index is below 0 or not below the size. bool, for each lane or for all."""
    if index.dtype == UINT64:
        return index >= cast(size, UINT64)
    if index.dtype != INT64:
        index = cast(index, INT64)
    return index.view(np.uint64) >= size.view(np.uint64)


def element(view: View, indices: Sequence[Value]) -> Value:
    """The offset of an element, one index a dimension."""
    offset = view.offset
    for index, stride in zip(indices, view.strides, strict=True):
        wide = cast(index, INT64)
        part = wide if stride == 1 else wide * np.int64(stride)
        offset = part if _is_zero(offset) else offset + part
    return offset


def _is_zero(offset: Value) -> bool:
    return not isinstance(offset, np.ndarray) and int(offset) == 0


def constant(name: str, array: np.ndarray) -> View:
    """A module's array, as kernels see it: copied when the kernel is compiled, never written."""
    buffer = Buffer(name, "constant", np.ascontiguousarray(array).reshape(-1))
    buffer.readonly = "which is constant. Write to an array that is a parameter"
    return whole(buffer, array.shape)
