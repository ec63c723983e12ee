"""The trusted side's eye on a running worker: how much memory it holds, how much it has written.

The limits that the kernel enforces on a process leave gaps: address space is not memory (CUDA
reserves terabytes of it), and a file's size is not that of all files together. In tier S the kernel
counts a worker's files; elsewhere they are counted here.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator

POLL_SECONDS = 0.02
RARELY = 20  # to look takes at most one part in so many of our time
DEPTH = 15  # of folders in folders: their path is then shorter than the system's limit
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class TookTooMuch(Exception):
    """The worker was stopped for what it used; the argument says what, in words."""


class Watch:
    """Watches one worker.

    Args:
        pid: of its process.
        directory: where it may write.
        memory: bytes that it may hold, including pages that it shares with others.
        size: bytes that it may have written in files.
        files: how many files and folders there may be.
        ours: a file that it holds open and that does not count.
    """

    def __init__(
        self, pid: int, directory: str, memory: int, size: int, files: int, ours: os.stat_result
    ) -> None:
        self._pid, self._directory, self._ours = pid, directory, ours
        self._memory, self._size, self._files = memory, size, files
        self._next = 0.0

    def look(self) -> None:
        """Look, unless it was a moment ago.

        Raises:
            TookTooMuch: if it is over a limit.
        """
        start = time.monotonic()
        if start < self._next:
            return
        if resident_bytes(self._pid) > self._memory:
            raise TookTooMuch(f"it held more than {self._memory >> 20:,} MB of memory")
        self._look_at_files()
        took = time.monotonic() - start
        self._next = start + max(POLL_SECONDS, RARELY * took)

    def _look_at_files(self) -> None:
        size = 0
        for count, status in enumerate(self._written(), start=1):
            size += status.st_blocks * 512
            if count > self._files:
                raise TookTooMuch(f"it made more than {self._files:,} files and folders")
            if size > self._size:
                raise TookTooMuch(f"it wrote more than {self._size >> 20:,} MB into files")

    def _written(self) -> Iterator[os.stat_result]:
        """What lies in its folder, and what it has deleted but still holds open."""
        folders = [(0, self._directory)]
        while folders:
            depth, folder = folders.pop()
            if depth > DEPTH:  # paths become long, and to follow them slow
                raise TookTooMuch(f"it made folders in folders, more than {DEPTH} deep")
            for entry in _entries(folder):
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(status.st_mode):
                        folders.append((depth + 1, entry.path))
                    yield status
        for entry in _entries(f"/proc/{self._pid}/fd"):
            with contextlib.suppress(OSError):
                status = entry.stat()
                deleted = stat.S_ISREG(status.st_mode) and status.st_nlink == 0
                if deleted and not os.path.samestat(status, self._ours):
                    yield status


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with contextlib.suppress(OSError):  # what we look at may vanish meanwhile
        yield from os.scandir(folder)


def resident_bytes(pid: int) -> int:
    """How much memory a process holds now, shared pages included; 0 where nobody can tell."""
    if sys.platform != "linux":
        return 0
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:  # noqa: PTH123 - it takes 10 µs less
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError, ValueError):  # it is gone
        return 0
