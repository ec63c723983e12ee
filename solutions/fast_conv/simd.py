"""Vectors, explicitly: which ones this CPU has, and a register tile made of them.

numba compiles loops through LLVM, and LLVM has vector values of its own, such as <16 x float>. An
intrinsic of numba may emit LLVM's instructions directly. So each vector register is named, and
stays a register. Memory is addressed by plain integers: whoever calls keeps the arrays alive.
"""

import platform
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import llvmlite.binding as llvm
import msgspec
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

ADDRESS, INDEX = ir.IntType(64), ir.IntType(32)
ELEMENTS = {"f": (ir.FloatType(), types.float32), "d": (ir.DoubleType(), types.float64)}
FILTERS = 4  # filters that share the pixels of a tile


class Machine(msgspec.Struct, frozen=True):
    """What a kernel must know of a CPU: bytes of a vector, how many registers, whether it fuses."""

    vector: int
    registers: int
    fma: bool

    def lanes(self, dtype: np.dtype) -> int:
        """Numbers in a vector."""
        return self.vector // dtype.itemsize

    @property
    def widest(self) -> int:
        """Vectors of pixels in a tile: its sums, its pixels and one weight fill the registers."""
        return (self.registers - 1) // (FILTERS + 1)


def describe(features: Mapping[str, bool], architecture: str) -> Machine:
    """The CPU with these features, as LLVM names them; 16-byte vectors are everywhere."""
    if features.get("avx512f"):
        return Machine(vector=64, registers=32, fma=True)
    if features.get("avx2") and features.get("fma"):
        return Machine(vector=32, registers=16, fma=True)
    if architecture in ("aarch64", "arm64"):
        return Machine(vector=16, registers=32, fma=True)
    return Machine(vector=16, registers=16, fma=False)


HOST = describe(llvm.get_host_cpu_features(), platform.machine())


class Emit:
    """Writes instructions for vectors of one length and type."""

    def __init__(self, builder: ir.IRBuilder, machine: Machine, dtype: np.dtype) -> None:
        self.builder, self.machine = builder, machine
        self.size = dtype.itemsize
        self.element = ELEMENTS[dtype.char][0]
        self.vector = ir.VectorType(self.element, machine.lanes(dtype))

    def at(self, address: ir.Value, distance: int | ir.Value) -> ir.Value:
        """An address some bytes further on."""
        if isinstance(distance, int):
            distance = ir.Constant(ADDRESS, distance)
        return self.builder.add(address, distance)

    def _pointer(self, address: ir.Value, kind: ir.Type) -> ir.Value:
        return self.builder.inttoptr(address, ir.PointerType(kind))

    def load(self, address: ir.Value, kind: ir.Type | None = None) -> ir.Value:
        """A vector, or one value of another kind."""
        kind = kind or self.vector
        value = self.builder.load(self._pointer(address, kind))
        value.align = 8 if kind is ADDRESS else self.size
        return value

    def store(self, address: ir.Value, vector: ir.Value, stream: bool = False) -> None:
        """Write a vector; if `stream`, past the caches, and then it must be aligned."""
        store = self.builder.store(vector, self._pointer(address, self.vector))
        store.align = self.machine.vector if stream else self.size
        if stream:
            one = self.builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
            store.set_metadata("nontemporal", one)

    def load_some(self, address: ir.Value, mask: ir.Value) -> ir.Value:
        """A vector of which only the lanes of the mask are read; the others are 0."""
        pointer = self._pointer(address, self.vector)
        kinds = [pointer.type, INDEX, mask.type, self.vector]
        function = self._intrinsic("llvm.masked.load", self.vector, kinds)
        zeros = ir.Constant(self.vector, None)
        return self.builder.call(function, [pointer, INDEX(self.size), mask, zeros])

    def store_some(self, address: ir.Value, vector: ir.Value, mask: ir.Value) -> None:
        """Write the lanes of the mask."""
        pointer = self._pointer(address, self.vector)
        kinds = [self.vector, pointer.type, INDEX, mask.type]
        function = self._intrinsic("llvm.masked.store", ir.VoidType(), kinds)
        self.builder.call(function, [vector, pointer, INDEX(self.size), mask])

    def _intrinsic(self, name: str, returns: ir.Type, kinds: list[ir.Type]) -> ir.Function:
        name = f"{name}.v{self.vector.count}f{8 * self.size}.p0"
        kind = ir.FunctionType(returns, kinds)
        return cgutils.get_or_insert_function(self.builder.module, kind, name)

    def splat(self, value: ir.Value) -> ir.Value:
        """One value, of any type, in all lanes."""
        nothing = ir.Constant(ir.VectorType(value.type, self.vector.count), ir.Undefined)
        index = ir.Constant(INDEX, 0)
        one = self.builder.insert_element(nothing, value, index)
        zeros = ir.Constant(ir.VectorType(INDEX, self.vector.count), None)
        return self.builder.shuffle_vector(one, nothing, zeros)

    def fma(self, a: ir.Value, b: ir.Value, c: ir.Value) -> ir.Value:
        """a · b + c, in one instruction where there is one: without it, llvm.fma calls libm."""
        if not self.machine.fma:
            return self.builder.fadd(self.builder.fmul(a, b), c)
        kind = ir.FunctionType(self.vector, 3 * [self.vector])
        name = f"llvm.fma.v{self.vector.count}f{8 * self.size}"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(function, [a, b, c])

    def at_least(self, a: ir.Value, floor: ir.Value) -> ir.Value:
        """The larger of two, lane by lane; NaN stays NaN."""
        return self.builder.select(self.builder.fcmp_ordered("<", a, floor), floor, a)


