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
NOSUID, NODEV, NOEXEC, REC, PRIVATE = 2, 4, 8, 0x4000, 0x40000
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


def empty(folder: str, mode: str = "000") -> None:
    """Nothing is in this folder any more, if there is one."""
    if Path(folder).is_dir():
        libc.mount("tmpfs", folder, NOSUID | NODEV | NOEXEC, f"size=64k,mode={mode}")


def own_processes() -> None:
    """A /proc that shows a worker nothing but itself."""
    libc.unshare(NEWNS)
    libc.mount("proc", "/proc", NOSUID | NODEV | NOEXEC, ONLY_TRACEABLE)


def own_scratch(
    directory: str, size: int, files: int, owner: tuple[int, int], cover: Iterable[str] = ()
) -> None:
    """A folder in memory, in the place of `directory`, with the files that lie in it.

    It vanishes with the worker, whatever was written to it.

    Args:
        directory: an existing folder with regular files only.
        size: bytes that may be written; then there is "no space left on device".
        files: how many files and folders there may be.
        owner: user and group.
        cover: other folders that are to be empty.
    """
    files_there = {p.name: p.read_bytes() for p in Path(directory).iterdir() if p.is_file()}
    for place in cover:
        empty(place, mode="755")
    Path(directory).mkdir(parents=True, exist_ok=True)
    options = f"size={size},nr_inodes={files},mode=700,uid={owner[0]},gid={owner[1]}"
    libc.mount("tmpfs", directory, NOSUID | NODEV | NOEXEC, options)
    for name, content in files_there.items():
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
