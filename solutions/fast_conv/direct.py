"""Convolution by its definition, with register tiles: rows of an image straight into the output.

Addresses and distances are in bytes, `columns` in pixels.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numba import njit

from solutions.fast_conv.planes import splitter
from solutions.fast_conv.simd import FILTERS, Machine, copier, tile

BAND = 4  # rows that four filters compute before the next four do: longer runs are written
WEIGHTS = 64  # weights whose pixels are gathered at a time: 28 KB of a panel


@cache
def four_filters(machine: Machine, dtype: np.dtype, stream: bool = False) -> Callable[..., None]:
    """Compile what computes four filters for any number of neighbouring pixels.

    There must be at least one vector of pixels. The last tile begins early enough to end with
    the last pixel; some pixels are computed twice then.
    """
    widest, lanes, size = machine.widest, machine.lanes(dtype), dtype.itemsize
    one, two, three, four, five, six = (
        tile(machine, dtype, FILTERS, min(vectors, widest), stream) for vectors in range(1, 7)
    )

    @njit(nogil=True)
    def several(x, offsets, count, w, step, b, out, plane, floor, columns):
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

    return several


@cache
def one_filter(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the same for one filter, for what is left when M is no multiple of four."""
    widest, lanes, size = machine.widest, machine.lanes(dtype), dtype.itemsize
    single, singles = tile(machine, dtype, 1, 1), tile(machine, dtype, 1, widest)

    @njit(nogil=True)
    def alone(x, offsets, count, w, step, b, out, plane, floor, columns):
        width = widest if columns >= widest * lanes else 1
        for first in range(0, columns, width * lanes):
            at = min(first, columns - width * lanes) * size
            if width == 1:
                single(x + at, offsets, count, w, step, b, out + at, plane, floor)
            else:
                singles(x + at, offsets, count, w, step, b, out + at, plane, floor)

    return alone


@cache
def _filters(machine: Machine, dtype: np.dtype, stream: bool = False) -> Callable[..., None]:
    """Compile: up to four filters, from the m-th on."""
    several, alone = four_filters(machine, dtype, stream), one_filter(machine, dtype)
    size = dtype.itemsize

    @njit(nogil=True)
    def every(x, w, b, offsets, out, plane, floor, columns, m, count):
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

    return every


@cache
def by_rows(machine: Machine, dtype: np.dtype, stream: bool) -> Callable[..., None]:
    """Compile the layer, row by row, straight into the output.

    Returns:
        A function of (x, w, b, offsets, floor, geometry, planes, panel, places, output, first,
        last) for the images from `first` to before `last`; geometry as in fast_conv. Where
        `planes` is empty, x is read as it is. A row must have at least one vector of pixels.
    """
    every, split = _filters(machine, dtype, stream), splitter(machine, dtype)
    size = dtype.itemsize

    @njit(nogil=True)
    def layer(x, w, b, offsets, floor, geometry, planes, _panel, _places, output, first, last):
        filters, rows, columns = output.shape[1:]
        plane = rows * columns * size
        for n in range(first, last):
            source = x.ctypes.data + n * x[0].size * size
            if planes.size > 0:
                split(x, n, geometry, planes)
                source = planes.ctypes.data
            for top in range(0, rows, BAND):
                for m in range(0, filters, FILTERS):
                    for row in range(top, min(top + BAND, rows)):
                        out = output.ctypes.data + ((n * filters + m) * rows + row) * columns * size
                        every(
                            source + row * geometry[5] * size,
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

    return layer


@cache
def by_panels(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the layer for short rows: the pixels of one tile at a time are gathered, densely.

    So no lane is wasted at the ends of rows, no vector of pixels lies across two cache lines, and
    all filters use the panel while it is in the second cache.

    Returns:
        A function as by_rows, with room for a panel, `widest` vectors and one more for each weight
        of a filter, and where in it the pixels of each weight are. Vectors are read across the
        ends of rows. An image must have at least one vector of pixels.
    """
    every, gather = _filters(machine, dtype), _gather(machine, dtype)
    widest, lanes, size = machine.widest, machine.lanes(dtype), dtype.itemsize
    split = splitter(machine, dtype)

    @njit(nogil=True)
    def layer(x, w, b, offsets, floor, geometry, planes, panel, places, output, first, last):
        filters, rows, columns = output.shape[1:]
        pixels = rows * columns
        vectors = (pixels + lanes - 1) // lanes
        blocks = (vectors + widest - 1) // widest
        if blocks == 1 and vectors * lanes > pixels:
            blocks = 2  # so that the last one can begin earlier
        for n in range(first, last):
            source = x.ctypes.data + n * x[0].size * size
            if planes.size > 0:
                split(x, n, geometry, planes)
                source = planes.ctypes.data
            done = 0
            for left in range(blocks, 0, -1):
                width = (vectors - done + left - 1) // left
                start = done * lanes if left > 1 else pixels - width * lanes
                gather(source, offsets, start, width * lanes, columns, geometry[5], panel)
                for m in range(0, filters, FILTERS):
                    out = output.ctypes.data + ((n * filters + m) * pixels + start) * size
                    count = min(FILTERS, filters - m)
                    every(
                        panel.ctypes.data,
                        w,
                        b,
                        places,
                        out,
                        pixels * size,
                        floor,
                        width * lanes,
                        m,
                        count,
                    )
                done += width

    return layer


@cache
def _gather(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile: for each weight of a filter, the pixels under it, for `count` outputs from `start`.

    Whole vectors are copied. What is too much of one is overwritten by the next; a
    spare vector after each weight's pixels takes the rest. All weights find the ends of rows in the
    same places, so these are looked for once for many of them; but not for all, or the first cache
    would not hold their part of the panel from one run to the next.
    """
    move, lanes, size = copier(machine, dtype), machine.lanes(dtype), dtype.itemsize
    stride = (machine.widest + 1) * machine.vector

    @njit(nogil=True)
    def gather(source, offsets, start, count, columns, wide, panel):
        for first in range(0, offsets.size, WEIGHTS):
            last = min(first + WEIGHTS, offsets.size)
            row, column, done = start // columns, start % columns, 0
            while done < count:
                run = min(columns - column, count - done)
                for q in range(0, run, lanes):
                    pixels = source + (row * wide + column + q) * size
                    target = panel.ctypes.data + (done + q) * size
                    for k in range(np.uint64(first), np.uint64(last)):
                        move(pixels + offsets[k], target + np.int64(k) * stride)
                done += run
                row, column = row + 1, 0

    return gather
