"""Right: how many lanes and threads are positive: ballot, popc, syncthreads_count."""
import numpy as np
from numba import cuda, int32


@cuda.jit
def count(x, by_warp, by_block):
    i = cuda.grid(1)
    votes = cuda.ballot_sync(0xFFFFFFFF, x[i] > 0)
    n = cuda.syncthreads_count(int32(x[i] > 0))
    if cuda.laneid == 0:
        by_warp[i // 32] = cuda.popc(votes)
    if cuda.threadIdx.x == 0:
        by_block[cuda.blockIdx.x] = n


def case(rng):
    x = rng.standard_normal(192)
    p = (x > 0).astype(np.int32)
    return dict(kernel="count", grid=2, block=96, args=(x, np.zeros(6, np.int32), np.zeros(2, np.int32)), inputs={"x"}, expected={"by_warp": p.reshape(6, 32).sum(1, dtype=np.int32), "by_block": p.reshape(2, 96).sum(1, dtype=np.int32)}, simulator=False)
