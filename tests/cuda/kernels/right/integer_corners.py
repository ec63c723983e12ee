"""Right: floor division and modulo of negatives, shifts, int32 that wraps, bool arithmetic."""
import numpy as np
from numba import cuda, int8, int32, uint8


@cuda.jit
def corners(a, out):
    i = cuda.grid(1)
    n = a[i]
    out[i, 0] = n // 7
    out[i, 1] = n % -7
    out[i, 2] = -n // 3
    out[i, 3] = n >> 2
    out[i, 4] = int32(int32(n << 20) * int32(3))
    out[i, 5] = int8(n) + uint8(n)
    out[i, 6] = (n > 0) + (n > 100) - (not n)
    out[i, 7] = (n > 0) ^ (n % 2 == 0)
    out[i, 8] = 2**-1 + n
    out[i, 9] = n if -5 <= n <= 5 else abs(n) ** 2 % 1000


def case(rng):
    n = rng.integers(-300, 300, 64).astype(np.int64)
    n[:3] = 0, -1, 5
    wrapped = ((n << 20) & 0xFFFFFFFF).astype(np.uint32).view(np.int32).astype(np.int64) * 3
    cols = [n // 7, n % -7, -n // 3, n >> 2, wrapped.astype(np.int32), n.astype(np.int8).astype(int) + n.astype(np.uint8), (n > 0) * 1 + (n > 100) * 1 - (n == 0) * 1, (n > 0) ^ (n % 2 == 0), n + 0.5, np.where(abs(n) <= 5, n, n * n % 1000)]
    return dict(kernel="corners", grid=2, block=32, args=(n.astype(np.int32), np.zeros((64, 10))), inputs={"a"}, expected={"out": np.stack(cols, 1).astype(float)}, simulator=False)
