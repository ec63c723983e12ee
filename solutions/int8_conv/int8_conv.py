"""Exercise 12, int8_conv: a convolutional layer on 8-bit integers, bit for bit ONNX Runtime's."""

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
    # What is 0 after the zero point is subtracted can be padded with 0.
    pixels = x.astype(np.int32) - x_offset.astype(np.int32)
    weights = w.astype(np.int32) - w_offset.astype(np.int32).reshape(-1, 1, 1, 1)
    acc = _convolve(pixels, weights, stride, padding)
    if b is not None:
        acc += b.reshape(-1, 1, 1)
    info, zero = np.iinfo(y_offset.dtype), np.float32(y_offset)
    steps = acc.astype(np.float32) * multiplier.reshape(-1, 1, 1)
    y: np.ndarray = np.rint(np.clip(steps, info.min - zero, info.max - zero)) + zero
    return y.astype(y_offset.dtype)


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


def _convolve(
    pixels: np.ndarray, weights: np.ndarray, stride: int | Pair, padding: int | Pair | str
) -> np.ndarray:
    """Exercise 4 in int32: pixels (N, C, H, W), weights (M, C, KH, KW) → (N, M, OH, OW)."""
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(pixels.shape[2], weights.shape[2], strides[0], paddings[0])
    left, right, columns = _axis(pixels.shape[3], weights.shape[3], strides[1], paddings[1])
    padded = np.pad(pixels, ((0, 0), (0, 0), (top, bottom), (left, right)))
    sums = np.zeros((pixels.shape[0], weights.shape[0], rows, columns), np.int32)
    for i in range(weights.shape[2]):
        for j in range(weights.shape[3]):
            below, beyond = i + (rows - 1) * strides[0] + 1, j + (columns - 1) * strides[1] + 1
            patch = padded[:, :, i : below : strides[0], j : beyond : strides[1]]
            # All channels of one kernel position, for every image and filter at once.
            sums += np.einsum("nchw,mc->nmhw", patch, weights[:, :, i, j])
    return sums


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
