"""What a numba.cuda kernel does, without a GPU: its source → values, faults and counts.

    source text → parse_kernels → Module → launch → Launch (outputs, faults, counts)

The submission is never imported or run: its syntax tree is walked once for a whole group of blocks,
every value is a vector with one entry a thread, and control flow is a mask of the threads that go
on. So the threads of a warp move in lockstep, as on the hardware, and what one request of a warp
moves can be counted exactly.
"""

from grader.cuda.launch import launch, sample, touched
from grader.cuda.model import (
    Access,
    Budget,
    Counts,
    Fault,
    Launch,
    Line,
    NotCollected,
    OutOfBudget,
    Traffic,
    Unsupported,
)
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
