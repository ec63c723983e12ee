"""Exercise 5, cost_model: how much a layer computes, how much it moves, how fast it can be."""

Shape = tuple[int, int, int, int]
Pair = tuple[int, int]


def macs(
    x_shape: Shape,
    w_shape: Shape,
    stride: int | Pair = 1,
    padding: int | Pair | str = 0,
) -> int:
    """How many multiply-accumulates (MACs) a convolutional layer takes.

    Each of the N · M · OH · OW output values is a sum of C · KH · KW products. Products with zeros
    of the padding count like all others; bias and activation do not count.

    Args:
        x_shape: the shape of the input, (N, C, H, W): images, channels, rows, columns.
        w_shape: the shape of the filters, (M, C, KH, KW).
        stride: as in exercise 4: one int, or (vertical, horizontal).
        padding: as in exercise 4: one int, (vertical, horizontal), or "same".

    Returns:
        The number, a plain int, exact however large it is.

    Raises:
        ValueError: if a shape is not four sizes of at least 1, if w has not as many channels as x,
            or for a stride, padding or kernel size that exercise 3 refuses.
    """
    ### BEGIN SOLUTION
    n, m, rows, columns = _output_shape(x_shape, w_shape, stride, padding)
    _, c, kh, kw = w_shape
    return n * m * rows * columns * c * kh * kw
    ### END SOLUTION


def bytes_moved(
    x_shape: Shape,
    w_shape: Shape,
    stride: int | Pair = 1,
    padding: int | Pair | str = 0,
    itemsize: int = 4,
) -> int:
    """The least that a layer can move between memory and chip: every value crosses once.

    Every input value and every weight is read once, every output value is written once. Zeros of
    the padding lie in no memory, and nobody reads them; the bias is too small to count.

    Args:
        x_shape: the shape of the input, (N, C, H, W).
        w_shape: the shape of the filters, (M, C, KH, KW).
        stride: as in `macs`.
        padding: as in `macs`.
        itemsize: bytes a value, at least 1: 4 for float32, 1 for int8.

    Returns:
        The number of bytes, a plain int, exact however large it is.

    Raises:
        ValueError: if itemsize is less than 1, or for anything that `macs` refuses.
    """
    ### BEGIN SOLUTION
    if itemsize < 1:
        raise ValueError(f"a value takes at least 1 byte, not {itemsize}")
    n, m, rows, columns = _output_shape(x_shape, w_shape, stride, padding)
    _, c, h, w = x_shape
    _, _, kh, kw = w_shape
    return (n * c * h * w + m * c * kh * kw + n * m * rows * columns) * itemsize
    ### END SOLUTION


def attainable(peak: float, bandwidth: float, intensity: float) -> float:
    """The roofline: how fast a chip can be at best, if memory and arithmetic work at once.

    In each second, memory delivers `bandwidth` bytes, and each byte feeds `intensity` operations;
    but there are never more than `peak` operations (Williams, Waterman and Patterson 2009).

    Args:
        peak: operations a second that the chip can do; one MAC is two operations.
        bandwidth: bytes a second that its memory can deliver.
        intensity: operations for each byte moved.

    Returns:
        Operations a second.

    Raises:
        ValueError: unless all three are positive, finite numbers (infinity and NaN are not).
    """
    ### BEGIN SOLUTION
    if not all(0 < value < float("inf") for value in (peak, bandwidth, intensity)):
        raise ValueError(f"not positive and finite: {peak}, {bandwidth} or {intensity}")
    return min(peak, bandwidth * intensity)


def _output_shape(
    x_shape: Shape, w_shape: Shape, stride: int | Pair, padding: int | Pair | str
) -> Shape:
    """The shape of the layer's output, (N, M, OH, OW)."""
    if any(len(shape) != 4 or min(shape) < 1 for shape in (x_shape, w_shape)):
        raise ValueError(f"shapes are four sizes of at least 1, not {x_shape} and {w_shape}")
    if x_shape[1] != w_shape[1]:
        raise ValueError(f"x has {x_shape[1]} channels and w has {w_shape[1]}")
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    rows = _output_size(x_shape[2], w_shape[2], down, vertical)
    columns = _output_size(x_shape[3], w_shape[3], right, horizontal)
    return x_shape[0], w_shape[0], rows, columns


def _output_size(n: int, k: int, stride: int, padding: int | str) -> int:
    """Exercise 3: how many positions a kernel of k visits on an axis of n pixels."""
    if stride < 1:
        raise ValueError(f"the stride must be at least 1, not {stride}")
    if padding == "same":
        return -(-n // stride)  # rounded up
    if isinstance(padding, str) or padding < 0:
        raise ValueError(f'padding must be at least 0 or "same", not {padding!r}')
    if k > n + 2 * padding:
        raise ValueError(f"a kernel of {k} does not fit into {n} + 2 * {padding} pixels")
    return (n + 2 * padding - k) // stride + 1
    ### END SOLUTION
