"""Convolution by its definition, with register tiles: rows of an image straight into the output.

Addresses and distances are in bytes, `columns` in pixels.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import njit

from solutions.fast_conv.fast_conv import _split
from solutions.fast_conv.simd import FILTERS, Machine, tile

STRIP = 30  # vectors of pixels that are kept in the cache until their rows are cut out of them


@cache
def spans(machine: Machine, dtype: np.dtype) -> tuple[Callable[..., None], Callable[..., None]]:
    """Compile what computes any number of neighbouring pixels: of four filters, and of one.

    There must be at least one vector of pixels. The last vector begins early enough to end with
    the last pixel; some pixels are computed twice then.
    """
    widest, lanes, size = machine.widest, machine.lanes(dtype), dtype.itemsize
    one, two, three, four, five, six = (
        tile(machine, dtype, FILTERS, min(vectors, widest)) for vectors in range(1, 7)
    )
    single, singles = tile(machine, dtype, 1, 1), tile(machine, dtype, 1, widest)

    @njit(nogil=True)
    def several(x, offsets, count, w, step, b, out, plane, floor, columns):  # type: ignore[no-untyped-def]
        vectors = (columns + lanes - 1) // lanes
        groups = (vectors + widest - 1) // widest
        if groups == 1 and vectors * lanes > columns:
            groups = 2  # so that the last one can begin earlier
        done = 0
        for left in range(groups, 0, -1):
            width = (vectors - done + left - 1) // left  # 13 vectors are 5 + 4 + 4, not 6 + 6 + 1
            at = (done * lanes if left > 1 else columns - width * lanes) * size
            if width == 1:
                one(x + at, offsets, count, w, step, b, out + at, plane, floor)
            elif width == 2:
                two(x + at, offsets, count, w, step, b, out + at, plane, floor)
            elif width == 3:
                three(x + at, offsets, count, w, step, b, out + at, plane, floor)
            elif width == 4:
                four(x + at, offsets, count, w, step, b, out + at, plane, floor)
            elif width == 5:
                five(x + at, offsets, count, w, step, b, out + at, plane, floor)
            else:
                six(x + at, offsets, count, w, step, b, out + at, plane, floor)
            done += width

    @njit(nogil=True)
    def alone(x, offsets, count, w, step, b, out, plane, floor, columns):  # type: ignore[no-untyped-def]
        width = widest if columns >= widest * lanes else 1
        for first in range(0, columns, width * lanes):
            at = min(first, columns - width * lanes) * size
            if width == 1:
                single(x + at, offsets, count, w, step, b, out + at, plane, floor)
            else:
                singles(x + at, offsets, count, w, step, b, out + at, plane, floor)

    return several, alone


@cache
def direct(machine: Machine, dtype: np.dtype) -> tuple[Callable[..., None], Callable[..., None]]:
    """Compile the layer: row by row, or in strips across the ends of the rows.

    Both are functions of (x, w, b, offsets, floor, geometry, planes, strip, output, first, last)
    for the images from `first` to before `last`; geometry as in fast_conv. Where `planes` is
    empty, x is read as it is.
    """
    several, alone = spans(machine, dtype)
    lanes, size = machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def every(x, w, b, offsets, out, plane, floor, columns, m, count):  # type: ignore[no-untyped-def]
        """Up to four filters from the m-th on."""
        step = offsets.size * size
        at, taps, bias = offsets.ctypes.data, w.ctypes.data + m * step, b.ctypes.data + m * size
        if count == FILTERS:
            several(x, at, offsets.size, taps, step, bias, out, plane, floor, columns)
        else:
            for f in range(count):
                alone(
                    x,
                    at,
                    offsets.size,
                    taps + f * step,
                    step,
                    bias + f * size,
                    out + f * plane,
                    plane,
                    floor,
                    columns,
                )

    @njit(nogil=True)
    def by_rows(x, w, b, offsets, floor, geometry, planes, strip, output, first, last):  # type: ignore[no-untyped-def]
        filters, rows, columns = output.shape[1:]
        plane = rows * columns * size
        for n in range(first, last):
            source = x.ctypes.data + n * x[0].size * size
            if planes.size > 0:
                _split(x[n], geometry, planes)
                source = planes.ctypes.data
            for row in range(rows):
                pixels = source + row * geometry[5] * size
                for m in range(0, filters, FILTERS):
                    out = output.ctypes.data + ((n * filters + m) * rows + row) * columns * size
                    every(
                        pixels,
                        w,
                        b,
                        offsets,
                        out,
                        plane,
                        floor,
                        columns,
                        m,
                        min(FILTERS, filters - m),
                    )

    @njit(nogil=True)
    def by_strips(x, w, b, offsets, floor, geometry, planes, strip, output, first, last):  # type: ignore[no-untyped-def]
        filters, rows, columns = output.shape[1:]
        wide = geometry[5]
        end = (rows - 1) * wide + columns
        for n in range(first, last):
            _split(x[n], geometry, planes)
            for start in range(0, end, STRIP * lanes):
                length = min(STRIP * lanes, (end - start + lanes - 1) // lanes * lanes)
                pixels = planes.ctypes.data + start * size
                for m in range(0, filters, FILTERS):
                    count = min(FILTERS, filters - m)
                    every(
                        pixels,
                        w,
                        b,
                        offsets,
                        strip.ctypes.data,
                        length * size,
                        floor,
                        length,
                        m,
                        count,
                    )
                    for f in range(count):
                        _cut(strip, f * length, length, start, wide, output[n, m + f])

    return by_rows, by_strips


@njit(nogil=True)
def _cut(strip: np.ndarray, at: int, length: int, start: int, wide: int, output: Any) -> None:
    """Copy a strip into the rows it covers, without what the kernel saw across their ends."""
    rows, columns = output.shape
    for row in range(start // wide, min((start + length - 1) // wide + 1, rows)):
        first = max(row * wide, start)
        last = min(row * wide + columns, start + length)
        # Unsigned positions: numba need not ask whether they count from the end.
        i, j = np.uint64(at + first - start), np.uint64(first - row * wide)
        for q in range(np.uint64(max(last - first, 0))):
            output[row, j + q] = strip[i + q]
