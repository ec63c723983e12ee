"""Winograd's minimal filtering, F(4×4, 3×3): 16 outputs of a 3×3 kernel for 36 products, not 144.

A tile of 6×6 pixels is transformed, a filter is transformed, their 36 numbers are multiplied one by
one and summed over the channels, and the sums are transformed back into 4×4 outputs. The middle
step is 36 matrix products. (A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks",
CVPR 2016, arXiv:1509.09308, with the matrices for the points 0, 1, −1, 2, −2 and infinity.)
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from solutions.fast_conv.direct import four_filters, one_filter
from solutions.fast_conv.fast_conv import LINE
from solutions.fast_conv.planes import splitter
from solutions.fast_conv.simd import ELEMENTS, FILTERS, Emit, Machine

OUT = 4  # outputs of a tile, along each axis
IN = 6  # pixels of a tile, along each axis
POINTS = IN * IN
PIXELS = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
WEIGHTS = np.array(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ]
)
OUTPUTS = ((1, 1, 1, 1, 1, 0), (0, 1, -1, 2, -2, 0), (0, 1, 1, 4, 4, 0), (0, 1, -1, 8, -8, 1))


def _combine(emit: Emit, row: Sequence[int], values: Sequence[ir.Value]) -> ir.Value:
    """Emit the sum of row[i] · values[i]."""
    total = None
    for factor, value in zip(row, values, strict=True):
        if factor and total is None and factor == 1:
            total = value
        elif factor and total is None:
            total = emit.builder.fmul(emit.splat(ir.Constant(emit.element, factor)), value)
        elif factor in (1, -1):
            add = emit.builder.fadd if factor == 1 else emit.builder.fsub
            total = add(total, value)
        elif factor:
            total = emit.fma(emit.splat(ir.Constant(emit.element, factor)), value, total)
    return total


def _both(
    emit: Emit, matrix: Sequence[Sequence[int]], tile: Callable[[int, int], ir.Value]
) -> list[list[ir.Value]]:
    """Emit matrix · tile · matrixᵀ for a tile of 6×6 vectors: one tile a lane."""
    columns = [[tile(i, j) for i in range(IN)] for j in range(IN)]
    half = [[_combine(emit, row, column) for column in columns] for row in matrix]
    return [[_combine(emit, row, line) for row in matrix] for line in half]


@cache
def enter(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the pixels' transform, for as many neighbouring tiles as a vector has lanes.

    Returns:
        A function of (pixels, row, phase, out, step), addresses and bytes. It reads pixel (i, j)
        of the tiles at row · i + phase · (j % 4), one further on for j ≥ 4, and writes 36 vectors,
        `step` apart.
    """

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        pixels, row, phase, out, step = cgutils.unpack_tuple(builder, args[0])
        emit = Emit(builder, machine, dtype)

        def pixel(i: int, j: int) -> ir.Value:
            place = emit.at(pixels, builder.mul(row, ir.Constant(row.type, i)))
            place = emit.at(place, builder.mul(phase, ir.Constant(row.type, j % OUT)))
            return emit.load(emit.at(place, j // OUT * dtype.itemsize))

        for line in _both(emit, PIXELS, pixel):
            for value in line:
                emit.store(out, value)
                out = emit.at(out, step)

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    @njit(types.void(*5 * [types.int64]), nogil=True)
    def kernel(pixels, row, phase, out, step):
        body((pixels, row, phase, out, step))

    return kernel


@cache
def leave(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the sums' transform, for as many neighbouring tiles as a vector has lanes.

    Returns:
        A function of (sums, step, out, out_step, bias, floor): it reads 36 vectors, `step` bytes
        apart, and writes 16, `out_step` bytes apart, with bias and activation.
    """

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        sums, step, out, out_step, bias, floor = cgutils.unpack_tuple(builder, args[0])
        emit = Emit(builder, machine, dtype)

        def point(i: int, j: int) -> ir.Value:
            return emit.load(emit.at(sums, builder.mul(step, ir.Constant(step.type, i * IN + j))))

        for line in _both(emit, OUTPUTS, point):
            for value in line:
                y = builder.fadd(value, emit.splat(bias))
                emit.store(out, emit.at_least(y, emit.splat(floor)))
                out = emit.at(out, out_step)

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    number = ELEMENTS[dtype.char][1]

    @njit(types.void(*4 * [types.int64], number, number), nogil=True)
    def kernel(sums, step, out, out_step, bias, floor):
        body((sums, step, out, out_step, bias, floor))

    return kernel


@njit(nogil=True)
def _rows_of(rows, columns, dtype):
    """An array of numbers not yet set, of which the first lies where a cache line begins."""
    memory = np.empty(rows * columns + LINE, dtype)
    start = -memory.ctypes.data % LINE // memory.itemsize
    return memory[start : start + rows * columns].reshape((rows, columns))


@njit(nogil=True)
def _interleave(y, tiles, wide, top, output):
    """Put 16 rows of one output each into the rows of the picture that begin at `top`."""
    rows, columns = output.shape
    whole = columns // OUT
    for row in range(top, min(top + tiles // wide * OUT, rows)):
        line, at = (row - top) // OUT, (row - top) % OUT * OUT
        first = line * wide
        a, b = y[at, first : first + wide], y[at + 1, first : first + wide]
        c, d = y[at + 2, first : first + wide], y[at + 3, first : first + wide]
        target = output[row]
        for q in range(whole):
            target[OUT * q] = a[q]
            target[OUT * q + 1] = b[q]
            target[OUT * q + 2] = c[q]
            target[OUT * q + 3] = d[q]
        for j in range(columns - OUT * whole):
            target[OUT * whole + j] = y[at + j, first + whole]


@cache
def _pixels_in(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile: transform `rows` rows of tiles, in all channels, from row `top` on."""
    transform, lanes, size = enter(machine, dtype), machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def pixels_in(planes, channels, high, wide, top, rows, step, v):
        across = wide - 1
        for c in range(channels):
            for row in range(rows):
                start = planes.ctypes.data + (c * OUT * high + (top + row) * OUT) * wide * size
                for column in range(0, across, lanes):
                    at = max(0, min(column, across - lanes))
                    out = v.ctypes.data + (c * step + row * across + at) * size
                    transform(
                        start + at * size, wide * size, high * wide * size, out, v[0].size * size
                    )

    return pixels_in


@cache
def _products(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile: the 36 matrix products."""
    several, alone = four_filters(machine, dtype), one_filter(machine, dtype)
    size = dtype.itemsize

    @njit(nogil=True)
    def products(v, u, zeros, offsets, count, apart, sums):
        filters, channels = u.shape[1:]
        plane, step = apart * size, channels * size
        bias, at, least = zeros.ctypes.data, offsets.ctypes.data, zeros[0] - np.inf
        for t in range(POINTS):
            x = v.ctypes.data + t * v[0].size * size
            for m in range(filters):
                w = u.ctypes.data + (t * filters + m) * step
                out = sums.ctypes.data + t * sums[0].size * size + m * plane
                if m % FILTERS == 0 and m + FILTERS <= filters:
                    several(x, at, channels, w, step, bias, out, plane, least, count)
                elif m >= filters // FILTERS * FILTERS:
                    alone(x, at, channels, w, step, bias, out, plane, least, count)

    return products


@cache
def _outputs(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile: transform the sums and put them into the picture, from row `top` of tiles on."""
    transform, lanes, size = leave(machine, dtype), machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def outputs(sums, b, floor, count, apart, across, top, y, output):
        for m in range(output.shape[0]):
            for first in range(0, count, lanes):
                at = min(first, count - lanes) * size
                start = sums.ctypes.data + m * apart * size + at
                out = y.ctypes.data + at
                transform(start, sums[0].size * size, out, y[0].size * size, b[m], floor)
            _interleave(y, count, across, top * OUT, output[m])

    return outputs


@cache
def winograd(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile the layer: (x, u, b, floor, margin, tiles, blocks, output, first, last).

    u are the transformed filters (36, M, C), margin the zeros (top, left), tiles how many there
    are (down, across). They are computed in `blocks` blocks of rows, each of which should fit into
    the second cache, and must have at least one vector of tiles.
    """
    pixels_in, products = _pixels_in(machine, dtype), _products(machine, dtype)
    split = splitter(machine, dtype)
    outputs, lanes, size = _outputs(machine, dtype), machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def layer(x, u, b, floor, margin, tiles, blocks, output, first, last):
        channels, filters = x.shape[1], output.shape[1]
        down, across = tiles
        geometry = (1, OUT, margin[0], margin[1], down * OUT + 2, across + 1)
        high, wide = geometry[4:]
        planes = np.zeros(channels * OUT * high * wide + 2 * lanes, x.dtype)
        most = (down + blocks - 1) // blocks * across
        apart = (most + lanes - 1) // lanes * lanes  # so that rows of tiles begin at a cache line
        # A vector more in each row takes what a short row of tiles writes too much; and without it
        # the 36 numbers of a tile could be a multiple of 4096 bytes apart, and share a cache set.
        v = _rows_of(POINTS, channels * apart + lanes, x.dtype)
        sums = _rows_of(POINTS, filters * apart + lanes, x.dtype)
        y = _rows_of(OUT * OUT, apart + lanes, x.dtype)
        zeros, offsets = np.zeros(FILTERS, x.dtype), np.arange(channels) * (apart * size)
        for n in range(first, last):
            split(x, n, geometry, planes)
            for block in range(blocks):
                top = down * block // blocks
                rows = down * (block + 1) // blocks - top
                count = rows * across
                pixels_in(planes, channels, high, wide, top, rows, apart, v)
                products(v, u, zeros, offsets, count, apart, sums)
                outputs(sums, b, floor, count, apart, across, top, y, output[n])

    return layer
