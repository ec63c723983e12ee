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
    # YOUR CODE HERE
    raise NotImplementedError()
