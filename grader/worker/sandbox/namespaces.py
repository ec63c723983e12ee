"""Namespaces: processes, network and files that only a zygote's workers see.

https://man7.org/linux/man-pages/man7/namespaces.7.html. All workers of a zygote share the first
four; a user namespace gives the right to make them without being root. Entering the one of
processes again for each worker would need either a second zygote in between or the machine's root,
and what separates one worker from another is Landlock and the list of system calls anyway.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from grader.worker.sandbox import libc

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
ONLY_TRACEABLE = "hidepid=4"  # /proc lists only what one may trace: with Landlock, oneself


def separate(hidden: str) -> int:
    """Give the children that this process starts from now on namespaces of their own.

    This process must have one thread only. It keeps its own number and its parent's signals; its
    children have the numbers that `os.fork` returns out here, and others in there.

    Args:
        hidden: a folder that is empty from now on, if it exists.

    Returns:
        The process id of their init: when it is killed, so are they all.

    Raises:
        OSError: if the machine does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    libc.unshare(NEWUSER | NEWPID | NEWNET | NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    own_view_of_files()
    empty(hidden)
    return _start_init()


def own_view_of_files() -> None:
    """What is mounted from now on is seen by this process and its children only."""
    libc.unshare(NEWNS)
    libc.mount("none", "/", REC | PRIVATE)


def empty(path: str, mode: str = "000") -> None:
    """Nothing is in this folder or file any more, if there is one."""
    if Path(path).is_dir():
        libc.mount("tmpfs", path, NOSUID | NODEV | NOEXEC, f"size=64k,mode={mode}")
    elif Path(path).exists():
        libc.mount("none", path, BIND, source="/dev/null")


def take_away(library: str) -> None:
    """Nothing is left of a library, a folder or a file; whoever imports it reads why."""
    empty(library, mode="755")
    start = Path(library, "__init__.py")
    if start.parent.is_dir():
        start.write_text('raise ImportError("this exercise asks you to write it yourself")')
        start.chmod(0o644)


def own_processes() -> None:
    """A /proc that shows a worker nothing but itself."""
    libc.unshare(NEWNS)
    libc.mount("proc", "/proc", NOSUID | NODEV | NOEXEC, ONLY_TRACEABLE)


def only_libraries(places: Iterable[str], libraries: Iterable[str]) -> None:
    """Nothing is in these places any more but the libraries below them, open to everybody.

    Args:
        places: folders that everybody may write to. What bars others from a library, like a
            folder of root's alone, is treated the same.
        libraries: real paths of folders.
    """
    there = [path for path in libraries if Path(path).is_dir()]
    barred = {bar for path in there if (bar := _barred(path))}
    closed = {*places, *barred}
    inside = [p for p in there if any(p.startswith(f"{place}/") for place in closed)]
    descriptors = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in inside}
    for place in sorted(closed):
        empty(place, mode="755")
    for path, descriptor in descriptors.items():
        if not Path(path).is_dir():  # else it lies in one that is there again
            Path(path).mkdir(parents=True)
            libc.mount("none", path, BIND | REC, source=f"/proc/self/fd/{descriptor}")
        os.close(descriptor)


def _barred(path: str) -> str | None:
    """The outermost folder on the way to a path that not everybody may pass."""
    above = reversed(Path(path).parents)
    return next((str(p) for p in above if not p.stat().st_mode & 0o001), None)


def own_scratch(directory: str, size: int, files: int, owner: tuple[int, int]) -> None:
    """A folder in memory, in the place of `directory`.

    It vanishes with the worker, whatever was written to it.

    Args:
        directory: where it is to be.
        size: bytes that may be written; then there is "no space left on device".
        files: how many files and folders there may be.
        owner: user and group.
    """
    Path(directory).mkdir(parents=True, exist_ok=True)
    options = f"size={size},nr_inodes={files},mode=700,uid={owner[0]},gid={owner[1]}"
    libc.mount("tmpfs", directory, NOSUID | NODEV | NOEXEC, options)


def read_files(directory: str) -> dict[str, bytes]:
    """The regular files that lie in a folder."""
    return {p.name: p.read_bytes() for p in Path(directory).iterdir() if p.is_file()}


def write_files(directory: str, files: dict[str, bytes], owner: tuple[int, int]) -> None:
    """Put files into a folder, for their new owner."""
    for name, content in files.items():
        path = Path(directory, name)
        path.write_bytes(content)
        os.chown(path, *owner)


def _start_init() -> int:
    """The first child in the new namespace of processes: without one it takes no others."""
    init = os.fork()
    if init:
        return init
    try:
        libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # orphans, if there ever were one, go at once
        os.closerange(0, 1024)
        while True:
            signal.pause()
    finally:
        os._exit(1)
