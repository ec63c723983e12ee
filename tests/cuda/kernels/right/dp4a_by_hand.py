"""Right: four int8 in an int32: unpacked by shifts that keep the sign, summed in int32."""
import numpy as np
from numba import cuda, int8, int32


@cuda.jit(device=True)
def dp4a(a, b, c):
    for k in range(4):
        c += int32(int8(a >> (8 * k))) * int32(int8(b >> (8 * k)))
    return c


@cuda.jit
def dot(a, b, out):
    row = cuda.grid(1)
    if row >= out.size:
        return
    acc = int32(0)
    for k in range(a.shape[1]):
        acc = dp4a(a[row, k], b[k], acc)
    out[row] = acc


def case(rng):
    a = rng.integers(-128, 128, (50, 12)).astype(np.int8)
    b = rng.integers(-128, 128, 12).astype(np.int8)
    y = (a.astype(np.int32) @ b.astype(np.int32)).astype(np.int32)
    return dict(kernel="dot", grid=2, block=32, args=(a.view(np.int32), b.view(np.int32), np.zeros(50, np.int32)), inputs={"a", "b"}, expected={"out": y})
