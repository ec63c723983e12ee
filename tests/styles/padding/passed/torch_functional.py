"""torch-like: F_conv2d(input, weight, bias, stride, padding) in NCHW, with a shim for argument order and shapes."""
import numpy as np


def _pair(v):
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def F_pad(input, pad):
    """Like F.pad: (left, right, top, bottom), negative values crop."""
    left, right, top, bottom = pad
    return np.pad(input, ((0, 0), (0, 0), (top, bottom), (left, right)))


def F_conv2d(input, weight, bias=None, stride=1, padding=0):
    stride, padding = _pair(stride), _pair(padding)
    input = F_pad(input, (padding[1], padding[1], padding[0], padding[0]))
    windows = np.lib.stride_tricks.sliding_window_view(input, weight.shape[2:], axis=(2, 3))
    windows = windows[:, :, :: stride[0], :: stride[1]]
    out = np.einsum("bchwij,ocij->bohw", windows, weight)
    return out if bias is None else out + bias[:, None, None]


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("non-positive argument")
    if isinstance(padding, str):
        if padding != "same":
            raise ValueError(f"Invalid padding string {padding!r}")
        return -(n // -stride)
    if padding < 0:
        raise ValueError("negative padding is not supported")
    if n + 2 * padding < k:
        raise ValueError("Kernel size can't be greater than actual input size")
    return (n + 2 * padding - (k - 1) - 1) // stride + 1


def conv2d(image, kernel, stride=1, padding=0):
    # shim: (H, W) -> (1, 1, H, W), TensorFlow's "same" -> explicit asymmetric F_pad
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("expected 2D input and 2D kernel")
    stride, padding = _pair(stride), _pair(padding)
    out = [output_size(*a) for a in zip(image.shape, kernel.shape, stride, padding)]
    input = image[None, None].astype(np.float64)
    weight = kernel[None, None].astype(np.float64)
    pads = []
    for n, k, s, p, o in zip(image.shape, kernel.shape, stride, padding, out):
        total = max((o - 1) * s + k - n, 0) if p == "same" else 2 * p
        pads.append((total // 2, total - total // 2))
    input = F_pad(input, pads[1] + pads[0])
    return F_conv2d(input, weight, stride=stride)[0, 0]
