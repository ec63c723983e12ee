"""The trusted end of the wire: arguments out, results in.

A result comes from a process that runs code we do not trust. Each is decoded against the types
below and against the size of the shared memory; what does not fit is refused, whatever it is.
"""

from __future__ import annotations

import math
import mmap
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Struct

from grader.worker import memory

ALIGNMENT = 64  # bytes: a cache line, and a vector register
BATCH_CALLS = 128  # at most so many calls at a time: their answers must fit into one message

Text = Annotated[str, Meta(max_length=4000)]
Size = Annotated[int, Meta(ge=0, lt=2**40)]


class Garbled(Exception):
    """The worker sent something that is not an answer."""


class Foreign(Struct, frozen=True):
    """A result that is neither array nor number: only the name of its type crossed the wire."""

    type_name: str


class _Array(Struct, tag_field="kind", tag="array", forbid_unknown_fields=True):
    scalar: bool
    shape: Annotated[list[Size], Meta(max_length=32)]
    dtype: Annotated[str, Meta(pattern=r"^[<>|=]?[biufc]\d{1,2}$")]
    offset: Size


class Remote(Struct, tag_field="kind", tag="remote", forbid_unknown_fields=True):
    """An array that still lies in the worker's own memory, where `address` is."""

    shape: Annotated[list[Size], Meta(max_length=32)]
    dtype: Annotated[str, Meta(pattern=r"^[<>|=]?[biufc]\d{1,2}$")]
    address: Annotated[int, Meta(ge=0, le=2**63 - 1)]


class _Plain(Struct, tag_field="kind", tag="plain", forbid_unknown_fields=True):
    value: bool | Text | None


class _Int(Struct, tag_field="kind", tag="int", forbid_unknown_fields=True):
    digits: Annotated[str, Meta(pattern=r"^-?[0-9]{1,1300}$")]


class _Float(Struct, tag_field="kind", tag="float", forbid_unknown_fields=True):
    digits: Annotated[str, Meta(max_length=40)]


class _Other(Struct, tag_field="kind", tag="other", forbid_unknown_fields=True):
    type: Text


class _Tuple(Struct, tag_field="kind", tag="tuple", forbid_unknown_fields=True):
    items: Annotated[list[_Array | _Plain | _Int | _Float | _Other], Meta(max_length=8)]


Value = _Array | _Plain | _Int | _Float | _Other | _Tuple


class Raised(Struct, forbid_unknown_fields=True):
    """An exception inside the submission, as text."""

    type: Text
    bases: Annotated[list[Text], Meta(max_length=10)]
    message: Text
    frames: Annotated[list[tuple[int, Text, Text]], Meta(max_length=10)]  # line, function, source

    def is_a(self, name: str) -> bool:
        """Whether its class or one of its base classes has this name."""
        return name == self.type or name in self.bases


class Compiled(Struct, forbid_unknown_fields=True):
    """A kernel for one architecture: what the assembler says, or what numba says against it."""

    architecture: Annotated[str, Meta(pattern=r"^sm_\d{2,3}$")]
    log: Text = ""
    refused: Raised | None = None


class Reply(Struct, forbid_unknown_fields=True):
    """One answer: one of value, values (of a batch), compiled, raised, absent."""

    id: int
    value: Value | None = None
    values: Annotated[list[Value | Remote], Meta(max_length=BATCH_CALLS)] | None = None
    compiled: Annotated[list[Compiled], Meta(max_length=8)] | None = None
    raised: Raised | None = None
    absent: Annotated[list[Text], Meta(max_length=20)] | None = None


_replies = msgspec.json.Decoder(Reply)


def read_reply(line: bytes) -> Reply:
    """Decode one line.

    Raises:
        Garbled: if it is no reply.
    """
    try:
        return _replies.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Garbled(str(error)) from None


