"""Exercise 12, int8_conv: a convolutional layer on 8-bit integers, bit for bit ONNX Runtime's."""

import numba
import numpy as np

Pair = tuple[int, int]


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
    """One convolutional layer, 8 bits in, 32 bits inside, 8 bits out: ONNX's QLinearConv.

        acc[n, m] = sum of (x − x_zero_point) · (w[m] − w_zero_point[m]) over channels and kernel
                    + b[m]                                                       int32, exact
        multiplier[m] = x_scale · w_scale[m] / y_scale                float32, after each operation
        y = saturate(round(float32(acc) · multiplier) + y_zero_point)         half to even

    Args:
        x: a batch of images, shape (N, C, H, W), int8 or uint8; N may be 0. It is not changed.
        x_scale: of x, one np.float32.
        x_zero_point: of x, one number of x's dtype. The padding holds it: it means 0.
        w: the filters, shape (M, C, KH, KW), int8 or uint8. It is not changed.
        w_scale: float32: one number, or shape (M,), one a filter.
        w_zero_point: of w's dtype: one number, or shape (M,).
        y_scale: of the result, one np.float32.
        y_zero_point: of the result, an np.int8 or np.uint8. Its dtype is the result's.
        b: None, or one bias a filter, shape (M,), int32, in steps of x_scale · w_scale. The sums
            fit into 32 bits with it; the caller sees to that.
        stride: as in exercise 4: one int, or (vertical, horizontal).
        padding: as in exercise 4: one int, (vertical, horizontal), or "same".

    Returns:
        A new array of shape (N, M, OH, OW), dtype that of y_zero_point.

    Raises:
        ValueError: if x or w is not four-dimensional or neither int8 nor uint8, if they have
            different numbers of channels, if b is not int32 of shape (M,), if a scale is not
            float32, positive and finite, if a zero point has not the dtype named above, if one of
            the parameters has another shape than named above, if a multiplier is 0 or infinite in
            float32, or for a stride, padding or kernel size that exercise 3 refuses.
    """
    ### BEGIN SOLUTION
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError(f"x and w do not fit: {x.shape} and {w.shape}")
    filters = w.shape[0]
    x_offset = _zero_point(x_zero_point, x.dtype, [()])
    w_offset = _zero_point(w_zero_point, w.dtype, [(), (filters,)])
    y_offset = _zero_point(y_zero_point, np.asarray(y_zero_point).dtype, [()])
    if b is not None and (b.dtype != np.int32 or b.shape != (filters,)):
        raise ValueError(f"b must be int32 of shape ({filters},), not {b.dtype} {b.shape}")
    multiplier = _multiplier(
        _scale(x_scale, [()]), _scale(w_scale, [(), (filters,)]), _scale(y_scale, [()])
    )
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    vertical = _axis(x.shape[2], w.shape[2], strides[0], paddings[0])
    horizontal = _axis(x.shape[3], w.shape[3], strides[1], paddings[1])
    # What is 0 after the zero point is subtracted can be padded with 0.
    pixels = _pixels(x, x_offset, vertical[:2], horizontal[:2])
    weights = _weights(w, w_offset)
    sums = np.zeros(filters, np.int32) if b is None else np.ascontiguousarray(b)
    factors = np.ascontiguousarray(np.broadcast_to(multiplier, filters))
    info, zero = np.iinfo(y_offset.dtype), int(y_offset)
    limits = np.array([info.min - zero, info.max - zero], np.float32)
    y = np.empty((x.shape[0], filters, vertical[2], horizontal[2]), y_offset.dtype)
    patches = np.zeros((BLOCK, weights.shape[1]), np.int16)
    # As uint8, so that there is one type to compile for: the bits of int8 are the same.
    _layer(
        pixels,
        weights,
        sums,
        factors,
        limits,
        zero,
        w.shape[2:],
        strides,
        patches,
        y.view(np.uint8),
    )
    return y


