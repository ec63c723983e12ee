"""A register tile of 8-bit products, with an instruction that numba makes of no loop: vpdpbusd.

It multiplies 64 unsigned bytes by 64 signed ones, and adds each four products to one of 16 sums of
32 bits (Intel, Software Developer's Manual, VPDPBUSD). Nothing saturates. See fast_conv's simd.py
for how numba is given vectors. Without the instruction LLVM ends the process: look at `VNNI` first.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from solutions.fast_conv.simd import ADDRESS

LANES = 16  # sums in a vector, one for each of 16 filters
BYTE, INT, FLOAT = ir.IntType(8), ir.IntType(32), ir.FloatType()
INTS, FLOATS, BYTES = (ir.VectorType(kind, LANES) for kind in (INT, FLOAT, BYTE))
NEEDED = ("avx512f", "avx512bw", "avx512vnni")


def has_vnni() -> bool:
    """Whether numba compiles for a CPU with the instruction: this one, and no other by setting."""
    other = [getattr(numba.config, name) for name in ("CPU_NAME", "CPU_FEATURES")]
    features = llvm.get_host_cpu_features()
    return other == [None, None] and all(features.get(name) for name in NEEDED)


VNNI = has_vnni()


class Emit:
    """Writes instructions for vectors of 16."""

    def __init__(self, builder: ir.IRBuilder) -> None:
        self.builder = builder

    def at(self, address: ir.Value, distance: int | ir.Value) -> ir.Value:
        """An address some bytes further on."""
        step = ir.Constant(ADDRESS, distance) if isinstance(distance, int) else distance
        return self.builder.add(address, step)

    def times(self, value: ir.Value, factor: int) -> ir.Value:
        """A distance, several times."""
        return self.builder.mul(value, ir.Constant(ADDRESS, factor))

    def load(self, address: ir.Value, kind: ir.Type) -> ir.Value:
        """What lies there."""
        value = self.builder.load(self.builder.inttoptr(address, ir.PointerType(kind)))
        value.align = 1
        return value

    def splat(self, value: ir.Value, kind: ir.VectorType) -> ir.Value:
        """One value in all lanes."""
        nothing = ir.Constant(kind, ir.Undefined)
        one = self.builder.insert_element(nothing, value, ir.Constant(INT, 0))
        return self.builder.shuffle_vector(one, nothing, ir.Constant(INTS, None))

    def dot(self, sums: ir.Value, pixels: ir.Value, weights: ir.Value) -> ir.Value:
        """Four products more in each sum."""
        kind = ir.FunctionType(INTS, 3 * [INTS])
        name = "llvm.x86.avx512.vpdpbusd.512"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(function, [sums, pixels, weights])

    def rint(self, values: ir.Value) -> ir.Value:
        """Rounded, half to even."""
        kind = ir.FunctionType(FLOATS, [FLOATS])
        function = cgutils.get_or_insert_function(self.builder.module, kind, "llvm.rint.v16f32")
        return self.builder.call(function, [values])

    def store_bytes(self, address: ir.Value, values: ir.Value) -> None:
        """The low byte of each value."""
        pointer = self.builder.inttoptr(address, ir.PointerType(BYTES))
        self.builder.store(self.builder.trunc(values, BYTES), pointer).align = 1

    def rescaled(self, sums: ir.Value, factor: ir.Value, limits: list[ir.Value]) -> ir.Value:
        """The three float32 operations of the standard; `limits` are low, high and zero point."""
        build, (low, high, zero) = self.builder, limits
        steps = build.fmul(build.sitofp(sums, FLOATS), factor)
        steps = build.select(build.fcmp_ordered("<", steps, low), low, steps)
        steps = build.select(build.fcmp_ordered(">", steps, high), high, steps)
        return build.add(build.fptosi(self.rint(steps), INTS), zero)


@cache
def tile(stops: int, vectors: int) -> Callable[..., None]:
    """Compile the kernel for `stops` stops and `vectors` · 16 filters.

    Returns:
        A function of (x, table, row, rows, steps, w, start, factors, out, out_step, low, high,
        zero), addresses and distances in bytes: `table` says for each stop where in x its first
        pixel lies; the kernel has `rows` rows, `row` bytes apart in x, of `steps` times four bytes;
        `start` are the 32-bit sums to begin with. Results of the next stop lie `out_step` further.
    """

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        x, table, row, rows, steps, w, start, factors, out, out_step, low, high, zero = (
            cgutils.unpack_tuple(builder, args[0])
        )
        emit = Emit(builder)
        sums = [[cgutils.alloca_once(builder, INTS) for _ in range(vectors)] for _ in range(stops)]
        for v in range(vectors):
            value = emit.load(emit.at(start, 64 * v), INTS)
            for line in sums:
                builder.store(value, line[v])
        places = [emit.at(x, emit.load(emit.at(table, 8 * p), ADDRESS)) for p in range(stops)]
        with cgutils.for_range(builder, rows) as outer:
            down = builder.mul(outer.index, row)
            before = builder.mul(outer.index, steps)
            with cgutils.for_range(builder, steps) as inner:
                along = emit.at(down, emit.times(inner.index, 4))
                at = emit.at(w, emit.times(builder.add(before, inner.index), 64 * vectors))
                weights = [emit.load(emit.at(at, 64 * v), INTS) for v in range(vectors)]
                for place, line in zip(places, sums, strict=True):
                    four = emit.splat(emit.load(emit.at(place, along), INT), INTS)
                    for total, weight in zip(line, weights, strict=True):
                        builder.store(emit.dot(builder.load(total), four, weight), total)
        limits = [emit.splat(a, k) for a, k in ((low, FLOATS), (high, FLOATS), (zero, INTS))]
        scales = [emit.load(emit.at(factors, 64 * v), FLOATS) for v in range(vectors)]
        for line in sums:
            for v, total in enumerate(line):
                result = emit.rescaled(builder.load(total), scales[v], limits)
                emit.store_bytes(emit.at(out, LANES * v), result)
            out = emit.at(out, out_step)

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    numbers = (types.float32, types.float32, types.int32)

    @njit(types.void(*10 * [types.int64], *numbers), nogil=True)
    def kernel(x, table, row, rows, steps, w, start, factors, out, step, low, high, zero):
        body((x, table, row, rows, steps, w, start, factors, out, step, low, high, zero))

    return kernel


STOPS = {4: 6, 2: 8, 1: 8}  # vectors of filters → stops: sums, weights and pixels fill 32 registers


@cache
def layer(vectors: int) -> Callable[..., None]:
    """Compile a layer for filters in groups of `vectors` · 16.

    Returns:
        A function of (x, table, size, w, start, factors, limits, zero, y): x padded, uint8
        (N, H', W', C'); table the places of all stops in an image, a multiple of STOPS of them;
        size (rows, bytes of an image's row, steps); w the groups' weights; y uint8, (N, stops, M'),
        with room for STOPS more stops behind it.
    """
    together = STOPS[vectors]
    several = tile(together, vectors)

    @njit(nogil=True)
    def run(x, table, size, w, start, factors, limits, zero, y):
        rows, row, steps = size
        filters = y.shape[2]
        image, group, low, high = x[0].size, w[0].size, limits[0], limits[1]
        for n in range(x.shape[0]):
            for g in range(w.shape[0]):
                for s in range(0, y.shape[1], together):
                    first = g * vectors * 16
                    several(
                        x.ctypes.data + n * image,
                        table.ctypes.data + 8 * s,
                        row,
                        rows,
                        steps,
                        w.ctypes.data + g * group,
                        start.ctypes.data + 4 * first,
                        factors.ctypes.data + 4 * first,
                        y.ctypes.data + (n * y.shape[1] + s) * filters + first,
                        filters,
                        low,
                        high,
                        zero,
                    )

    return run
