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
from solutions.fast_conv.simd import Emit, Machine

INDEX = ir.IntType(32)


@cache
def picker(machine: Machine, dtype: np.dtype, step: int) -> Callable[..., None]:
    """Compile a function of (source, target, count): every step-th number, one vector of them.

    `step` is a power of two. Lanes from `count` on become 0, whatever has been read there.
    """
    lanes = machine.lanes(dtype)

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        source, target, count = cgutils.unpack_tuple(builder, args[0])
        emit = Emit(builder, machine, dtype)
        vectors = [emit.load(emit.at(source, i * machine.vector)) for i in range(step)]
        even = ir.Constant(ir.VectorType(INDEX, lanes), [2 * i for i in range(lanes)])
        while len(vectors) > 1:
            pairs = zip(vectors[::2], vectors[1::2], strict=True)
            vectors = [builder.shuffle_vector(a, b, even) for a, b in pairs]
        kind = ir.VectorType(INDEX, lanes)
        one = builder.insert_element(
            ir.Constant(kind, ir.Undefined), builder.trunc(count, INDEX), ir.Constant(INDEX, 0)
        )
        limit = builder.shuffle_vector(one, one, ir.Constant(kind, None))
        inside = builder.icmp_signed("<", ir.Constant(kind, list(range(lanes))), limit)
        emit.store(target, builder.select(inside, vectors[0], ir.Constant(emit.vector, None)))

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    @njit(types.void(types.int64, types.int64, types.int64), nogil=True)
    def kernel(source, target, count):
        body((source, target, count))

    return kernel


@cache
def _row(machine: Machine, dtype: np.dtype) -> Callable[..., bool]:
    """Compile: copy one row; False where a vector would be read beyond the end of x."""
    one, two, four = (picker(machine, dtype, step) for step in (1, 2, 4))
    lanes, size = machine.lanes(dtype), dtype.itemsize

    @njit(nogil=True)
    def row(source, end, target, run, step):
        for q in range(0, run, lanes):
            at = source + q * step * size
            if at + step * lanes * size > end:
                return False
            if step == 1:
                one(at, target + q * size, run - q)
            elif step == 2:
                two(at, target + q * size, run - q)
            else:
                four(at, target + q * size, run - q)
        return True

    return row


@cache
def splitter(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile a function of (x, n, geometry, planes), for the n-th picture; as _split.

    A vector may end beyond its row: it writes zeros there, where zeros are or where the next row is
    still to come. So planes must be zero before, and have room for one more vector.
    """
    row, size = _row(machine, dtype), dtype.itemsize

    @njit(nogil=True)
    def split(x, n, geometry, planes):
        sh, sw, top, left, high, wide = geometry
        channels, height, width = x.shape[1:]
        if sw not in (1, 2, 4):
            _split(x[n], geometry, planes)
            return
        start, end = x.ctypes.data + n * x[0].size * size, x.ctypes.data + x.size * size
        for plane in range(channels * sh * sw):
            c, i, j = plane // (sh * sw), plane // sw % sh, plane % sw
            v = (j - left) % sw
            run = (width - v + sw - 1) // sw
            for h in range((i - top) % sh, height, sh):
                source = start + ((c * height + h) * width + v) * size
                at = (plane * high + (h + top) // sh) * wide + (v + left) // sw
                if not row(source, end, planes.ctypes.data + at * size, run, sw):
                    for q in range(run):
                        planes[at + q] = x[n, c, h, v + q * sw]

    return split
