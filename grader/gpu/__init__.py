"""Kernels as a real card has them: compiled for it, and launched on it where there is one.

    source → excerpt ~~> worker: numba-cuda → machine code → registers, spills, shared bytes
                     ~~> worker: launches, on the trusted side's clock

The interpreter (`grader.cuda`) judges a kernel everywhere; this adds what only a compiler or a card
can tell. Neither runs on the trusted side, and of a submission nothing but its kernels gets there.
"""