BLOCK = 128  # stops that are computed at a time: their patches and sums stay in the second cache
GROUP = 16  # of them for all filters at a time: their patches stay in the first cache
TILE = 4  # stops, and filters, that share what is loaded: 4 · 4 sums in registers
LANES = 32  # 16-bit numbers in a vector: rows of whole vectors leave no remainder

compiled = numba.njit(error_model="numpy", nogil=True)


def _pixels(
    x: np.ndarray, offset: np.ndarray, vertical: tuple[int, ...], horizontal: tuple[int, ...]
) -> np.ndarray:
    """x minus its zero point, padded, channels last: (N, H', W', C) in 16 bits.

    Pixels under one row of the kernel are then next to each other, and 9 bits each.
    """
    images, channels, height, width = x.shape
    shape = (images, height + sum(vertical), width + sum(horizontal), channels)
    padded = np.zeros(shape, np.int16)
    inside = padded[:, vertical[0] : vertical[0] + height, horizontal[0] : horizontal[0] + width]
    np.subtract(x.transpose(0, 2, 3, 1), offset, out=inside, dtype=np.int16)
    return padded


def _weights(w: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """A row of 16-bit weights for each filter, in the order of the pixels, with zeros behind."""
    size = w[0].size if len(w) else 0
    rows = np.zeros((-(-len(w) // TILE) * TILE, max(1, -(-size // LANES)) * LANES), np.int16)
    shifted = w.astype(np.int16) - offset.astype(np.int16).reshape(-1, 1, 1, 1)
    rows[: len(w), :size] = shifted.transpose(0, 2, 3, 1).reshape(len(w), size)
    return rows


@compiled
def _layer(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray,
    factors: np.ndarray,
    limits: np.ndarray,
    zero: int,
    kernel: Pair,
    strides: Pair,
    patches: np.ndarray,
    y: np.ndarray,
) -> None:
    """All images, a block of stops at a time: their patches, all their sums, their results."""
    sums = np.zeros((w.shape[0], BLOCK), np.int32)
    columns = y.shape[3]
    stops = y.shape[2] * columns
    for n in range(y.shape[0]):
        results = y[n].reshape(y.shape[1], stops)
        for first in range(0, stops, BLOCK):
            count = min(BLOCK, stops - first)
            for i in range(count):
                row, column = (first + i) // columns, (first + i) % columns
                _patch(x[n], row * strides[0], column * strides[1], kernel, patches[i])
            for start in range(0, count, GROUP):
                for m in range(0, w.shape[0], TILE):
                    for i in range(start, min(start + GROUP, count), TILE):
                        _tile(patches, i, w, m, sums)
            for m in range(y.shape[1]):
                end = first + count
                _rescale(sums[m], bias[m], factors[m], limits, zero, results[m, first:end])


@compiled
def _patch(x: np.ndarray, top: int, left: int, kernel: Pair, patch: np.ndarray) -> None:
    """Copy the pixels (H', W', C) under the kernel, row by row of the kernel."""
    run = kernel[1] * x.shape[2]
    for i in range(kernel[0]):
        source = x[top + i].reshape(-1)[left * x.shape[2] :]
        target = patch[i * run :]
        for k in range(run):
            target[k] = source[k]


@compiled
def _tile(patches: np.ndarray, i: int, w: np.ndarray, m: int, sums: np.ndarray) -> None:
    """Four filters on four patches: 16 sums of products, 8 loads for each 16.

    np.int32(s + a * b) says that 32 bits are enough; numba would take 64 otherwise, and half as
    many fit into a vector. Which instruction LLVM takes: benchmarks/int8_instructions.py.
    """
    p0, p1, p2, p3 = patches[i], patches[i + 1], patches[i + 2], patches[i + 3]
    w0, w1, w2, w3 = w[m], w[m + 1], w[m + 2], w[m + 3]
    a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = np.int32(0)
    c0 = c1 = c2 = c3 = d0 = d1 = d2 = d3 = np.int32(0)
    for k in range(w.shape[1]):
        x0, x1, x2, x3 = np.int32(p0[k]), np.int32(p1[k]), np.int32(p2[k]), np.int32(p3[k])
        f = np.int32(w0[k])
        a0, a1 = np.int32(a0 + f * x0), np.int32(a1 + f * x1)
        a2, a3 = np.int32(a2 + f * x2), np.int32(a3 + f * x3)
        f = np.int32(w1[k])
        b0, b1 = np.int32(b0 + f * x0), np.int32(b1 + f * x1)
        b2, b3 = np.int32(b2 + f * x2), np.int32(b3 + f * x3)
        f = np.int32(w2[k])
        c0, c1 = np.int32(c0 + f * x0), np.int32(c1 + f * x1)
        c2, c3 = np.int32(c2 + f * x2), np.int32(c3 + f * x3)
        f = np.int32(w3[k])
        d0, d1 = np.int32(d0 + f * x0), np.int32(d1 + f * x1)
        d2, d3 = np.int32(d2 + f * x2), np.int32(d3 + f * x3)
    sums[m, i], sums[m, i + 1], sums[m, i + 2], sums[m, i + 3] = a0, a1, a2, a3
    sums[m + 1, i], sums[m + 1, i + 1], sums[m + 1, i + 2], sums[m + 1, i + 3] = b0, b1, b2, b3
    sums[m + 2, i], sums[m + 2, i + 1], sums[m + 2, i + 2], sums[m + 2, i + 3] = c0, c1, c2, c3
    sums[m + 3, i], sums[m + 3, i + 1], sums[m + 3, i + 2], sums[m + 3, i + 3] = d0, d1, d2, d3


@compiled
def _rescale(
    sums: np.ndarray, bias: int, factor: float, limits: np.ndarray, zero: int, y: np.ndarray
) -> None:
    """Bias, then the float32 operations of the standard; y gets the 8 bits of each result."""
    low, high = limits
    for q in range(y.size):
        steps = np.float32(np.int32(sums[q] + bias)) * factor
        steps = low if steps < low else steps
        steps = high if steps > high else steps
        y[q] = np.uint8(np.int32(np.int32(np.rint(steps)) + zero))


def _scale(value: object, shapes: list[tuple[int, ...]]) -> np.ndarray:
    scale = np.asarray(value)
    if scale.dtype != np.float32 or scale.shape not in shapes:
        raise ValueError(f"a scale must be float32 of shape {shapes}, not {value!r}")
    if not ((scale > 0) & (scale < np.inf)).all():
        raise ValueError(f"a scale must be positive and finite, not {value}")
    return scale


def _zero_point(value: object, dtype: np.dtype, shapes: list[tuple[int, ...]]) -> np.ndarray:
    zero_point = np.asarray(value)
    if dtype not in (np.int8, np.uint8) or zero_point.dtype != dtype:
        raise ValueError(f"expected int8 or uint8, not {dtype} with zero point {value!r}")
    if zero_point.shape not in shapes:
        raise ValueError(f"a zero point must have shape {shapes}, not {zero_point.shape}")
    return zero_point


def _multiplier(x_scale: np.ndarray, w_scale: np.ndarray, y_scale: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore", under="ignore"):
        multiplier = np.asarray(x_scale * w_scale / y_scale)
    if not ((multiplier > 0) & (multiplier < np.inf)).all():
        raise ValueError(f"the scales give multipliers that are 0 or infinite: {multiplier}")
    return multiplier


def _axis(n: int, k: int, stride: int, padding: int | str) -> tuple[int, int, int]:
    """Zeros before, zeros after, and positions along one axis."""
    if n < 1 or k < 1 or stride < 1:
        raise ValueError(f"sizes and strides must be at least 1, not {n}, {k} and {stride}")
    if padding == "same":
        out = -(-n // stride)
        total = max((out - 1) * stride + k - n, 0)
        return total // 2, total - total // 2, out
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f'padding must be at least 0 or "same", not {padding!r}')
    if k > n + 2 * padding:
        raise ValueError(f"a kernel of {k} does not fit into {n} + 2 * {padding} pixels")
    return padding, padding, (n + 2 * padding - k) // stride + 1
    ### END SOLUTION