@cache
def tile(
    machine: Machine, dtype: np.dtype, filters: int, vectors: int, stream: bool = False
) -> Callable[..., None]:
    """Compile the kernel for `filters` filters and `vectors` vectors of neighbouring pixels.

    Every sum is a register from its first product to its last. Each step loads `vectors` vectors
    of pixels and `filters` weights, and multiplies each with each. If `stream`, outputs must be
    aligned; they go past the caches, which do not fetch what is overwritten anyway.

    Returns:
        A function of (pixels, offsets, count, weights, weights_step, bias, out, out_step, floor),
        addresses and distances in bytes, `floor` a number: for each of `count` weights of a filter,
        `offsets` says where its first pixel lies; a filter's weights, and its outputs, begin
        `…_step` bytes after those of the filter before. Outputs below `floor` become `floor`.
        Where `bias` is 0, no address, the sums go on from what `out` holds.
    """

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        pixels, offsets, count, weights, weights_step, bias, out, out_step, floor = (
            cgutils.unpack_tuple(builder, args[0])
        )
        emit = Emit(builder, machine, dtype)
        sums = [cgutils.alloca_once(builder, emit.vector) for _ in range(filters * vectors)]
        _begin(emit, bias, (out, out_step), sums, vectors)
        with cgutils.for_range(builder, count) as loop:
            place = emit.load(
                emit.at(offsets, builder.shl(loop.index, ir.Constant(ADDRESS, 3))), ADDRESS
            )
            first = emit.at(pixels, place)
            x = [emit.load(emit.at(first, p * machine.vector)) for p in range(vectors)]
            row = emit.at(weights, builder.mul(loop.index, ir.Constant(ADDRESS, emit.size)))
            for m in range(filters):
                weight = emit.splat(emit.load(row, emit.element))
                for p in range(vectors):
                    total = sums[m * vectors + p]
                    builder.store(emit.fma(weight, x[p], builder.load(total)), total)
                row = emit.at(row, weights_step)
        least = emit.splat(floor)
        for m in range(filters):
            for p in range(vectors):
                y = emit.at_least(builder.load(sums[m * vectors + p]), least)
                emit.store(emit.at(out, p * machine.vector), y, stream)
            out = emit.at(out, out_step)

    @intrinsic
    def body(_typing, arguments):
        return types.void(arguments), generate

    @njit(types.void(*8 * [types.int64], ELEMENTS[dtype.char][1]), nogil=True)
    def kernel(pixels, offsets, count, weights, weights_step, bias, out, out_step, floor):
        body((pixels, offsets, count, weights, weights_step, bias, out, out_step, floor))

    return kernel


def _begin(
    emit: Emit,
    bias: ir.Value,
    output: tuple[ir.Value, ir.Value],
    sums: list[ir.Value],
    vectors: int,
) -> None:
    """Emit what sets the sums, `vectors` for each filter: to biases, or to what `output` holds."""
    builder, (row, step) = emit.builder, output
    with builder.if_else(cgutils.is_null(builder, bias)) as (further, anew):
        with further:
            for number, total in enumerate(sums):
                p = number % vectors
                builder.store(emit.load(emit.at(row, p * emit.machine.vector)), total)
                row = emit.at(row, step) if p == vectors - 1 else row
        with anew:
            for number, total in enumerate(sums):
                place = emit.at(bias, number // vectors * emit.size)
                builder.store(emit.splat(emit.load(place, emit.element)), total)


@cache
def copier(machine: Machine, dtype: np.dtype) -> Callable[..., None]:
    """Compile a function of (source, target), addresses: it copies one vector."""

    def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, args: Any) -> None:
        emit = Emit(builder, machine, dtype)
        emit.store(args[1], emit.load(args[0]))

    @intrinsic
    def move(_typing, source, target):
        return types.void(source, target), generate

    @njit(types.void(types.int64, types.int64), nogil=True)
    def kernel(source, target):
        move(source, target)

    return kernel
