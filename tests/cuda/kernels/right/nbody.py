"""Right: accelerations of n bodies, positions tiled through shared memory."""
import math

import numpy as np
from numba import cuda, float64

TILE = 32
EPS2 = 1e-3


@cuda.jit(device=True, inline=True)
def pull(px, py, qx, qy, m):
    dx = qx - px
    dy = qy - py
    inv = 1.0 / math.sqrt(dx * dx + dy * dy + EPS2)
    f = m * inv * inv * inv
    return dx * f, dy * f


@cuda.jit
def accelerate(pos, mass, acc):
    sx = cuda.shared.array(TILE, float64)
    sy = cuda.shared.array(TILE, float64)
    sm = cuda.shared.array(TILE, float64)
    i = cuda.grid(1)
    n = pos.shape[0]
    t = cuda.threadIdx.x
    px = py = 0.0
    if i < n:
        px, py = pos[i, 0], pos[i, 1]
    ax = ay = 0.0
    for begin in range(0, n, TILE):
        j = begin + t
        if j < n:
            sx[t], sy[t], sm[t] = pos[j, 0], pos[j, 1], mass[j]
        cuda.syncthreads()
        for k in range(min(TILE, n - begin)):
            fx, fy = pull(px, py, sx[k], sy[k], sm[k])
            ax += fx
            ay += fy
        cuda.syncthreads()
    if i < n:
        acc[i, 0] = ax
        acc[i, 1] = ay


def case(rng):
    pos, mass = rng.random((45, 2)), rng.random(45)
    d = pos[None] - pos[:, None]
    r2 = (d**2).sum(-1) + EPS2
    return dict(kernel="accelerate", grid=2, block=32, args=(pos, mass, np.zeros((45, 2))), inputs={"pos", "mass"}, expected={"acc": (d * (mass / r2**1.5)[..., None]).sum(1)}, tolerance=1e-9)
