"""What a worker can no longer do once it has entered: files, processes, network, others' signals.

Tier A is Landlock and seccomp, without any privilege, also in containers. Where one of them is
missing (other systems, old kernels) there is tier C: a process with limits, good for one's own
work only.
"""

from __future__ import annotations

import os
import platform
import signal
import sys

from grader.worker.sandbox import landlock, libc, seccomp

TIER_A = "A: own process, files by Landlock, system calls by seccomp, time and memory limits"
TIER_C = "C: own process, time and memory limits"
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system",
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
)


def probe(hidden: str) -> str:
    """The best tier of this machine, tried out in a child process."""
    if sys.platform != "linux":
        return TIER_C
    child = os.fork()
    if child == 0:
        try:
            enter("/", hidden)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return TIER_A if status == 0 else TIER_C


def enter(directory: str, hidden: str) -> None:
    """Lock this process in: from now on it can write below `directory` only.

    Args:
        directory: its own, for scratch.
        hidden: the course, which must not be readable even where it lies below a library.

    Raises:
        OSError: if the machine has not what it takes.
    """
    if not (landlock.version() and seccomp.available()):
        raise OSError(f"no Landlock or no list of system calls for {platform.machine()}")
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.drop_capabilities()
    libraries = {sys.prefix, sys.base_prefix, *SYSTEM}
    readable = [*landlock.without(sorted(libraries), hidden), *_beside(libraries, hidden)]
    landlock.restrict(readable, [directory, "/dev/null"])
    seccomp.install()


def _beside(libraries: set[str], hidden: str) -> list[str]:
    """Entries of sys.path outside the libraries (a user's site-packages), never the course."""
    known = tuple(f"{path}/" for path in libraries)
    outside = [path for path in sys.path if path and not path.startswith(known)]
    return landlock.without(outside, hidden)
