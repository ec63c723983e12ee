"""Right: a sum by shuffles in each warp, then by the first warp over the warps' sums."""
import numpy as np
from numba import cuda, float32

FULL = 0xFFFFFFFF


@cuda.jit(device=True, inline=True)
def warp_sum(val):
    for offset in range(5):
        val += cuda.shfl_down_sync(FULL, val, 16 >> offset)
    return val


@cuda.jit
def block_sum(x, out):
    parts = cuda.shared.array(32, float32)
    tid = cuda.threadIdx.x
    lane = tid % 32
    wid = tid // 32
    total = float32(0)
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        total += x[i]
    total = warp_sum(total)
    if lane == 0:
        parts[wid] = total
    cuda.syncthreads()
    if wid == 0:
        total = parts[lane] if lane < cuda.blockDim.x // 32 else float32(0)
        total = warp_sum(total)
        if lane == 0:
            cuda.atomic.add(out, 0, total)


def case(rng):
    x = rng.integers(0, 9, 1000).astype(np.float32)
    return dict(kernel="block_sum", grid=2, block=128, args=(x, np.zeros(1, np.float32)), inputs={"x"}, expected={"out": np.array([x.sum()], np.float32)}, simulator=False)
