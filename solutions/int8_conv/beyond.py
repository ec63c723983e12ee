"""int8_conv with VNNI: what a library does, in numba. Bit for bit the same results.

Weights are packed once, with everything else that does not depend on the pixels:

    packed = pack(x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b)
    y = run(packed, x)
"""

from functools import lru_cache
from typing import Any

import msgspec
import numpy as np

from solutions.int8_conv import int8_conv
from solutions.int8_conv.int8_conv import Pair, _axis, _multiplier, _scale, _zero_point
from solutions.int8_conv.vnni import LANES, STOPS, VNNI, layer

LINE = 64  # bytes of a cache line
SIGN = 128  # signed pixels are shifted by so much: the instruction wants them unsigned


class Packed(msgspec.Struct, frozen=True):
    """A layer that waits for its pixels."""

    given: tuple[Any, ...]  # the arguments of qlinear_conv after x
    shape: tuple[int, ...]  # of w
    x_zero: int  # of pixels that have been made unsigned
    vectors: int  # of 16 filters, in a group; 0 if the plain solution computes this layer
    w: np.ndarray  # int8, (groups, KH, KW · C' / 4, vectors, 16, 4): C' is C, up to 4
    start: np.ndarray  # int32, (M',): M' is M, up to whole groups
    factors: np.ndarray  # float32, (M',)
    limits: np.ndarray  # float32: the least and the greatest number of steps
    y_zero: np.int32
    dtype: np.dtype  # of the result


def qlinear_conv(
    x: np.ndarray,
    x_scale: np.float32,
    x_zero_point: np.int8 | np.uint8,
    w: np.ndarray,
    w_scale: np.float32 | np.ndarray,
    w_zero_point: np.int8 | np.uint8 | np.ndarray,
    y_scale: np.float32,
    y_zero_point: np.int8 | np.uint8,
    b: np.ndarray | None = None,
    stride: int | Pair = 1,
    padding: int | Pair | str = 0,
) -> np.ndarray:
    """One convolutional layer in 8 bits, as in int8_conv; its weights are packed every time."""
    packed = pack(
        x_scale,
        x_zero_point,
        w,
        w_scale,
        w_zero_point,
        y_scale,
        y_zero_point,
        b,
        stride,
        padding,
    )
    return run(packed, x)


