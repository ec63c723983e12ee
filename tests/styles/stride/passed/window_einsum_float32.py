"""sliding_window_view sliced with the stride, then einsum; float32 in, float32 out."""
import numpy as np


def conv2d(image, kernel, stride=1):
    v, h = np.broadcast_to(stride, 2)
    if v < 1 or h < 1:
        raise ValueError("stride must be >= 1")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("image and kernel must be non-empty matrices")
    if (np.asarray(kernel.shape) > np.asarray(image.shape)).any():
        raise ValueError("kernel must fit inside the image")
    dtype = {(np.dtype("f4"), np.dtype("f4")): "f4"}.get((image.dtype, kernel.dtype), "f8")
    # einsum gives Fortran order here: it writes into a transposed output
    win = np.lib.stride_tricks.sliding_window_view(image.astype(dtype), kernel.shape)[::v, ::h]
    return np.einsum("pqij,ij->qp", win, kernel.astype(dtype)).T
