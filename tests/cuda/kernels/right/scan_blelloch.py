"""Right: Blelloch's exclusive prefix sum in shared memory: up-sweep, zero, down-sweep."""
import numpy as np
from numba import cuda, int32

N = 64


@cuda.jit
def scan(data, out):
    temp = cuda.shared.array(N, int32)
    thid = cuda.threadIdx.x
    base = cuda.blockIdx.x * N
    temp[2 * thid] = data[base + 2 * thid]
    temp[2 * thid + 1] = data[base + 2 * thid + 1]
    offset = 1
    d = N >> 1
    while d > 0:
        cuda.syncthreads()
        if thid < d:
            ai = offset * (2 * thid + 1) - 1
            bi = offset * (2 * thid + 2) - 1
            temp[bi] += temp[ai]
        offset *= 2
        d >>= 1
    if thid == 0:
        temp[N - 1] = 0
    d = 1
    while d < N:
        offset >>= 1
        cuda.syncthreads()
        if thid < d:
            ai = offset * (2 * thid + 1) - 1
            bi = offset * (2 * thid + 2) - 1
            t = temp[ai]
            temp[ai] = temp[bi]
            temp[bi] += t
        d *= 2
    cuda.syncthreads()
    out[base + 2 * thid] = temp[2 * thid]
    out[base + 2 * thid + 1] = temp[2 * thid + 1]


def case(rng):
    data = rng.integers(0, 100, (3, 64)).astype(np.int32)
    exclusive = np.cumsum(data, 1, dtype=np.int32) - data
    return dict(kernel="scan", grid=3, block=32, args=(data.ravel(), np.zeros(192, np.int32)), inputs={"data"}, expected={"out": exclusive.ravel()})