def decode(value: Value, shared: mmap.mmap) -> Any:
    """A result as numpy array, numpy scalar, int, float, str, bool, None, tuple or Foreign.

    Arrays are copied out of the shared memory at once: the worker can still write to it.

    Raises:
        Garbled: if an array does not lie inside the shared memory, or a number is none.
    """
    match value:
        case _Array():
            return _decode_array(value, shared)
        case _Plain():
            return value.value
        case _Int():
            return int(value.digits)
        case _Float():
            try:
                return float.fromhex(value.digits)
            except (ValueError, OverflowError):
                raise Garbled(f"{value.digits!r} is no number") from None
        case _Tuple():
            if sum(_claimed(item) for item in value.items) > len(shared):  # they overlap
                raise Garbled("a tuple of arrays larger than the shared memory")
            return tuple(decode(item, shared) for item in value.items)
        case _Other():
            return Foreign(value.type)


def _claimed(value: Value) -> int:
    """The bytes that a result says it has, before anything is made of it."""
    if not isinstance(value, _Array):
        return 0
    return math.prod(value.shape) * int(value.dtype.lstrip("<>|=")[1:])


def _decode_array(value: _Array, shared: mmap.mmap) -> np.ndarray | np.generic:
    try:
        dtype = np.dtype(value.dtype)
        size = math.prod(value.shape) * dtype.itemsize
        if value.offset + size > len(shared) or max(value.shape, default=0) > len(shared):
            raise Garbled(f"an array of {size} bytes at {value.offset} leaves the shared memory")
        array = np.ndarray(value.shape, dtype, shared, value.offset).copy()
    except (TypeError, ValueError) as error:
        raise Garbled(str(error)) from None
    return array.dtype.type(array[()]) if value.scalar and array.ndim == 0 else array


def decode_remote(value: Remote, pid: int, most: int) -> np.ndarray:
    """An array out of the memory of worker `pid`, which stands still.

    Raises:
        Garbled: if there is no such array, or it has more than `most` bytes.
        PermissionError: if this system does not let us read it.
    """
    try:
        dtype = np.dtype(value.dtype)
        size = math.prod(value.shape) * dtype.itemsize
        if size > most or max(value.shape, default=0) > most:
            raise Garbled(f"an array of {size} bytes")
        return np.frombuffer(bytearray(memory.read(pid, value.address, size)), dtype).reshape(
            value.shape
        )
    except PermissionError:
        raise
    except (OSError, TypeError, ValueError) as error:
        raise Garbled(f"no array lies there: {error}") from None


class Arguments:
    """Arguments laid out in the shared memory, exactly as they are: strides and all."""

    def __init__(self, memory: mmap.mmap, start: int = 0) -> None:
        self._memory = memory
        self.start = self.used = start  # bytes; results may be written from here on
        self._views: list[tuple[np.ndarray, np.ndarray]] = []

    def encode(self, value: Any) -> list[Any]:
        """One argument: array, numpy scalar, tuple, int, float, str, bool or None.

        Raises:
            ValueError: if it is of another type, or the shared memory is full.
        """
        if isinstance(value, np.ndarray):
            return self._encode_array(value)
        if isinstance(value, np.generic):  # before float: np.float64 is one
            return ["scalar", *self._encode_array(np.asarray(value))[1:]]
        if isinstance(value, tuple):
            return ["tuple", [self.encode(item) for item in value]]
        if value is None or isinstance(value, bool | int | float | str):
            return ["plain", value]
        raise ValueError(f"an argument of type {type(value).__name__} cannot be sent to a worker")

    def _encode_array(self, array: np.ndarray) -> list[Any]:
        if array.dtype.kind not in "biufc":
            raise ValueError(f"an array of dtype {array.dtype} cannot be sent to a worker")
        low, high = np.lib.array_utils.byte_bounds(array) if array.size else (0, 0)
        start = array.__array_interface__["data"][0] - low if array.size else 0
        if self.used + (high - low) > len(self._memory):
            raise ValueError(f"an array of {high - low} bytes does not fit into the shared memory")
        offset = self.used + start
        view = np.ndarray(array.shape, array.dtype, self._memory, offset, array.strides)
        view[...] = array
        self._views.append((view, array))
        self.used = -(-(self.used + high - low) // ALIGNMENT) * ALIGNMENT
        return ["array", offset, list(array.shape), list(array.strides), array.dtype.str]

    def changed(self) -> bool:
        """Whether the submission wrote to one of the arrays."""
        return any(view.tobytes() != array.tobytes() for view, array in self._views)
