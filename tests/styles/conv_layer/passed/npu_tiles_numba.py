"""numba, dataflow of an NPU: tiles of filters and channels, an accumulator tile, bias preloaded, ReLU on the way out."""
import numba as nb
import numpy as np

TILE_M = 4
TILE_C = 2


@nb.njit
def run(x, w, b, out, sy, sx, top, left, relu):
    N, C, H, W = x.shape
    M, _, KH, KW = w.shape
    OH, OW = out.shape[2], out.shape[3]
    for n in range(N):
        for m0 in range(0, M, TILE_M):
            m1 = min(m0 + TILE_M, M)
            for oy in range(OH):
                acc = np.zeros((TILE_M, OW))
                for m in range(m0, m1):
                    acc[m - m0, :] = b[m]
                for c0 in range(0, C, TILE_C):
                    for c in range(c0, min(c0 + TILE_C, C)):
                        for i in range(KH):
                            iy = oy * sy + i - top
                            if iy < 0 or iy >= H:
                                continue
                            for m in range(m0, m1):
                                for j in range(KW):
                                    weight = w[m, c, i, j]
                                    for ox in range(OW):
                                        ix = ox * sx + j - left
                                        if 0 <= ix < W:
                                            acc[m - m0, ox] += weight * x[n, c, iy, ix]
                for m in range(m0, m1):
                    for ox in range(OW):
                        v = acc[m - m0, ox]
                        out[n, m, oy, ox] = 0.0 if relu and v < 0.0 else v


def axis(n, k, s, p):
    if n < 1 or k < 1 or s < 1:
        raise ValueError("n, k, s >= 1")
    if p == "same":
        out = -(-n // s)
        return out, max((out - 1) * s + k - n, 0) // 2
    if isinstance(p, str):
        raise ValueError("padding")
    if p < 0 or k > n + 2 * p:
        raise ValueError("padding or kernel")
    return (n + 2 * p - k) // s + 1, p


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("x and w: 4 axes")
    if x.shape[1] != w.shape[1]:
        raise ValueError("C")
    if b.shape != w.shape[:1]:
        raise ValueError("b")
    if activation is not None and activation != "relu":
        raise ValueError("activation")
    sy, sx = stride if isinstance(stride, tuple) else (stride, stride)
    py, px = padding if isinstance(padding, tuple) else (padding, padding)
    oh, top = axis(x.shape[2], w.shape[2], sy, py)
    ow, left = axis(x.shape[3], w.shape[3], sx, px)
    out = np.empty((x.shape[0], w.shape[0], oh, ow))
    f8 = lambda a: a.astype(np.float64, order="C")
    run(f8(x), f8(w), f8(b), out, sy, sx, top, left, activation == "relu")
    return out
