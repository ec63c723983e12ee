"""Beginner: no padded image at all, four nested loops with an if that skips pixels outside; floats and lists."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1:
        raise ValueError("n must be at least 1")
    if k < 1:
        raise ValueError("k must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if type(padding) == str:
        if padding != "same":
            raise ValueError("I do not know this padding: " + padding)
        # round up
        if n % stride == 0:
            return n // stride
        else:
            return n // stride + 1
    if padding < 0:
        raise ValueError("padding must not be negative")
    total = n + padding + padding
    if k > total:
        raise ValueError("kernel too big")
    return (total - k) // stride + 1


def zeros_before(n, k, stride, padding):
    if padding == "same":
        out = output_size(n, k, stride, "same")
        needed = (out - 1) * stride + k - n
        if needed < 0:
            needed = 0
        return needed // 2
    return padding


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("must be 2D")
    if type(stride) == int:
        stride = (stride, stride)
    if type(padding) != tuple:
        padding = (padding, padding)
    H = image.shape[0]
    W = image.shape[1]
    KH = kernel.shape[0]
    KW = kernel.shape[1]
    OH = output_size(H, KH, stride[0], padding[0])
    OW = output_size(W, KW, stride[1], padding[1])
    top = zeros_before(H, KH, stride[0], padding[0])
    left = zeros_before(W, KW, stride[1], padding[1])
    image = image.tolist()
    kernel = kernel.tolist()

    result = []
    for oy in range(OH):
        result.append([])
        for ox in range(OW):
            s = 0.0
            for i in range(KH):
                for j in range(KW):
                    y = oy * stride[0] + i - top
                    x = ox * stride[1] + j - left
                    if y >= 0 and y < H and x >= 0 and x < W:
                        s += float(image[y][x]) * float(kernel[i][j])
            result[oy].append(s)
    return np.array(result)
