"""Right: popc, clz, ffs and brev of 32 and 64 bits, with numba's types."""
import numpy as np
from numba import cuda


@cuda.jit
def bits(a, w, out):
    i = cuda.grid(1)
    if i < a.size:
        out[i, 0] = cuda.popc(a[i])
        out[i, 1] = cuda.clz(a[i])
        out[i, 2] = cuda.ffs(a[i])
        out[i, 3] = cuda.brev(a[i])
        out[i, 4] = cuda.popc(w[i]) - 70
        out[i, 5] = cuda.clz(w[i]) - 1


def case(rng):
    a = rng.integers(0, 1 << 32, 40, dtype=np.uint64).astype(np.uint32)
    w = rng.integers(-(1 << 62), 1 << 62, 40)
    a[0], w[0] = 0, 0
    text = [format(v, "032b") for v in a.tolist()]
    wide = [format(v & (1 << 64) - 1, "064b") for v in w.tolist()]
    rows = [(t.count("1"), (t + "1").index("1"), (t[::-1].find("1") + 1), int(t[::-1], 2), v.count("1") - 70, (v + "1").index("1") - 1) for t, v in zip(text, wide)]
    return dict(kernel="bits", grid=2, block=32, args=(a, w, np.zeros((40, 6), np.int64)), inputs={"a", "w"}, expected={"out": np.array(rows)}, simulator=False)
