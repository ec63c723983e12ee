"""Exercise 6, im2col: a convolutional layer as one matrix product."""

import numpy as np


def im2col(
    x: np.ndarray,
    kh: int,
    kw: int,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """The patches of all images as the rows of one matrix.

    The kernel stops at N · OH · OW positions. Row (n · OH + oh) · OW + ow holds the pixels that lie
    under it in image n at stop (oh, ow). Column (c · KH + i) · KW + j holds pixel (i, j) of every
    patch in channel c: the order in which w.reshape(M, -1) holds the weights of a filter.

    Args:
        x: a batch of images, shape (N, C, H, W), floats or integers. It is not changed.
        kh: rows of the kernel, KH.
        kw: columns of the kernel, KW.
        stride: as in exercise 4: one int, or (vertical, horizontal).
        padding: as in exercise 4: one int, (vertical, horizontal), or "same".

    Returns:
        An array of shape (N · OH · OW, C · KH · KW), where OH and OW are exercise 3's output_size;
        float32 if x is float32, otherwise float64. How it lies in memory is up to you.

    Raises:
        ValueError: if x is not four-dimensional, or for a stride, padding or kernel size that
            exercise 3 refuses.
    """
    ### BEGIN SOLUTION
    if x.ndim != 4:
        raise ValueError(f"x must be 4-D, not {x.ndim}-D")
    n, c, height, width = x.shape
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(height, kh, strides[0], paddings[0])
    left, right, columns = _axis(width, kw, strides[1], paddings[1])
    dtype = np.float32 if x.dtype == np.float32 else np.float64
    padded = np.zeros((n, c, top + height + bottom, left + width + right), dtype)
    padded[:, :, top : top + height, left : left + width] = x
    # Written as the transposed matrix, each line of it is pieces of image rows: long copies.
    lines = np.empty((c, kh, kw, n, rows, columns), dtype)
    for i in range(kh):
        for j in range(kw):
            below, beyond = i + (rows - 1) * strides[0] + 1, j + (columns - 1) * strides[1] + 1
            pixels = padded[:, :, i : below : strides[0], j : beyond : strides[1]]
            lines[:, i, j] = pixels.transpose(1, 0, 2, 3)
    return lines.reshape(c * kh * kw, n * rows * columns).T
    ### END SOLUTION


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer, as in exercise 4, through one matrix product.

    Args:
        x: a batch of images, shape (N, C, H, W), floats or integers. It is not changed.
        w: the filters, shape (M, C, KH, KW), floats or integers. It is not changed.
        b: one bias a filter, shape (M,), floats or integers. It is not changed.
        stride: one int, or (vertical, horizontal).
        padding: one int, (vertical, horizontal), or "same".
        activation: "relu", which replaces negative values by 0, or None.

    Returns:
        A new array of shape (N, M, OH, OW); float32 if x, w and b are float32, otherwise float64.

    Raises:
        ValueError: if x or w is not four-dimensional, if w has not as many channels as x, if b
            has not shape (M,), if the activation is unknown, or for a stride, padding or kernel
            size that exercise 3 refuses.
    """
    ### BEGIN SOLUTION
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"x and w must be 4-D, not {x.ndim}-D and {w.ndim}-D")
    m, c, kh, kw = w.shape
    if x.shape[1] != c:
        raise ValueError(f"x has {x.shape[1]} channels, but w is for {c}")
    if b.shape != (m,):
        raise ValueError(f"b must have shape ({m},), not {b.shape}")
    if activation not in (None, "relu"):
        raise ValueError(f'activation must be None or "relu", not {activation!r}')
    single = x.dtype == w.dtype == b.dtype == np.float32
    dtype = np.float32 if single else np.float64
    patches = im2col(x if single else x.astype(np.float64), kh, kw, stride, padding)
    # (M, C·KH·KW) times (C·KH·KW, N·OH·OW): feature maps come out as whole rows.
    maps = w.reshape(m, -1).astype(dtype, copy=False) @ patches.T
    maps += b.reshape(m, 1)
    if activation == "relu":
        np.maximum(maps, 0, out=maps)
    rows, columns = _output_shape(x, w, stride, padding)
    return np.ascontiguousarray(maps.reshape(m, len(x), rows, columns).transpose(1, 0, 2, 3))


def _output_shape(
    x: np.ndarray,
    w: np.ndarray,
    stride: int | tuple[int, int],
    padding: int | tuple[int, int] | str,
) -> tuple[int, int]:
    """OH and OW."""
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    rows = _axis(x.shape[2], w.shape[2], strides[0], paddings[0])[2]
    return rows, _axis(x.shape[3], w.shape[3], strides[1], paddings[1])[2]


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
