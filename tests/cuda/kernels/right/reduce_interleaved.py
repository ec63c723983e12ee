"""Right: Harris's first reduction: interleaved addressing with a modulo, a barrier each turn."""
import numpy as np
from numba import cuda, int32

THREADS = 128


@cuda.jit
def reduce0(g_idata, g_odata):
    sdata = cuda.shared.array(THREADS, int32)
    tid = cuda.threadIdx.x
    i = cuda.blockIdx.x * cuda.blockDim.x + tid
    sdata[tid] = g_idata[i] if i < len(g_idata) else 0
    cuda.syncthreads()
    s = 1
    while s < cuda.blockDim.x:
        if tid % (2 * s) == 0:
            sdata[tid] += sdata[tid + s]
        cuda.syncthreads()
        s *= 2
    if tid == 0:
        g_odata[cuda.blockIdx.x] = sdata[0]


def case(rng):
    x = rng.integers(-50, 50, 300).astype(np.int32)
    parts = np.array([x[k : k + 128].sum() for k in range(0, 300, 128)], np.int32)
    return dict(kernel="reduce0", grid=3, block=128, args=(x, np.zeros(3, np.int32)), inputs={"g_idata"}, expected={"g_odata": parts})
