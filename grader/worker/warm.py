"""What a zygote does once, so that its workers need not."""

from __future__ import annotations

import sys
from typing import Any


def warm_up() -> None:
    """If numba is there: compile something, and settle its lock. Starts no thread."""
    numba: Any = sys.modules.get("numba")
    if numba is None:
        return
    import numba.np.ufunc.parallel as parallel

    # A lock between processes guards forks while threads start. A worker never forks, and in the
    # sandbox it could not make one: numba would warn about that in the learner's output.
    parallel._backend_init_process_lock = parallel._nop()
    numba.njit(_sample)(2)


def _sample(n: int) -> float:
    total = 0.0
    for i in range(n):
        total += i
    return total
