"""output_size is there, conv2d is not."""


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k and stride must be at least 1")
    if padding == "same":
        return (n + stride - 1) // stride
    if isinstance(padding, str) or padding < 0 or k > n + 2 * padding:
        raise ValueError("padding")
    return (n + 2 * padding - k) // stride + 1
