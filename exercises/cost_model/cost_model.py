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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()
