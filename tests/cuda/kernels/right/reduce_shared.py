"""Right: sum by halving in shared memory, one partial sum a block."""
import numpy as np
from numba import cuda, float32

BLOCK = 128


@cuda.jit
def block_sums(data, partial):
    buf = cuda.shared.array(BLOCK, dtype=float32)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    if i < data.size:
        buf[t] = data[i]
    else:
        buf[t] = float32(0)
    cuda.syncthreads()
    s = BLOCK // 2
    while s > 0:
        if t < s:
            buf[t] += buf[t + s]
        cuda.syncthreads()
        s //= 2
    if t == 0:
        partial[cuda.blockIdx.x] = buf[0]


def case(rng):
    data = rng.integers(0, 50, 300).astype(np.float32)
    expected = np.array([data[:128].sum(), data[128:256].sum(), data[256:].sum()], np.float32)
    return dict(kernel="block_sums", grid=3, block=128, args=(data, np.zeros(3, np.float32)), inputs={"data"}, expected={"partial": expected})
