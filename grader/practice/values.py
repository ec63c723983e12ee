"""Arguments and results as data: what a call can carry, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from grader.errors import CourseError
from grader.worker.wire import Foreign

LARGEST_INT = 2**63  # msgpack has 64 bits


class Plain(Struct, frozen=True, tag="plain"):
    """None, a bool, a number or a text."""

    value: bool | int | float | str | None


class Large(Struct, frozen=True, tag="large"):
    """An int of more than 64 bits."""

    digits: str


class Array(Struct, frozen=True, tag="array"):
    """An array as it lies in memory, gaps between its values included."""

    dtype: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]  # bytes
    start: int  # of the first value in `data`, bytes
    data: bytes
    scalar: bool = False  # a numpy scalar


class Items(Struct, frozen=True, tag="items"):
    """A tuple."""

    items: tuple[Value, ...]


class Type(Struct, frozen=True, tag="type"):
    """A result of which only the type is known."""

    name: str


class Dtype(Struct, frozen=True, tag="dtype"):
    """A numpy type, such as np.float32."""

    name: str


Value = Dtype | Plain | Large | Array | Items | Type


def encode(value: Any) -> Value:
    """A value as data.

    Raises:
        CourseError: if it is of a type that no call can carry.
    """
    match value:
        case np.ndarray():
            return _encode_array(value)
        case np.generic():
            return Array(value.dtype.str, (), (), 0, value.tobytes(), scalar=True)
        case tuple():
            return Items(tuple(encode(item) for item in value))
        case Foreign():
            return Type(value.type_name)
        case type() if issubclass(value, np.generic):
            return Dtype(np.dtype(value).str)
        case int() if abs(value) >= LARGEST_INT:
            return Large(str(value))
        case None | bool() | int() | float() | str():
            return Plain(value)
    raise CourseError(f"a {type(value).__name__} cannot become part of a student kit")


def _encode_array(array: np.ndarray) -> Array:
    low, high = np.lib.array_utils.byte_bounds(array) if array.size else (0, 0)
    start = array.__array_interface__["data"][0] - low if array.size else 0
    memory = np.zeros(high - low, np.uint8)
    strides = array.strides if array.size else (0,) * array.ndim
    view = np.ndarray(array.shape, array.dtype, memory, start, strides)
    view[...] = array
    return Array(array.dtype.str, array.shape, strides, start, memory.tobytes())


def decode(value: Value) -> Any:
    """The value itself; an array is a new one, laid out as the old one was."""
    match value:
        case Plain():
            return value.value
        case Dtype():
            return np.dtype(value.name).type
        case Large():
            return int(value.digits)
        case Items():
            return tuple(decode(item) for item in value.items)
        case Type():
            return Foreign(value.name)
        case Array():
            memory = bytearray(value.data)
            array = np.ndarray(value.shape, value.dtype, memory, value.start, value.strides)
            return array.dtype.type(array[()]) if value.scalar else array
