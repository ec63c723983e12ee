"""Exercise 11, quantize: real numbers as 8-bit integers, and back."""

import numpy as np


def choose_scale(
    low: float, high: float, dtype: str, symmetric: bool = False
) -> tuple[np.float32, np.int8 | np.uint8]:
    """The scale and the zero point with which the numbers from `low` to `high` fit into 8 bits.

    Everything is computed in float32, from the first step on. The range is widened to contain 0.

    Asymmetric: the range is spread over all 256 integers, qmin to qmax,

        scale = (high − low) / (qmax − qmin)
        zero_point = round(qmin − low / scale), half to even, then clamped to qmin … qmax

    Symmetric, for weights: scale = max(−low, high) / 127, and the zero point is 0; −128 has no
    use. If both ends of the range are 0, the scale is 1.

    Args:
        low: the smallest number that occurs.
        high: the largest number that occurs.
        dtype: "int8" or "uint8".
        symmetric: whether the zero point must be 0; for "int8" only.

    Returns:
        (scale, zero_point): an np.float32 and an np.int8 or np.uint8, so that `quantize` can tell
        the dtype from it. The same bits as ONNX's DynamicQuantizeLinear for "uint8".

    Raises:
        ValueError: if low or high is not finite, if low > high, if dtype is another one, if uint8
            should be symmetric, or if the scale is 0 or infinite in float32.
    """
    ### BEGIN SOLUTION
    if dtype not in ("int8", "uint8") or (symmetric and dtype == "uint8"):
        raise ValueError(f"no scale for {dtype!r} with symmetric={symmetric}")
    if not (np.isfinite([low, high]).all() and low <= high):
        raise ValueError(f"{low} to {high} is no finite range")
    info, kind = np.iinfo(dtype), np.dtype(dtype).type
    with np.errstate(over="ignore", under="ignore"):
        bottom, top = np.float32(min(low, 0)), np.float32(max(high, 0))
        span = max(-bottom, top) if symmetric else top - bottom
        scale = span / np.float32(info.max if symmetric else info.max - info.min)
    scale = scale if bottom < top else np.float32(1)
    if not 0 < scale < np.inf:
        raise ValueError(f"no float32 scale for the range {low} to {high}")
    if symmetric:
        return scale, kind(0)
    steps = np.rint(np.float32(info.min) - bottom / scale)
    return scale, kind(np.clip(steps, info.min, info.max))
    ### END SOLUTION


def quantize(
    x: np.ndarray,
    scale: np.float32 | np.ndarray,
    zero_point: np.int8 | np.uint8 | np.ndarray,
    axis: int | None = None,
) -> np.ndarray:
    """Real numbers → 8-bit integers: ONNX's QuantizeLinear.

        q = saturate(round(x / scale) + zero_point)

    The division is in float32, `round` takes halves to the even neighbour, and `saturate` replaces
    what is below or above the dtype's limits (infinity, too) by the limit.

    Args:
        x: float32, any shape with at least one axis, 0 values included. It is not changed.
        scale: float32: one number (or array without axes), or with `axis` one for each index.
        zero_point: int8 or uint8, of the same shape as scale.
        axis: None: one scale for all values. An int: x[…, i, …] with i at this axis has scale[i];
            negative ones count from the end.

    Returns:
        A new array of x's shape and of zero_point's dtype.

    Raises:
        ValueError: if x or scale is not float32, if zero_point is neither int8 nor uint8, if x
            contains NaN, if a scale is not positive and finite, if scale and zero_point have not
            the shape that `axis` asks for, or if x has no such axis.
    """
    ### BEGIN SOLUTION
    if x.dtype != np.float32 or np.isnan(x).any():
        raise ValueError(f"x must be float32 without NaN, not {x.dtype}")
    scales, zero_points = _parameters(x, scale, zero_point, axis)
    info = np.iinfo(zero_points.dtype)
    with np.errstate(over="ignore", under="ignore"):
        steps = np.rint(x / scales)
    # Clamped while still float: beyond the limits, a cast gives anything.
    offsets = zero_points.astype(np.float32)
    q: np.ndarray = np.clip(steps, info.min - offsets, info.max - offsets) + offsets
    return q.astype(zero_points.dtype)


def _parameters(
    x: np.ndarray, scale: object, zero_point: object, axis: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Scale and zero point, checked, and shaped so that they broadcast along `axis` of x."""
    scales, zero_points = np.asarray(scale), np.asarray(zero_point)
    if scales.dtype != np.float32 or not ((scales > 0) & (scales < np.inf)).all():
        raise ValueError(f"scales must be positive, finite float32, not {scale}")
    if zero_points.dtype not in (np.int8, np.uint8):
        raise ValueError(f"zero points must be int8 or uint8, not {zero_points.dtype}")
    if axis is not None and not -x.ndim <= axis < x.ndim:
        raise ValueError(f"an array with {x.ndim} axes has no axis {axis}")
    wanted = () if axis is None else (x.shape[axis],)
    if scales.shape != wanted or zero_points.shape != wanted:
        raise ValueError(f"expected shape {wanted}, not {scales.shape} and {zero_points.shape}")
    if axis is not None:
        ones = [1] * x.ndim
        ones[axis] = -1
        return scales.reshape(ones), zero_points.reshape(ones)
    return scales, zero_points
    ### END SOLUTION


def dequantize(
    q: np.ndarray,
    scale: np.float32 | np.ndarray,
    zero_point: np.int8 | np.uint8 | np.ndarray,
    axis: int | None = None,
) -> np.ndarray:
    """8-bit integers → real numbers: ONNX's DequantizeLinear.

        x = (q − zero_point) · scale

    The difference needs more than 8 bits; the product is in float32.

    Args:
        q: int8 or uint8, any shape with at least one axis, 0 values included. It is not changed.
        scale: as in `quantize`.
        zero_point: as in `quantize`, of q's dtype.
        axis: as in `quantize`.

    Returns:
        A new float32 array of q's shape.

    Raises:
        ValueError: if q and zero_point have different dtypes, or for a scale, zero point or axis
            that `quantize` refuses.
    """
    ### BEGIN SOLUTION
    scales, zero_points = _parameters(q, scale, zero_point, axis)
    if q.dtype != zero_points.dtype:
        raise ValueError(f"q is {q.dtype}, but its zero point is {zero_points.dtype}")
    difference = q.astype(np.int32) - zero_points.astype(np.int32)
    x: np.ndarray = difference.astype(np.float32) * scales
    return x
    ### END SOLUTION
