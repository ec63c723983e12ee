"""Right: vector add in the longhand of older tutorials, with an early return instead of an if."""
import numpy
import numba.cuda as cu


@cu.jit
def addKernel(A, B, C, N):
    tid = cu.threadIdx.x
    bid = cu.blockIdx.x
    bdim = cu.blockDim.x
    idx = bid * bdim + tid
    if idx >= N:
        return
    C[idx] = A[idx] + B[idx];


def case(rng):
    A, B = rng.integers(-99, 99, (2, 77)).astype(numpy.int32)
    return dict(kernel="addKernel", grid=(3,), block=(32,), args=(A.copy(), B.copy(), numpy.zeros_like(A), 77), inputs={"A", "B"}, expected={"C": A + B})
