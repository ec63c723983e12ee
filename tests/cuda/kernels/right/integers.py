"""Right: integer arithmetic: floor division, signs, shifts, bits, overflow that wraps in the store."""
import numpy as np
from numba import cuda, int32, uint8


@cuda.jit
def bits(a, b, out):
    i = cuda.grid(1)
    if i < a.size:
        p, q = a[i], b[i]
        out[i, 0] = p // q
        out[i, 1] = p % q
        out[i, 2] = (p << 3) ^ (q & 0xFF) | (p >> 1)
        out[i, 3] = ~p + -q
        out[i, 4] = abs(p) ** 2
        out[i, 5] = int32(p * 1_000_003 * 4_001)
        out[i, 6] = uint8(p)
        out[i, 7] = int(p / q)


def case(rng):
    a = rng.integers(-500, 500, 90)
    b = rng.integers(1, 40, 90) * rng.choice([-1, 1], 90)
    columns = [a // b, a % b, (a << 3) ^ (b & 0xFF) | (a >> 1), ~a - b, a * a, (a * 1_000_003 * 4_001).astype(np.int32), a.astype(np.uint8), np.trunc(a / b)]
    return dict(kernel="bits", grid=3, block=32, args=(a, b, np.zeros((90, 8), np.int64)), inputs={"a", "b"}, expected={"out": np.stack(columns, 1).astype(np.int64)})
