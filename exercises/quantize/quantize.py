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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()
