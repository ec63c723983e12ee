"""Split pictures into planes, with vectors: what fast_conv's _split does pixel by pixel."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from solutions.fast_conv.fast_conv import _split
from solutions.fast_conv.simd import ADDRESS, INDEX, Emit, Machine


@cache
def separator(machine: Machine, dtype: np.dtype, step: int) -> Callable[..., None]:
    """Compile what sorts the numbers of some rows by their remainder; `step` is a power of two.

    Returns:
        A function of (source, source_step, width, targets, target_step, rows), addresses and bytes
        but for `width`, the numbers of a row: number q goes to place q // step of the row of
        targets[q % step]. Nothing else is read or written.
    """
    lanes = machine.lanes(dtype)

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        source, source_step, width, targets, target_step, rows = cgutils.unpack_tuple(
            builder, args[0]
        )
        emit = Emit(builder, machine, dtype)
        group = ir.Constant(ADDRESS, lanes * step)
        whole, rest = builder.sdiv(width, group), builder.srem(width, group)
        read = [_below(emit, rest, i * lanes, 1) for i in range(step)]
        write = [_below(emit, rest, v, step) for v in range(step)]
        outs = [emit.load(emit.at(targets, v * 8), ADDRESS) for v in range(step)]

        def move(start: ir.Value, row: ir.Value, block: ir.Value, masked: bool) -> None:
            done = builder.mul(block, ir.Constant(ADDRESS, machine.vector))
            first = emit.at(start, builder.mul(done, ir.Constant(ADDRESS, step)))
            vectors = [
                emit.load_some(emit.at(first, i * machine.vector), read[i])
                if masked
                else emit.load(emit.at(first, i * machine.vector))
                for i in range(step)
            ]
            for v, vector in enumerate(_sorted(emit, vectors)):
                out = emit.at(emit.at(outs[v], builder.mul(row, target_step)), done)
                if masked:
                    emit.store_some(out, vector, write[v])
                else:
                    emit.store(out, vector)

        some = builder.icmp_signed("!=", rest, ir.Constant(ADDRESS, 0))
        with cgutils.for_range(builder, rows) as row:
            start = emit.at(source, builder.mul(row.index, source_step))
            with cgutils.for_range(builder, whole) as block:
                move(start, row.index, block.index, masked=False)
            with builder.if_then(some):
                move(start, row.index, whole, masked=True)

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    @njit(types.void(*6 * [types.int64]), nogil=True)
    def kernel(source, source_step, width, targets, target_step, rows):
        body((source, source_step, width, targets, target_step, rows))

    return kernel


def _below(emit: Emit, limit: ir.Value, first: int, step: int) -> ir.Value:
    """Emit a mask: the lanes l for which first + l · step is below the limit."""
    places = [first + lane * step for lane in range(emit.vector.count)]
    numbers = ir.Constant(ir.VectorType(INDEX, len(places)), places)
    limits = emit.splat(emit.builder.trunc(limit, INDEX))
    return emit.builder.icmp_signed("<", numbers, limits)


def _sorted(emit: Emit, vectors: list[ir.Value]) -> list[ir.Value]:
    """Emit, of so many vectors in a row, those of each remainder."""
    if len(vectors) == 1:
        return vectors
    lanes, kind = emit.vector.count, ir.VectorType(INDEX, emit.vector.count)
    halves = [
        [
            emit.builder.shuffle_vector(
                a, b, ir.Constant(kind, [2 * i + odd for i in range(lanes)])
            )
            for a, b in zip(vectors[::2], vectors[1::2], strict=True)
        ]
        for odd in (0, 1)
    ]
    even, odd = (_sorted(emit, half) for half in halves)
    return [vector for pair in zip(even, odd, strict=True) for vector in pair]


@cache
def splitter(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile a function of (x, n, geometry, planes), for the n-th picture; as _split."""
    one, two, four = (separator(machine, dtype, step) for step in (1, 2, 4))
    size = dtype.itemsize

    @njit(nogil=True)
    def split(x, n, geometry, planes):
        sh, sw, top, left, high, wide = geometry
        channels, height, width = x.shape[1:]
        if sw not in (1, 2, 4):
            _split(x[n], geometry, planes)
            return
        start, targets = x.ctypes.data + n * x[0].size * size, np.empty(4, np.int64)
        for c in range(channels):
            for i in range(sh):
                h = (i - top) % sh
                for v in range(sw):
                    plane = (c * sh + i) * sw + (v + left) % sw
                    at = (plane * high + (h + top) // sh) * wide + (v + left) // sw
                    targets[v] = planes.ctypes.data + at * size
                source, down = start + (c * height + h) * width * size, sh * width * size
                rows, to = (height - h + sh - 1) // sh, targets.ctypes.data
                if sw == 1:
                    one(source, down, width, to, wide * size, rows)
                elif sw == 2:
                    two(source, down, width, to, wide * size, rows)
                else:
                    four(source, down, width, to, wide * size, rows)

    return split
