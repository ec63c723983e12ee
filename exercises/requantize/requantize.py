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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()
