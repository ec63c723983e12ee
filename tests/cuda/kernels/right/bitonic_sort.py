"""Right: bitonic sort of a block's numbers in shared memory, with the partner by XOR."""
import numpy as np
from numba import cuda, int32

N = 128


@cuda.jit
def bitonic(values):
    shared = cuda.shared.array(N, int32)
    tid = cuda.threadIdx.x
    shared[tid] = values[tid]
    cuda.syncthreads()
    k = 2
    while k <= N:
        j = k // 2
        while j > 0:
            ixj = tid ^ j
            if ixj > tid:
                if (tid & k) == 0:
                    if shared[tid] > shared[ixj]:
                        shared[tid], shared[ixj] = shared[ixj], shared[tid]
                else:
                    if shared[tid] < shared[ixj]:
                        shared[tid], shared[ixj] = shared[ixj], shared[tid]
            cuda.syncthreads()
            j //= 2
        k *= 2
    values[tid] = shared[tid]


def case(rng):
    values = rng.integers(-1000, 1000, 128).astype(np.int32)
    return dict(kernel="bitonic", grid=1, block=128, args=(values,), inputs=set(), expected={"values": np.sort(values)})
