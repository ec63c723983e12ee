"""What a numba.cuda kernel does, without a GPU: its source → values, faults and counts.

    source text → parse_kernels → Module → launch → Launch (outputs, faults, counts)

The submission is never imported or run: its syntax tree is walked once for a whole group of blocks,
every value is a vector with one entry a thread, and control flow is a mask of the threads that go
on. So the threads of a warp move in lockstep, as on the hardware, and what one request of a warp
moves can be counted exactly.

What it does not model: caches (a sector counts at every request, wherever it comes from), time, the
compiler (an instruction is an operation of the source; a load that the compiler would keep in a
register counts each time), fused multiply-adds, and the order of atomics, which is that of the
threads here. Blocks are never ordered, so a kernel that makes them wait for each other (by a fence
and a counter) is refused. A variable has the type of what it holds, where numba gives it one type
for all paths that meet: a float32 that becomes float64 in a loop is float32 in the first turn.
"""

from grader.cuda.errors import NotCollected, OutOfBudget, Unsupported
from grader.cuda.launch import launch, sample, touched
from grader.cuda.model import Access, Budget, Counts, Fault, Launch, Line, Traffic
from grader.cuda.source import Module, parse_kernels
from grader.cuda.touches import Touch

__all__ = [
    "Access",
    "Budget",
    "Counts",
    "Fault",
    "Launch",
    "Line",
    "Module",
    "NotCollected",
    "OutOfBudget",
    "Touch",
    "Traffic",
    "Unsupported",
    "launch",
    "parse_kernels",
    "sample",
    "touched",
]
