"""What NVIDIA's assembler says about a kernel (ptxas -v), in numbers."""

from __future__ import annotations

import re

from grader.worker.wire import Garbled

USED = r"^ptxas info.*: Used (\d+) registers(.*)$"  # of a kernel
SHARED = r"(\d+) bytes smem"  # not said where there is none
SPILLED = r"(\d+) bytes spill stores"  # of a kernel, and of each function that was not inlined


def read_log(log: str) -> tuple[int, int, int]:
    """Registers and spilled bytes of a thread, and static shared bytes of a block.

    A spilled byte is counted once: what is stored is loaded again, often several times. The linker
    sums up after the assembler, with what the system adds for itself: that is not read.

    Args:
        log: about one kernel.

    Raises:
        Garbled: it is no such log.
    """
    used = re.findall(USED, log, re.MULTILINE)
    spilled = re.findall(SPILLED, log)
    if len(used) != 1 or not spilled:
        raise Garbled("the assembler did not say what the kernel takes")
    ((registers, rest),) = used
    shared = re.search(SHARED, rest)
    return int(registers), sum(map(int, spilled)), int(shared[1]) if shared else 0
