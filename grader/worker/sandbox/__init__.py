"""What a worker can no longer do once it has entered: files, processes, network, others' signals.

Tier S adds namespaces to tier A, which is Landlock and seccomp, without any privilege, also in
containers. Tier B is for root on a kernel without Landlock. Where none of them can be had (other
systems, old kernels) there is tier C: a process with limits, good for one's own work only.

A zygote calls `choose` and `prepare`; each of its workers calls `settle`, then `enter`.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.worker.sandbox import landlock, libc, namespaces, seccomp

TIER_S = (
    "S: own process, namespaces (processes, network, users, scratch files), files by Landlock, "
    "system calls by seccomp, time and memory limits"
)
TIER_A = "A: own process, files by Landlock, system calls by seccomp, time and memory limits"
TIER_B = "B: own process of another user, system calls by seccomp, time and memory limits"
TIER_C = "C: own process, time and memory limits"
TIERS = {"S": TIER_S, "A": TIER_A, "B": TIER_B, "C": TIER_C}  # the best first

OTHER_USER = 65534  # "nobody", in tier B
# Where everybody may write, in tier B.
SHARED_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/var/lock")  # noqa: S108
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

# What a driver of cards wants to know of them; only who may drive one can read it.
DRIVERS = ("/proc/devices", "/proc/driver/nvidia", "/sys/bus/pci", "/sys/module/nvidia")


def choose(wanted: str, hidden: str) -> str:
    """The first of the wanted tiers (letters) that this machine has, tried out in child processes.

    Raises:
        OSError: if it has none of them.
    """
    for tier in wanted:
        if tier == "C" or _works(tier, hidden):
            return tier
    raise OSError(f"this machine has no tier {' or '.join(wanted)}")


def prepare(tier: str, hidden: str) -> int | None:
    """What a zygote does before its imports; the process to kill at the end, if there is one."""
    secret = str(Path(hidden, "solutions"))
    if tier == "S":
        return namespaces.separate(secret)
    if tier == "B":
        namespaces.own_view_of_files()
        namespaces.empty(secret)
    return None


def settle(tier: str, directory: str, size: int, files: int, forbidden: Sequence[str] = ()) -> None:
    """Give a worker its own view of processes and files, before its limits are set.

    Args:
        tier: a letter.
        directory: its own folder.
        size: how many bytes it may write there (in tiers A and C the trusted side looks after that)
        files: and in how many files.
        forbidden: paths of libraries that must not be readable.
    """
    if tier not in "SB":
        return
    sources = namespaces.read_files(directory)
    owner = (os.getuid(), os.getgid()) if tier == "S" else (OTHER_USER, OTHER_USER)
    if tier == "S":
        namespaces.own_processes()
    else:
        namespaces.own_view_of_files()
        namespaces.only_libraries(SHARED_PLACES, _libraries())
    for path in forbidden:
        namespaces.take_away(path)
    namespaces.own_scratch(directory, size, files, owner)
    namespaces.write_files(directory, sources, owner)


def _libraries() -> list[str]:
    """Real paths of the folders that modules come from; one that holds others comes before them."""
    return sorted({os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, *sys.path) if p})


def enter(
    tier: str,
    directory: str,
    readable: Sequence[str],
    listable: Sequence[str],
    devices: Sequence[str] = (),
) -> None:
    """Lock this process in: from now on it can write below `directory` only.

    Args:
        tier: a letter; nothing happens in tier C.
        directory: its own, for scratch.
        readable: what it can still read, in tiers S and A, see `readable_paths`.
        listable: folders of which it sees the names.
        devices: files of /dev that it may read, write and control.

    Raises:
        OSError: if the machine has not what it takes.
    """
    if tier == "C":
        return
    if not seccomp.available():
        raise OSError(f"no list of system calls for {platform.machine()}")
    libc.drop_capabilities(becoming_another=tier == "B")
    if tier == "B":
        _become_other()
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    if tier in "SA":
        readable = [*readable, *(DRIVERS if devices else ())]
        landlock.restrict(readable, [directory, "/dev/null"], listable, devices)
    seccomp.install(bool(devices))


def readable_paths(tier: str, hidden: str, forbidden: Sequence[str]) -> tuple[list[str], list[str]]:
    """What a worker may read: whole folders and files, and folders of which it sees the names.

    Where a library is forbidden, the others beside it are listed one by one, and the folder can
    still be searched: Python looks for every import in it. In tier S nothing is left of a forbidden
    library (`settle`), which spares a rule for each of hundreds of others.

    Args:
        tier: a letter.
        hidden: the course, which must not be readable even where it lies below a library.
        forbidden: paths of libraries that must not be readable.
    """
    if tier == "S":
        forbidden = []
    libraries = {sys.prefix, sys.base_prefix, *SYSTEM}
    known = tuple(f"{path}/" for path in libraries)
    beside = [path for path in sys.path if path and not path.startswith(known)]
    secret = [hidden, *map(os.path.realpath, forbidden)]
    readable = landlock.without([*sorted(libraries), *beside], secret)
    return readable, sorted({str(Path(path).parent) for path in forbidden})


def _become_other() -> None:
    os.setgroups([])
    os.setresgid(OTHER_USER, OTHER_USER, OTHER_USER)
    os.setresuid(OTHER_USER, OTHER_USER, OTHER_USER)
    libc.prctl(libc.PR_SET_DUMPABLE, 1)  # /proc/self is its own again


def _works(tier: str, hidden: str) -> bool:
    if tier not in TIERS or sys.platform != "linux" or (tier in "SA" and not landlock.version()):
        return False
    if tier == "B" and os.getuid() != 0:
        return False
    child = os.fork()
    if child == 0:
        try:
            init = prepare(tier, hidden)
            worked = _in_child(tier, hidden)
            if init is not None:
                os.kill(init, signal.SIGKILL)
            os._exit(0 if worked else 1)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _in_child(tier: str, hidden: str) -> bool:
    """Whether a worker could be locked in here, with the libraries still in sight."""
    child = os.fork()
    if child == 0:
        try:
            settle(tier, "/sys", size=1 << 16, files=8)
            enter(tier, "/sys", *readable_paths(tier, hidden, []))
            os._exit(0 if os.access(os.__file__, os.R_OK) else 1)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0
