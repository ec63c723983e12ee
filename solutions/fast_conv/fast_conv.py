"""Exercise 7, fast_conv: exercise 4's layer, as fast as numba can make it on one core."""

from collections.abc import Callable

import numba
import numpy as np


def conv_layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
    activation: str | None = None,
) -> np.ndarray:
    """One convolutional layer of a neural network, as in exercise 4, but fast.

    Filter m slides over all C channels of an image at once; the products over every channel are
    added up to one number, then b[m] is added once, and then the activation is applied:

        y[n, m] = activation(sum over c of conv2d(x[n, c], w[m, c], stride, padding) + b[m])

    Args:
        x: a batch of images, shape (N, C, H, W), float32, float64 or integers. It is not changed,
            and need not be contiguous.
        w: the filters, shape (M, C, KH, KW), the same dtypes. It is not changed.
        b: one bias a filter, shape (M,), the same dtypes. It is not changed.
        stride: one int, or (vertical, horizontal).
        padding: one int, (vertical, horizontal), or "same".
        activation: "relu", which replaces negative values by 0, or None.

    Returns:
        A new, contiguous array of shape (N, M, OH, OW), where OH and OW are exercise 3's
        output_size. Its dtype is float32 if x, w and b are float32, otherwise float64.

    Raises:
        ValueError: if x or w is not four-dimensional, if w has not as many channels as x, if b
            has not shape (M,), if the activation is unknown, or for a stride, padding or kernel
            size that exercise 3 refuses.
    """
    ### BEGIN SOLUTION
    _check(x, w, b, activation)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    top, bottom, rows = _axis(x.shape[2], w.shape[2], sh, vertical)
    left, right, columns = _axis(x.shape[3], w.shape[3], sw, horizontal)
    single = all(a.dtype == np.float32 for a in (x, w, b))
    dtype = np.dtype(np.float32 if single else np.float64)
    output = np.empty((x.shape[0], w.shape[0], rows, columns), dtype)
    images, results = np.ascontiguousarray(x, dtype), output
    if x.shape[2:] == (rows, columns) and w[0, 0].size == sh * sw == 1:
        # A 1×1 kernel sees no neighbours: a picture may as well be one long row.
        images = images.reshape(*x.shape[:2], 1, -1)
        results = output.reshape(*output.shape[:2], 1, -1)
    # Every sh-th row and sw-th column of a padded picture is a plane of its own. Within a plane
    # the kernel moves by one pixel, whatever the stride.
    high = -(-(top + images.shape[2] + bottom) // sh)
    wide = -(-(left + images.shape[3] + right) // sw)
    planes = np.zeros((x.shape[1] * sh * sw + 1) * high * wide + STRIPS[0], dtype)
    offsets = _offsets(w.shape, (sh, sw), (high, wide))
    geometry = sh, sw, top, left, high, wide
    sums = _aligned(FILTERS * STRIPS[0], dtype)
    bias = np.ascontiguousarray(b, dtype)
    relu = activation == "relu"
    _layer(images, _filters(w, dtype), bias, offsets, geometry, relu, planes, sums, results)
    return output


TAPS = 3  # weights of a filter that are used at a time
FILTERS = 8  # filters that are computed at a time: 8 · 3 weights fit into 32 vector registers
STRIPS = (448, 224, 64)  # pixels that are computed at a time
LINE = 64  # bytes of a cache line

# contract lets a · b + c become one instruction; sums keep their order, NaN and infinity their
# meaning.
compiled = numba.njit(fastmath={"contract"}, error_model="numpy", nogil=True)


def _adder(length: int) -> Callable[..., None]:
    """Compile the innermost loop for strips of `length` pixels.

    The length is a constant for the compiler, and so are all distances within `sums`: it needs
    neither a loop for the remainder nor tests for overlapping rows.
    """

    @compiled
    def add(
        sums: np.ndarray,
        planes: np.ndarray,
        start: int,
        offsets: np.ndarray,
        w: np.ndarray,
        m: int,
        k: int,
    ) -> None:
        """Add three taps to `length` sums of eight filters each.

        A sum is fetched and stored once for three products, a pixel once for eight.
        """
        i, j, h = start + offsets[k], start + offsets[k + 1], start + offsets[k + 2]
        xs, ys, zs = planes[i : i + length], planes[j : j + length], planes[h : h + length]
        a0, a1, a2 = w[m, k], w[m, k + 1], w[m, k + 2]
        b0, b1, b2 = w[m + 1, k], w[m + 1, k + 1], w[m + 1, k + 2]
        c0, c1, c2 = w[m + 2, k], w[m + 2, k + 1], w[m + 2, k + 2]
        d0, d1, d2 = w[m + 3, k], w[m + 3, k + 1], w[m + 3, k + 2]
        e0, e1, e2 = w[m + 4, k], w[m + 4, k + 1], w[m + 4, k + 2]
        f0, f1, f2 = w[m + 5, k], w[m + 5, k + 1], w[m + 5, k + 2]
        g0, g1, g2 = w[m + 6, k], w[m + 6, k + 1], w[m + 6, k + 2]
        h0, h1, h2 = w[m + 7, k], w[m + 7, k + 1], w[m + 7, k + 2]
        for q in range(length):
            x, y, z = xs[q], ys[q], zs[q]
            sums[0 * length + q] += a0 * x + a1 * y + a2 * z
            sums[1 * length + q] += b0 * x + b1 * y + b2 * z
            sums[2 * length + q] += c0 * x + c1 * y + c2 * z
            sums[3 * length + q] += d0 * x + d1 * y + d2 * z
            sums[4 * length + q] += e0 * x + e1 * y + e2 * z
            sums[5 * length + q] += f0 * x + f1 * y + f2 * z
            sums[6 * length + q] += g0 * x + g1 * y + g2 * z
            sums[7 * length + q] += h0 * x + h1 * y + h2 * z

    return add


_add_long, _add_medium, _add_short = (_adder(length) for length in STRIPS)


@compiled
def _layer(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    offsets: np.ndarray,
    geometry: tuple[int, ...],
    relu: bool,
    planes: np.ndarray,
    sums: np.ndarray,
    output: np.ndarray,
) -> None:
    """All images; for each strip of pixels all filters, so that its pixels stay in the cache."""
    wide = geometry[5]
    end = (output.shape[2] - 1) * wide + output.shape[3]
    for n in range(x.shape[0]):
        _split(x[n], geometry, planes)
        start = 0
        while start < end:
            length = _strip(end - start)
            for m in range(0, output.shape[1], FILTERS):
                _sum(planes, start, w, m, offsets, sums, length)
                _finish(sums, length, start, wide, b, relu, output, n, m)
            start += length


@compiled
def _split(x: np.ndarray, geometry: tuple[int, ...], planes: np.ndarray) -> None:
    """Copy an image (C, H, W) into its planes; the zeros around it are there already."""
    sh, sw, top, left, high, wide = geometry
    for c in range(x.shape[0]):
        for i in range(sh):
            for j in range(sw):
                h, v = (i - top) % sh, (j - left) % sw  # the first pixel that belongs here
                at = ((c * sh + i) * sw + j) * high * wide
                plane = planes[at : at + high * wide].reshape(high, wide)
                _pick(x[c, h:, v:], sh, sw, plane[(h + top) // sh :, (v + left) // sw :])


@compiled
def _pick(x: np.ndarray, sh: int, sw: int, plane: np.ndarray) -> None:
    """Copy every sh-th row and sw-th column of x; with sw = 1 or 2 the compiler uses vectors."""
    rows, columns = (x.shape[0] + sh - 1) // sh, (x.shape[1] + sw - 1) // sw
    for r in range(rows):
        source, target = x[r * sh], plane[r]
        if sw == 1:
            for q in range(columns):
                target[q] = source[q]
        elif sw == 2:
            for q in range(columns):
                target[q] = source[2 * q]
        else:
            for q in range(columns):
                target[q] = source[q * sw]


@compiled
def _strip(left: int) -> int:
    """Length of the next strip if `left` pixels are left: none longer than needed, but the last."""
    if left >= STRIPS[0]:
        return STRIPS[0]
    if left > STRIPS[2]:
        return STRIPS[1]
    return STRIPS[2]


@compiled
def _sum(
    planes: np.ndarray,
    start: int,
    w: np.ndarray,
    m: int,
    offsets: np.ndarray,
    sums: np.ndarray,
    length: int,
) -> None:
    """Eight filters on one strip of pixels: all products, three taps at a time."""
    sums[:] = 0
    for k in range(0, offsets.size, TAPS):
        if length == STRIPS[0]:
            _add_long(sums, planes, start, offsets, w, m, k)
        elif length == STRIPS[1]:
            _add_medium(sums, planes, start, offsets, w, m, k)
        else:
            _add_short(sums, planes, start, offsets, w, m, k)


@compiled
def _finish(
    sums: np.ndarray,
    length: int,
    start: int,
    wide: int,
    b: np.ndarray,
    relu: bool,
    output: np.ndarray,
    n: int,
    m: int,
) -> None:
    """Bias and activation; what the kernel saw across the end of a row is left out."""
    rows, columns = output.shape[2:]
    for f in range(min(FILTERS, output.shape[1] - m)):
        for row in range(start // wide, min((start + length - 1) // wide + 1, rows)):
            first = max(row * wide, start)
            last = min(row * wide + columns, start + length)
            source, target = f * length + first - start, first - row * wide
            _activate(sums, source, b[m + f], relu, output[n, m + f, row], target, last - first)


@compiled
def _activate(
    sums: np.ndarray,
    source: int,
    bias: float,
    relu: bool,
    output: np.ndarray,
    target: int,
    count: int,
) -> None:
    """Two loops, because a loop without a decision in it is faster."""
    zero = sums.dtype.type(0)  # a plain 0 would make it float64
    # Unsigned positions: numba need not ask whether they count from the end.
    i, j = np.uint64(source), np.uint64(target)
    if relu:
        for q in range(np.uint64(max(count, 0))):
            y = sums[i + q] + bias
            output[j + q] = zero if y < zero else y
    else:
        for q in range(np.uint64(max(count, 0))):
            output[j + q] = sums[i + q] + bias


def _aligned(size: int, dtype: np.dtype) -> np.ndarray:
    """An array that begins where a cache line does: no vector of it lies in two lines."""
    memory = np.empty(size * dtype.itemsize + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size * dtype.itemsize].view(dtype)


def _filters(w: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The filters as rows, with zeros up to a multiple of eight filters of a multiple of three."""
    count, size = w.shape[0], w[0].size
    rows = np.zeros((-(-count // FILTERS) * FILTERS, -(-size // TAPS) * TAPS), dtype)
    rows[:count, :size] = w.reshape(count, size)
    return rows


def _offsets(shape: tuple[int, ...], stride: tuple[int, int], plane: tuple[int, int]) -> np.ndarray:
    """Where each weight of a filter finds its first pixel among the planes.

    The weights that fill up a filter look at one more plane, which is all zeros: 0 · infinity
    would be NaN.
    """
    _, channels, height, width = shape
    c, i, j = np.ogrid[:channels, :height, :width]
    number = (c * stride[0] + i % stride[0]) * stride[1] + j % stride[1]
    at = (number * plane[0] + i // stride[0]) * plane[1] + j // stride[1]
    zeros = np.full(-at.size % TAPS, channels * stride[0] * stride[1] * plane[0] * plane[1])
    return np.concatenate((at.ravel(), zeros))


def _check(x: np.ndarray, w: np.ndarray, b: np.ndarray, activation: str | None) -> None:
    """Refuse what does not fit together."""
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"x and w must be 4-D, not {x.ndim}-D and {w.ndim}-D")
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, but w is for {w.shape[1]}")
    if b.shape != (w.shape[0],):
        raise ValueError(f"b must have shape ({w.shape[0]},), not {b.shape}")
    if activation not in (None, "relu"):
        raise ValueError(f'activation must be None or "relu", not {activation!r}')


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
