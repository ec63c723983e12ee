"""torch-like: F_conv2d, F_relu, a Conv2d module with parameters; a shim turns "same" into an explicit F_pad."""
import numpy as np


def F_relu(input):
    return np.where(input > 0, input, np.zeros_like(input))


def F_unfold(input, kernel_size, stride):
    """(B, C, H, W) -> (B, C * kh * kw, L), like torch.nn.functional.unfold"""
    B, C, H, W = input.shape
    kh, kw = kernel_size
    oh, ow = (H - kh) // stride[0] + 1, (W - kw) // stride[1] + 1
    cols = np.empty((B, C, kh, kw, oh, ow), dtype=input.dtype)
    for i in range(kh):
        for j in range(kw):
            cols[:, :, i, j] = input[:, :, i:i + stride[0] * oh:stride[0], j:j + stride[1] * ow:stride[1]]
    return cols.reshape(B, C * kh * kw, oh * ow), (oh, ow)


def F_conv2d(input, weight, bias=None, stride=(1, 1), padding=(0, 0)):
    if padding != (0, 0):
        input = np.pad(input, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    cols, size = F_unfold(input, weight.shape[2:], stride)
    out = np.matmul(weight.reshape(weight.shape[0], np.prod(weight.shape[1:], dtype=int)), cols)
    if bias is not None:
        out = out + bias[:, np.newaxis]
    return out.reshape(out.shape[0], out.shape[1], *size)


class Conv2d:
    def __init__(self, weight, bias, stride, padding):
        self.weight, self.bias = weight, bias
        self.stride, self.padding = stride, padding

    def __call__(self, input):
        before_after = []
        for n, k, s, p in zip(input.shape[2:], self.weight.shape[2:], self.stride, self.padding):
            if n < 1 or k < 1 or s < 1:
                raise ValueError("non-positive size or stride")
            if isinstance(p, str) and p != "same":
                raise ValueError(f"Invalid padding string {p!r}, should be 'same'")
            if p != "same" and (p < 0 or k > n + 2 * p):
                raise ValueError("Kernel size can't be greater than actual input size")
            total = 2 * p if p != "same" else max((-(-n // s) - 1) * s + k - n, 0)
            before_after.append((total // 2, total - total // 2))
        if any(a != z for a, z in before_after):
            input = np.pad(input, [(0, 0), (0, 0), *((0, z - a) for a, z in before_after)])
        return F_conv2d(input, self.weight, self.bias, self.stride, tuple(a for a, _ in before_after))


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1] or b.shape != (w.shape[0],):
        raise ValueError("expected x (N, C, H, W), w (M, C, KH, KW) and b (M,)")
    if activation not in (None, "relu"):
        raise ValueError("activation must be None or 'relu'")
    pair = lambda v: v if isinstance(v, tuple) else (v, v)
    conv = Conv2d(w.astype(np.float64), b.astype(np.float64), pair(stride), pair(padding))
    y = conv(x.astype(np.float64))
    return F_relu(y) if activation == "relu" else y
