"""The clocks of another process, and its place: read and set from outside, so it cannot lie."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LINUX = sys.platform == "linux"
STOP_SECONDS = 1.0  # for a process to come to rest


def cpu_seconds(pid: int) -> float:
    """CPU time that all threads of a process have used, user and system, in seconds.

    Linux only; elsewhere the wall clock, which is right as long as nothing else wants the core.

    Raises:
        OSError: if there is no such process.
    """
    if not LINUX:
        return time.perf_counter()
    return time.clock_gettime(~pid << 3 | 2)  # of a whole process: see clock_getcpuclockid(3)


def hold(pid: int) -> None:
    """Stop a process, as soon as it comes to that.

    Raises:
        OSError: if there is no such process.
    """
    os.kill(pid, signal.SIGSTOP)


def pause(pid: int) -> None:
    """Stop a process and wait until all of its threads stand still.

    Raises:
        OSError: if there is no such process.
    """
    hold(pid)
    deadline = time.monotonic() + STOP_SECONDS
    while LINUX and not _stands_still(pid) and time.monotonic() < deadline:
        pass  # microseconds, as a rule


def resume(pid: int) -> None:
    """Let a stopped process go on."""
    os.kill(pid, signal.SIGCONT)


class Moment(NamedTuple):
    """What the clocks of a process and of ourselves say at one time, in seconds."""

    wall: float
    waited: float  # its first thread, for a core
    others: float  # CPU time of its other threads
    ours: float  # what our threads, added up, have waited for a core


def moment(pid: int) -> Moment:
    """Now, in a process; what nobody knows, or of a process that is gone, is 0.

    Source: https://docs.kernel.org/scheduler/sched-stats.html, /proc/PID/schedstat.
    """
    ran, waited = _scheduled(f"/proc/{pid}/schedstat")  # of its first thread
    others = 0.0
    with contextlib.suppress(OSError):
        others = cpu_seconds(pid) - ran if LINUX else 0.0
    ours = sum(_scheduled(f"{task}/schedstat")[1] for task in _our_tasks())
    return Moment(time.perf_counter(), waited, others, ours)


def own_seconds(start: Moment, end: Moment) -> float:
    """What passed for a process, without what neighbours took from it, or from us.

    While its first thread waited for a core, its own other threads may have had it.
    """
    lost = max(0.0, end.waited - start.waited - (end.others - start.others))
    return end.wall - start.wall - lost - (end.ours - start.ours)


def _scheduled(path: str) -> tuple[float, float]:
    """How long a thread has run, and how long it has waited for a core."""
    with contextlib.suppress(OSError, ValueError):
        ran, waited, _ = Path(path).read_bytes().split()
        return int(ran) / 1e9, int(waited) / 1e9
    return 0.0, 0.0


def _our_tasks() -> list[Path]:
    with contextlib.suppress(OSError):
        return list(Path("/proc/self/task").iterdir())
    return []


def _stands_still(pid: int) -> bool:
    """Whether every thread is stopped (T), or dead."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            stat = task.joinpath("stat").read_bytes()
            state = stat.rpartition(b")")[2].split()[0]  # a program's name may contain anything
        except (OSError, IndexError):
            continue  # it ended while we looked
        if state not in b"TtXZ":
            return False
    return True


@contextlib.contextmanager
def pinned(*pids: int) -> Iterator[None]:
    """Keep processes, all their threads, on one and the same core; Linux only."""
    if not LINUX:
        yield
        return
    allowed = os.sched_getaffinity(0)
    try:
        for pid in pids:
            _place(pid, {max(allowed)})
        yield
    finally:
        for pid in pids:
            _place(pid, allowed)


def _place(pid: int, cores: set[int]) -> None:
    with contextlib.suppress(OSError):  # it is gone, and whoever asks it next will say so
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(task.name), cores)
