"""What NVIDIA's assembler and linker say about a kernel (ptxas -v), in numbers."""

from __future__ import annotations

import re

from grader.gpu.occupancy import MULTIPROCESSORS
from grader.worker.wire import Garbled

USED = r"^info +: used (\d+) registers.* (\d+) bytes smem"  # the linker, of a kernel
SPILLED = r"(\d+) bytes spill stores"  # the assembler, of each function that was not inlined


def read_log(log: str, architecture: str) -> tuple[int, int, int]:
    """Registers and spilled bytes of a thread, and static shared bytes of a block.

    A spilled byte is counted once: what is stored is loaded again, often several times. Shared
    bytes are those of the source: some logs add what the system takes besides, where there are any.

    Args:
        log: about one kernel.
        architecture: one of MULTIPROCESSORS.

    Raises:
        Garbled: it is no such log.
    """
    used = re.findall(USED, log, re.MULTILINE)
    spilled = re.findall(SPILLED, log)
    if len(used) != 1 or not spilled:
        raise Garbled("the assembler did not say what the kernel takes")
    registers, shared = map(int, used[0])
    own = max(0, shared - MULTIPROCESSORS[architecture].logged)
    return registers, sum(map(int, spilled)), own
