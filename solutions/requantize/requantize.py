"""Exercise 13, requantize: from 32-bit sums back to 8 bits, with integers only."""

import numpy as np


def quantize_multiplier(m: float) -> tuple[int, int]:
    """Write a real multiplier as an integer and a shift: m ≈ q31 / 2^31 · 2^shift.

    This is done once, before the network runs, and may use floating point. m = f · 2^shift with
    0.5 ≤ f < 1 (math.frexp finds both), and q31 = round(f · 2^31), half away from zero. If that
    gives 2^31, which no int32 can hold, q31 is 2^30 and the shift one more. If the shift is then
    below −31, the multiplier is as good as 0: the answer is (0, 0).

    Args:
        m: the multiplier, a float (64 bits): x_scale · w_scale / y_scale of a layer.

    Returns:
        (q31, shift): two ints; q31 is 0, or from 2^30 to 2^31 − 1; shift is from −31 to 30. What
        TFLite's QuantizeMultiplier gives.

    Raises:
        ValueError: if m is not positive and finite, or so large that the shift would exceed 30.
    """
    ### BEGIN SOLUTION
    if not 0 < m < np.inf:
        raise ValueError(f"a multiplier must be positive and finite, not {m}")
    fraction, exponent = np.frexp(m)
    q31, shift = int(np.floor(fraction * 2**31 + 0.5)), int(exponent)
    if q31 == 2**31:
        q31, shift = 2**30, shift + 1
    if shift > 30:
        raise ValueError(f"the multiplier {m} is too large")
    return (q31, shift) if shift >= -31 else (0, 0)
    ### END SOLUTION


def requantize(
    acc: np.ndarray,
    q31: int | np.ndarray,
    shift: int | np.ndarray,
    zero_point: np.int8 | np.uint8,
) -> np.ndarray:
    """Scale 32-bit sums to 8 bits as TFLite's reference kernels do; no floating point anywhere.

        a = acc · 2^shift where shift > 0, clamped to int32; else a = acc
        high = a · q31 / 2^31, to the nearest integer, halves towards +∞
        steps = high / 2^−shift where shift < 0, to the nearest integer, halves away from zero
        q = steps + zero_point, clamped to the limits of zero_point's dtype

    There are two roundings, on purpose: 64-bit products exist only between the first two lines.
    The limits are those of the dtype; a ReLU is np.maximum(q, zero_point) afterwards.

    Args:
        acc: int32, any shape with at least one axis, 0 values included. It is not changed.
        q31: from 0 to 2^31 − 1: an int, or an array of integers that broadcasts with acc, such as
            shape (M, 1, 1) for one multiplier a channel of (N, M, OH, OW).
        shift: from −31 to 30: an int, or an array like q31.
        zero_point: an np.int8 or np.uint8. Its dtype is that of the result.

    Returns:
        A new array of acc's shape and zero_point's dtype.

    Raises:
        ValueError: if acc is not int32, if q31 or shift are no integers, out of range, or do not
            fit to acc's shape, or if zero_point is not one int8 or uint8.
    """
    ### BEGIN SOLUTION
    factors, shifts, offset = np.asarray(q31), np.asarray(shift), np.asarray(zero_point)
    if acc.dtype != np.int32:
        raise ValueError(f"acc must be int32, not {acc.dtype}")
    if offset.dtype not in (np.int8, np.uint8) or offset.ndim:
        raise ValueError(f"the zero point must be one int8 or uint8, not {zero_point!r}")
    _require_range(factors, 0, 2**31 - 1)
    _require_range(shifts, -31, 30)
    if np.broadcast_shapes(acc.shape, factors.shape, shifts.shape) != acc.shape:
        raise ValueError(f"{factors.shape} and {shifts.shape} do not fit to {acc.shape}")
    factors, shifts = factors.astype(np.int64), shifts.astype(np.int64)
    left, right = np.maximum(shifts, 0), np.maximum(-shifts, 0)
    wide = np.clip(acc.astype(np.int64) << left, -(2**31), 2**31 - 1)
    high = (wide * factors + 2**30) >> 31  # >> rounds towards −∞, so this is half up
    half = (1 << right) >> 1
    steps = np.sign(high) * ((np.abs(high) + half) >> right)
    info = np.iinfo(offset.dtype)
    q: np.ndarray = np.clip(steps + offset.astype(np.int64), info.min, info.max)
    return q.astype(offset.dtype)


def _require_range(values: np.ndarray, low: int, high: int) -> None:
    if values.dtype.kind not in "iu" or not ((values >= low) & (values <= high)).all():
        raise ValueError(f"expected integers from {low} to {high}, not {values}")
    ### END SOLUTION
