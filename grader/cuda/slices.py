"""Parts of arrays, and what one may ask an array: x[i], x[a:b], x.shape, x.T."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.cuda.access import blame_outside
from grader.cuda.errors import Unsupported
from grader.cuda.lanes import Mask
from grader.cuda.memory import View, outside
from grader.cuda.numbers import INT64, Value, cast
from grader.cuda.run import Run

ATTRIBUTES = "shape, size, ndim, dtype and T"


def attribute(value: Any, node: ast.Attribute) -> Any:
    """x.shape and its like.

    Raises:
        Unsupported: arrays have no such attribute in a kernel.
    """
    if not isinstance(value, View):
        raise Unsupported(node.lineno, f".{node.attr} of what is no array", "plain numbers")
    if node.attr == "shape":
        return value.shape
    if node.attr == "size":
        return np.int64(1) if not value.shape else _product(value.shape)
    if node.attr == "ndim":
        return np.int64(len(value.shape))
    if node.attr == "dtype":
        return value.dtype
    if node.attr == "T":
        return View(value.buffer, value.offset, value.shape[::-1], value.strides[::-1])
    raise Unsupported(node.lineno, f".{node.attr} of an array", f"{ATTRIBUTES}, and a loop")


def is_partial(view: View, at: Sequence[Value | slice]) -> bool:
    """Whether this is a part of the array (or one index too many), and no element."""
    return len(at) != len(view.shape) or any(isinstance(item, slice) for item in at)


def part(run: Run, view: View, at: Sequence[Value | slice], mask: Mask, node: ast.expr) -> View:
    """A view of a part; nothing is read yet. Slices are cut at the ends, as Python does.

    Raises:
        Unsupported: too many indices.
    """
    if len(at) > len(view.shape):
        what = f"{len(at)} indices for the {len(view.shape)} dimensions of {view.buffer.name}"
        raise Unsupported(node.lineno, what, "one index a dimension")
    offset = view.offset
    shape: list[Value] = []
    strides: list[int] = []
    full = [*at, *[slice(None)] * (len(view.shape) - len(at))]
    for item, size, stride in zip(full, view.shape, view.strides, strict=True):
        if isinstance(item, slice):
            start, stop = _cut(item.start, size, np.int64(0)), _cut(item.stop, size, size)
            shape.append(np.maximum(stop - start, np.int64(0)))
            strides.append(stride)
        else:
            start = _check(run, view, item, size, mask, node)
        offset = offset + start * np.int64(stride)
    return View(view.buffer, offset, tuple(shape), tuple(strides))


def _check(run: Run, view: View, item: Value, size: Value, mask: Mask, node: ast.expr) -> Value:
    bad = outside(item, size)
    wide = cast(item, INT64)
    if not bad.any():
        return wide
    wrong = mask.keep(bad)
    if wrong:
        blame_outside(run, view, [item], [size], wrong, node.lineno)
    return np.where(bad, np.int64(0), wide)


def _cut(end: Value | None, size: Value, default: Value) -> Value:
    if end is None:
        return default
    wide = cast(end, INT64)
    wrapped = np.where(wide < 0, wide + size, wide) if (wide < 0).any() else wide
    return np.minimum(np.maximum(wrapped, np.int64(0)), size)


def _product(sizes: Sequence[Value]) -> Value:
    result: Value = np.int64(1)
    for size in sizes:
        result = result * size
    return result
