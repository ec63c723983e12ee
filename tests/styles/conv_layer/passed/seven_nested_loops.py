"""Beginner: seven nested loops over Python floats and lists, bounds checked pixel by pixel, an array at the end."""
import numpy as np


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    # ---- checks ----
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("x and w must be 4D")
    N, C, H, W = x.shape
    M, C2, KH, KW = w.shape
    if C != C2:
        raise ValueError("channels do not match")
    if b.shape != (M,):
        raise ValueError("wrong bias shape")
    if activation != None and activation != "relu":
        raise ValueError("unknown activation")
    if isinstance(stride, tuple):
        sy, sx = stride
    else:
        sy = stride
        sx = stride
    if isinstance(padding, tuple):
        py, px = padding
    else:
        py = padding
        px = padding
    if sy < 1 or sx < 1:
        raise ValueError("stride")
    if H < 1 or W < 1 or KH < 1 or KW < 1:
        raise ValueError("empty")

    # ---- sizes ----
    if py == "same":
        OH = (H + sy - 1) // sy
        top = max((OH - 1) * sy + KH - H, 0) // 2
    elif type(py) == str or py < 0 or H + 2 * py < KH:
        raise ValueError("padding")
    else:
        OH = (H + 2 * py - KH) // sy + 1
        top = py
    if px == "same":
        OW = (W + sx - 1) // sx
        left = max((OW - 1) * sx + KW - W, 0) // 2
    elif type(px) == str or px < 0 or W + 2 * px < KW:
        raise ValueError("padding")
    else:
        OW = (W + 2 * px - KW) // sx + 1
        left = px

    # ---- the seven loops ----
    xl = x.tolist()
    wl = w.tolist()
    bl = b.tolist()
    y = np.zeros((N, M, OH, OW))
    for n in range(N):
        for m in range(M):
            for oy in range(OH):
                for ox in range(OW):
                    total = float(bl[m])
                    for c in range(C):
                        for i in range(KH):
                            iy = oy * sy + i - top
                            if iy < 0 or iy >= H:
                                continue
                            for j in range(KW):
                                ix = ox * sx + j - left
                                if ix < 0 or ix >= W:
                                    continue
                                total += float(xl[n][c][iy][ix]) * float(wl[m][c][i][j])
                    if activation == "relu" and total < 0:
                        total = 0.0
                    y[n, m, oy, ox] = total
    return y
