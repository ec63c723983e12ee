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
PANEL = 28 * 2**10  # bytes of gathered pixels: the first cache holds them, and weights


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
    """Compile the same for up to four filters."""
    several, alone = four_filters(machine, dtype, stream), one_filter(machine, dtype)
    size = dtype.itemsize

    @njit(nogil=True)
    def every(x, offsets, count, w, step, b, out, plane, floor, columns, filters):
        if filters == FILTERS:
            several(x, offsets, count, w, step, b, out, plane, floor, columns)
        else:
            for f in range(filters):
                bias = b + f * size if b != 0 else b
                taps, row = w + f * step, out + f * plane
                alone(x, offsets, count, taps, step, bias, row, plane, floor, columns)

    return every


@cache
def by_rows(machine: Machine, dtype: np.dtype, stream: bool) -> Callable[..., None]:
    """Compile the layer, row by row, straight into the output.

    Returns:
        A function of (x, w, b, offsets, floor, geometry, planes, panel, output, first,
        last) for the images from `first` to before `last`; geometry as in fast_conv. Where
        `planes` is empty, x is read as it is. A row must have at least one vector of pixels.
    """
    every, split = _filters(machine, dtype, stream), splitter(machine, dtype)
    size = dtype.itemsize

    @njit(nogil=True)
    def layer(x, w, b, offsets, floor, geometry, planes, _panel, output, first, last):
        filters, rows, columns = output.shape[1:]
        plane, step = rows * columns * size, offsets.size * size
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
                            offsets.ctypes.data,
                            offsets.size,
                            w.ctypes.data + m * step,
                            step,
                            b.ctypes.data + m * size,
                            out,
                            plane,
                            floor,
                            columns,
                            min(FILTERS, filters - m),
                        )

    return layer


@cache
def by_panels(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the layer for short rows: the pixels of one tile at a time are gathered, densely.

    So no lane is wasted at the ends of rows, and no vector of pixels lies across two cache lines.
    Of a long filter, the pixels of some weights are gathered, and all filters use them while they
    are in the first cache; their sums wait in the output for the next weights.

    Returns:
        A function as by_rows, with room for a panel, PANEL bytes. Vectors are read across the ends
        of rows. An image must have at least one vector of pixels.
    """
    every, gather = _filters(machine, dtype), _gather(machine, dtype)
    widest, lanes, size = machine.widest, machine.lanes(dtype), dtype.itemsize
    split, vector, lowest = splitter(machine, dtype), machine.vector, dtype.type(-np.inf)

    @njit(nogil=True)
    def layer(x, w, b, offsets, floor, geometry, planes, panel, output, first, last):
        filters, rows, columns = output.shape[1:]
        pixels, step = rows * columns, offsets.size * size
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
                apart = (width + 1) * vector
                most = PANEL // apart  # weights at a time
                parts = (offsets.size + most - 1) // most
                places = np.arange((offsets.size + parts - 1) // parts) * apart
                for k in range(0, offsets.size, places.size):
                    part = offsets[k : k + places.size]
                    gather(source, part, apart, start, width * lanes, columns, geometry[5], panel)
                    for m in range(0, filters, FILTERS):
                        every(
                            panel.ctypes.data,
                            places.ctypes.data,
                            part.size,
                            w.ctypes.data + m * step + k * size,
                            step,
                            b.ctypes.data + m * size if k == 0 else 0,
                            output.ctypes.data + ((n * filters + m) * pixels + start) * size,
                            pixels * size,
                            floor if k + part.size == offsets.size else lowest,
                            width * lanes,
                            min(FILTERS, filters - m),
                        )
                done += width

    return layer


@cache
def _gather(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile: for each of some weights, the pixels under it, for `count` outputs from `start`.

    The pixels of one weight begin `apart` bytes after those of the weight before. Whole vectors are
    copied. What is too much of one is overwritten by the next; a spare vector after each weight's
    pixels takes the rest. All weights find the ends of rows in the same places, so these are looked
    for once.
    """
    move, lanes, size = copier(machine, dtype), machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def gather(source, offsets, apart, start, count, columns, wide, panel):
        row, column, done = start // columns, start % columns, 0
        while done < count:
            run = min(columns - column, count - done)
            for q in range(0, run, lanes):
                pixels = source + (row * wide + column + q) * size
                target = panel.ctypes.data + (done + q) * size
                for k in range(np.uint64(offsets.size)):
                    move(pixels + offsets[k], target + np.int64(k) * apart)
            done += run
            row, column = row + 1, 0

    return gather
