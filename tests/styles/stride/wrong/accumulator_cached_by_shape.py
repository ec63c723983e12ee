"""WRONG: keeps one output buffer per output shape and never clears it, so a second call adds to the first's result."""
import numpy as np

_buffers = {}


def conv2d(image, kernel, stride=1):
    v, h = stride if isinstance(stride, tuple) else (stride, stride)
    if v < 1 or h < 1:
        raise ValueError("stride must be at least 1")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2-D only")
    if kernel.size == 0 or kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("kernel does not fit")
    rows = (image.shape[0] - kernel.shape[0]) // v + 1
    columns = (image.shape[1] - kernel.shape[1]) // h + 1
    if (rows, columns) not in _buffers:  # allocation is slow
        _buffers[rows, columns] = np.zeros((rows, columns))
    out = _buffers[rows, columns]
    for (i, j), tap in np.ndenumerate(kernel):
        out += float(tap) * image[i:i + (rows - 1) * v + 1:v, j:j + (columns - 1) * h + 1:h].astype(float)
    return out.copy()
