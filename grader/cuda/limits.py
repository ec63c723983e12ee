"""How large a launch may be. Source: CUDA C++ Programming Guide, "Technical Specifications"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.cuda.model import Fault, Index3

BLOCK_THREADS = 1024
BLOCK_MOST: Index3 = (1024, 1024, 64)
GRID_MOST: Index3 = ((1 << 31) - 1, 65_535, 65_535)


def as_triple(shape: int | Sequence[int]) -> Index3:
    """(x, y, z) of a grid or a block.

    Raises:
        ValueError: it is neither an integer nor one to three of them.
    """
    sizes = list(shape) if isinstance(shape, Sequence) else [shape]
    whole = all(isinstance(s, int | np.integer) and not isinstance(s, bool) for s in sizes)
    if not whole or not 1 <= len(sizes) <= 3:
        raise ValueError(f"a grid or block is an integer or one to three of them, not {shape!r}")
    x, y, z = [int(s) for s in sizes] + [1] * (3 - len(sizes))
    return x, y, z


def excess(shape: tuple[Index3, Index3], line: int) -> Fault | None:
    """What the hardware would refuse about a launch of (grid, block)."""
    grid, block = shape
    threads = block[0] * block[1] * block[2]
    if min(grid + block) < 1:
        return _fault(line, f"grid {grid} and block {block} must be at least 1 in each direction")
    if threads > BLOCK_THREADS:
        most = f"{BLOCK_THREADS} is the most. Take a smaller block and a larger grid"
        return _fault(line, f"{threads} threads a block, in block {block}: {most}")
    if any(size > most for size, most in zip(block, BLOCK_MOST, strict=True)):
        return _fault(line, f"block {block}: along x, y and z {BLOCK_MOST} is the most")
    if any(size > most for size, most in zip(grid, GRID_MOST, strict=True)):
        return _fault(line, f"grid {grid}: along x, y and z {GRID_MOST} is the most")
    return None


def _fault(line: int, what: str) -> Fault:
    return Fault("threads", line, what, thread=(0, 0, 0), block=(0, 0, 0))
