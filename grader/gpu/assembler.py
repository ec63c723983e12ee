"""What NVIDIA's assembler says about a kernel (ptxas -v), in numbers."""

from __future__ import annotations

import re

from grader.worker.wire import Garbled

FIGURES = {
    "registers": r"Used (\d+) registers",
    "stores": r"(\d+) bytes spill stores",
    "loads": r"(\d+) bytes spill loads",
}
SHARED = r"(\d+) bytes smem"  # not said where there is none


def read_log(log: str) -> tuple[int, int, int]:
    """Registers and spilled bytes of a thread, and static shared bytes of a block.

    A spilled byte is counted once: what is stored is loaded again, often several times.

    Args:
        log: about one kernel. Functions that were not inlined have lines of their own, without
            registers, which the kernel's line includes; their spills are added up.

    Raises:
        Garbled: it is no such log.
    """
    found = {name: [int(n) for n in re.findall(pattern, log)] for name, pattern in FIGURES.items()}
    missing = [name for name, numbers in found.items() if not numbers]
    if missing:
        raise Garbled(f"the assembler did not say: {', '.join(missing)}")
    shared = [int(number) for number in re.findall(SHARED, log)]
    return max(found["registers"]), sum(found["stores"]), max(shared, default=0)
