"""Exercise 8, cuda_relu: your first kernel. Thousands of threads, and each finds its own work."""

from numba import cuda, float32


@cuda.jit
def relu(x, out):
    """out[i] = x[i] where that is positive, and 0 elsewhere, for every i.

    A kernel: each thread runs it once. It returns nothing, and it refuses nothing: an index outside
    of an array reads or overwrites somebody else's memory.

    Launched as relu[grid, block](x, out) with any number of blocks along x, and any block of at
    most 1024 threads along x: with more threads than there are values, and also with fewer, so that
    each thread has to do several values (a grid-stride loop).

    Args:
        x: shape (n,), float32, n ≥ 1, any size; no NaN. Not written to.
        out: shape (n,), float32. What was in it does not matter.

    All arithmetic is in float32: in numba, 0.0 is a float64 and 0 an int64, and max(x[i], 0) is
    computed in float64. Write float32(0).
    """
    ### BEGIN SOLUTION
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        out[i] = max(x[i], float32(0))
    ### END SOLUTION


def launch_shape(n: int, threads: int = 256) -> tuple[int, int]:
    """How many blocks of `threads` threads give each of n values a thread of its own.

    Plain Python, which runs on the CPU before the launch.

    Args:
        n: values, an int ≥ 0.
        threads: in a block, an int from 1 to 1024, the most that the hardware takes.

    Returns:
        (grid, block): two ints. `grid` is the least number of blocks that covers n values, and at
        least 1, since an empty grid cannot be launched. `block` is `threads`.

    Raises:
        ValueError: if n is negative, or threads is below 1 or above 1024.
    """
    ### BEGIN SOLUTION
    if n < 0:
        raise ValueError(f"there cannot be {n} values")
    if not 1 <= threads <= 1024:
        raise ValueError(f"a block has 1 to 1024 threads, not {threads}")
    return max(1, (n + threads - 1) // threads), threads
    ### END SOLUTION