def pack(
    x_scale: np.float32,
    x_zero_point: np.int8 | np.uint8,
    w: np.ndarray,
    w_scale: np.float32 | np.ndarray,
    w_zero_point: np.int8 | np.uint8 | np.ndarray,
    y_scale: np.float32,
    y_zero_point: np.int8 | np.uint8,
    b: np.ndarray | None = None,
    stride: int | Pair = 1,
    padding: int | Pair | str = 0,
    *,
    vnni: bool = VNNI,
) -> Packed:
    """Check and prepare a layer; everything but x, as in int8_conv. Arrays are copied.

    Args:
        x_scale: as in int8_conv, and so are the others.
        vnni: whether to use the instruction. Where the CPU has it not, the process would end. It is
            for signed weights with zero point 0; others go the plain way anyway.

    Raises:
        ValueError: as int8_conv, for all that does not depend on x.
    """
    _check(x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b)
    given = (
        x_scale,
        x_zero_point,
        w.copy(),
        np.copy(w_scale),
        np.copy(w_zero_point),
        y_scale,
        y_zero_point,
        None if b is None else b.copy(),
        stride,
        padding,
    )
    filters, lanes = w.shape[0], -(-w.shape[0] // LANES)
    x_zero = int(x_zero_point) + SIGN * (np.asarray(x_zero_point).dtype == np.int8)
    usable = vnni and w.dtype == np.int8 and not np.any(w_zero_point) and w.size
    vectors = (4 if lanes % 4 == 0 else 2 if lanes % 2 == 0 else 1) if usable else 0
    whole = -(-lanes // max(vectors, 1)) * max(vectors, 1) * LANES
    start, factors = np.zeros(whole, np.int32), np.ones(whole, np.float32)
    factors[:filters] = _multiplier(*(np.asarray(s) for s in (x_scale, w_scale, y_scale)))
    sums = w.sum(axis=(1, 2, 3), dtype=np.int64)
    # Sums of 32 bits wrap around; what is right in the end was right modulo 2³² all the way.
    begin = (0 if b is None else b.astype(np.int64)) - x_zero * sums
    start[:filters] = begin.astype(np.int32)
    packed = _groups(w, whole, vectors) if vectors else np.zeros(0, np.int8)
    zero = np.asarray(y_zero_point)
    info, y_zero = np.iinfo(zero.dtype), np.int32(zero)
    limits = np.array([info.min - y_zero, info.max - y_zero], np.float32)
    return Packed(
        given, w.shape, x_zero, vectors, packed, start, factors, limits, y_zero, zero.dtype
    )


def _check(
    x_scale: Any,
    x_zero_point: Any,
    w: np.ndarray,
    w_scale: Any,
    w_zero_point: Any,
    y_scale: Any,
    y_zero_point: Any,
    b: np.ndarray | None,
) -> None:
    """Refuse what does not fit together."""
    if w.ndim != 4:
        raise ValueError(f"w must be 4-D, not {w.ndim}-D")
    one: list[tuple[int, ...]] = [()]
    each = [*one, (w.shape[0],)]
    _zero_point(x_zero_point, np.asarray(x_zero_point).dtype, one)
    _zero_point(w_zero_point, w.dtype, each)
    _zero_point(y_zero_point, np.asarray(y_zero_point).dtype, one)
    for scale, shapes in ((x_scale, one), (w_scale, each), (y_scale, one)):
        _scale(scale, shapes)
    if b is not None and (b.dtype != np.int32 or b.shape != (w.shape[0],)):
        raise ValueError(f"b must be int32 of shape ({w.shape[0]},), not {b.dtype} {b.shape}")


def _groups(w: np.ndarray, whole: int, vectors: int) -> np.ndarray:
    """Four channels of 16 filters to a vector; vectors in the order that the tile loads them."""
    filters, channels, height, width = w.shape
    deep = -(-channels // 4) * 4
    full = np.zeros((whole, height, width, deep), np.int8)
    full[:filters, ..., :channels] = w.transpose(0, 2, 3, 1)
    split = full.reshape(-1, vectors, LANES, height, width * deep // 4, 4)
    ordered = split.transpose(0, 3, 4, 1, 2, 5)
    groups = _aligned(ordered.size).view(np.int8).reshape(ordered.shape)
    groups[...] = ordered
    return groups


def run(packed: Packed, x: np.ndarray) -> np.ndarray:
    """The layer on these pixels.

    Args:
        packed: from `pack`.
        x: as in int8_conv. Fastest with channels last in memory: x.transpose(0, 2, 3, 1)
            contiguous. It is not changed.

    Returns:
        As int8_conv; but channels are last in memory.

    Raises:
        ValueError: as int8_conv.
    """
    stride, padding = packed.given[8:]
    if not packed.vectors or x.ndim != 4 or not x.size:
        return int8_conv.qlinear_conv(x, *packed.given)
    _zero_point(packed.given[1], x.dtype, [()])
    filters, channels, height, width = packed.shape
    if x.shape[1] != channels:
        raise ValueError(f"x has {x.shape[1]} channels, but w is for {channels}")
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(x.shape[2], height, sh, vertical)
    left, right, columns = _axis(x.shape[3], width, sw, horizontal)
    pixels = _unsigned(x, packed.x_zero, (top, bottom), (left, right))
    deep, together = pixels.shape[3], STOPS[packed.vectors]
    row = pixels.shape[2] * deep
    table = _table(rows, columns, sh * row, sw * deep, together)
    stops, whole = rows * columns, len(packed.start)
    memory = np.empty((len(x) * stops + together) * whole, np.uint8)
    y = memory[: len(x) * stops * whole].reshape(len(x), stops, whole)
    size = height, row, width * deep // 4
    numbers = packed.w, packed.start, packed.factors, packed.limits, packed.y_zero
    layer(packed.vectors)(pixels, table, size, *numbers, y)
    results: np.ndarray = y.reshape(len(x), rows, columns, whole)[..., :filters]
    return results.view(packed.dtype).transpose(0, 3, 1, 2)


def _unsigned(x: np.ndarray, zero: int, vertical: Pair, horizontal: Pair) -> np.ndarray:
    """The pixels as uint8, channels last and up to a multiple of 4, padded with the zero point."""
    last, signed = x.transpose(0, 2, 3, 1), x.dtype == np.int8
    images, height, width, channels = last.shape
    deep = -(-channels // 4) * 4
    fits = deep == channels and not (signed or any(vertical) or any(horizontal))
    if fits and last.flags.c_contiguous:
        return last
    shape = (images, height + sum(vertical), width + sum(horizontal), deep)
    padded = np.full(shape, zero, np.uint8)
    top, left = vertical[0], horizontal[0]
    inside = padded[:, top : top + height, left : left + width, :channels]
    if signed:
        np.bitwise_xor(last.view(np.uint8), np.uint8(SIGN), out=inside)  # the same as + 128
    else:
        inside[...] = last
    return padded


@lru_cache(1000)
def _table(rows: int, columns: int, down: int, along: int, together: int) -> np.ndarray:
    """Where in an image, in bytes, each stop begins; the last one again, up to whole tiles."""
    i, j = np.ogrid[:rows, :columns]
    places = (i * down + j * along).ravel()
    return np.concatenate((places, np.full(-places.size % together, places[-1]))).astype(np.int64)


def _aligned(size: int) -> np.ndarray:
    """Bytes that begin where a cache line does."""
    memory = np.empty(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size]
