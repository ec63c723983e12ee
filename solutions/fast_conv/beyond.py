"""fast_conv with explicit vectors: what a library does, in numba. See README.md."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache, partial
from math import prod

import msgspec
import numpy as np

from solutions.fast_conv.direct import PANEL, by_panels, by_rows
from solutions.fast_conv.fast_conv import _aligned, _axis, _check, _offsets
from solutions.fast_conv.simd import HOST, Machine
from solutions.fast_conv.winograd import OUT, WEIGHTS
from solutions.fast_conv.winograd import winograd as winograd_layer

BLOCK = 1000  # tiles
LEAST_CHANNELS = 16
LARGE = 16 * 2**20  # bytes of an output that no cache will hold
BOTH_WEIGHTS = np.kron(WEIGHTS, WEIGHTS).reshape(-1, 9, 1, 1)  # along both axes: 36 filters
Images = Callable[[int, int], None]  # computes the images from the first to before the last


class Layer(msgspec.Struct, frozen=True):
    """A layer whose arguments have been checked and converted."""

    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    stride: tuple[int, int]
    before: tuple[int, int]  # zeros above and to the left
    after: tuple[int, int]  # zeros below and to the right
    relu: bool
    output: np.ndarray


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
    *,
    threads: int = 1,
    machine: Machine = HOST,
    winograd: bool = True,
) -> np.ndarray:
    """One convolutional layer of a neural network, as in fast_conv, but faster.

    Args:
        x: as in fast_conv, and so are w, b, stride, padding and activation.
        w: the filters.
        b: the biases.
        stride: one int, or (vertical, horizontal).
        padding: one int, (vertical, horizontal), or "same".
        activation: "relu" or None.
        threads: how many share the images of the batch, at least 1.
        machine: the CPU to compile for.
        winograd: whether Winograd's algorithm may be used. It rounds more, and spreads infinities
            and NaN over the tile that they are in.

    Returns:
        As fast_conv.

    Raises:
        ValueError: as fast_conv, and if threads is less than 1.
    """
    if threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads}")
    layer = _layer(x, w, b, stride, padding, activation)
    way = _by_winograd if winograd and _worthwhile(layer, machine) else _directly
    run = way(layer, machine)
    images = layer.x.shape[0]
    shares = [images * i // threads for i in range(threads + 1)]
    others = [_pool(threads).submit(run, *shares[i : i + 2]) for i in range(1, threads)]
    run(*shares[:2])
    for other in others:
        other.result()
    return layer.output


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads are kept: to start one takes as long as a small layer."""
    return ThreadPoolExecutor(threads - 1)


def _layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int],
    padding: int | tuple[int, int] | str,
    activation: str | None,
) -> Layer:
    """Check, convert, and make room for the output."""
    _check(x, w, b, activation)
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(x.shape[2], w.shape[2], strides[0], paddings[0])
    left, right, columns = _axis(x.shape[3], w.shape[3], strides[1], paddings[1])
    single = all(a.dtype == np.float32 for a in (x, w, b))
    dtype = np.dtype(np.float32 if single else np.float64)
    shape = (x.shape[0], w.shape[0], rows, columns)
    output = _aligned(prod(shape), dtype).reshape(shape)
    x, w, b = (np.ascontiguousarray(a, dtype) for a in (x, w, b))
    return Layer(x, w, b, strides, (top, left), (bottom, right), activation == "relu", output)


def _worthwhile(layer: Layer, machine: Machine) -> bool:
    """Whether Winograd saves more products than its transforms cost."""
    filters, channels, height, width = layer.w.shape
    rows, columns = layer.output.shape[2:]
    return (
        (height, width, layer.stride) == (3, 3, (1, 1))
        and layer.x.dtype == np.float32
        and min(filters, channels) >= LEAST_CHANNELS
        and -(-rows // OUT) * -(-columns // OUT) >= 2 * machine.lanes(layer.x.dtype)
    )


def _by_winograd(layer: Layer, machine: Machine) -> Images:
    u = _transformed(layer.w, machine)
    down, across = -(-layer.output.shape[2] // OUT), -(-layer.output.shape[3] // OUT)
    blocks = max(1, min(down, down * across // BLOCK))
    floor = layer.x.dtype.type(0 if layer.relu else -np.inf)
    return partial(
        winograd_layer(machine, layer.x.dtype),
        *(layer.x, u, layer.b, floor, layer.before, (down, across), blocks, layer.output),
    )


def _transformed(w: np.ndarray, machine: Machine) -> np.ndarray:
    """Every filter (M, C, 3, 3) becomes 36 numbers: (36, M, C).

    Each of them is a sum of the 9 weights with factors of its own. So this is a 1×1 layer, with
    filters for pixels.
    """
    factors = BOTH_WEIGHTS.astype(w.dtype)
    pixels = w.reshape(-1, 9).T.reshape(1, 9, 1, -1)
    zeros = np.zeros(len(factors), w.dtype)
    u = conv_layer(pixels, factors, zeros, machine=machine)
    return u.reshape(-1, *w.shape[:2])


def _directly(layer: Layer, machine: Machine) -> Images:
    x, output, dtype = layer.x, layer.output, layer.x.dtype
    (sh, sw), (top, left), (bottom, right) = layer.stride, layer.before, layer.after
    if layer.w[0, 0].size == sh * sw == 1 and not top + left + bottom + right:
        # A 1×1 kernel sees no neighbours: a picture may as well be one long row.
        x, output = (a.reshape(*a.shape[:2], 1, -1) for a in (x, output))
    high = -(-(top + x.shape[2] + bottom) // sh)
    wide = -(-(left + x.shape[3] + right) // sw)
    lanes, (rows, columns) = machine.lanes(dtype), output.shape[2:]
    small = rows * columns < lanes  # there is no vector to write: write more, and cut
    room = np.empty((*output.shape[:2], rows, lanes), dtype) if small else output
    straight = small or (
        rows > 1 and lanes <= columns and -(-columns // lanes) * lanes <= 1.1 * columns
    )
    as_it_is = (
        (sh, sw, high, wide) == (1, 1, *x.shape[2:]) and (straight or rows == 1) and not small
    )
    split = 0 if as_it_is else x.shape[1] * sh * sw * high * wide + 2 * lanes
    offsets = _first_pixels(layer.w.shape, (sh, sw), (high, wide), dtype)
    dense = 0 if straight else PANEL // dtype.itemsize
    floor = dtype.type(0 if layer.relu else -np.inf)
    geometry = sh, sw, top, left, high, wide
    stream = output.nbytes > LARGE and columns % lanes == 0
    kernel = by_rows(machine, dtype, stream) if straight else by_panels(machine, dtype)

    def run(first: int, last: int) -> None:
        planes, panel = np.zeros(split, dtype), _aligned(dense, dtype)
        arrays = x, layer.w, layer.b, offsets, floor, geometry, planes, panel
        kernel(*arrays, room, first, last)
        if small:
            output[first:last] = room[first:last, ..., :columns]

    return run


@lru_cache(1000)
def _first_pixels(
    shape: tuple[int, ...], stride: tuple[int, int], plane: tuple[int, int], dtype: np.dtype
) -> np.ndarray:
    """Where in the planes, in bytes, each weight of a filter finds its first pixel."""
    size = shape[1] * shape[2] * shape[3]
    return dtype.itemsize * _offsets(shape, stride, plane)[:size]
