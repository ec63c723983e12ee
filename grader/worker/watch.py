"""The trusted side's eye on a running worker: how much memory it holds, how much it has written.

The limits that the kernel enforces on a process leave gaps: address space is not memory (CUDA
reserves terabytes of it), and a file's size is not that of all files together. In tier S the kernel
counts a worker's files; elsewhere they are counted here.

A file that is deleted stays as long as somebody holds it open or has it in memory. How large the
latter is nobody says, so each counts as what a file may be at most.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

POLL_SECONDS = 0.02
MAPS_SECONDS = 0.2  # between looks at what it has mapped: they take milliseconds
RARELY = 20  # to look at files takes at most one part in so many of our time
THREADS = 1000  # at most; each costs the kernel memory of its own
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
        largest: bytes that one file may have.
        ours: a file that it holds open and that does not count.
    """

    def __init__(
        self,
        pid: int,
        directory: str,
        memory: int,
        size: int,
        files: int,
        largest: int,
        ours: os.stat_result,
    ) -> None:
        self._pid, self._directory, self._ours = pid, directory, ours
        self._memory, self._size, self._files = memory, size, files
        self._largest = largest
        self._next = self._next_files = self._next_maps = 0.0
        self._kept = 0  # deleted files that it has in memory

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
        if threads(self._pid) > THREADS:
            raise TookTooMuch(f"it started more than {THREADS:,} threads")
        self._next = start + POLL_SECONDS  # until then takes microseconds, whatever it does
        if start >= self._next_files:
            self._look_at_files()
            took = time.monotonic() - start
            self._next_files = start + max(POLL_SECONDS, RARELY * took)

    def _look_at_files(self) -> None:
        place = living(self._pid)
        self._look_at_maps(place)
        size = self._largest * self._kept
        for count, status in enumerate(self._written(place), start=1):
            size += status.st_blocks * 512
            if count > self._files:
                raise TookTooMuch(f"it made more than {self._files:,} files and folders")
            if size > self._size:
                raise TookTooMuch(f"it wrote more than {self._size >> 20:,} MB into files")

    def _look_at_maps(self, place: str) -> None:
        start = time.monotonic()
        if start >= self._next_maps:
            self._kept = deleted_in_memory(place, self._directory)
            took = time.monotonic() - start
            self._next_maps = start + max(MAPS_SECONDS, RARELY * took)

    def _written(self, place: str) -> Iterator[os.stat_result]:
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
        for entry in _entries(f"{place}/fd"):
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
    return _resident_bytes(living(pid)) if sys.platform == "linux" else 0


def living(pid: int) -> str:
    """Where /proc tells of a process: of another thread if its first one has ended."""
    place = f"/proc/{pid}"
    if _resident_bytes(place):
        return place
    tasks = (entry.path for entry in _entries(f"{place}/task"))
    return next((task for task in tasks if _resident_bytes(task)), place)


def _resident_bytes(place: str) -> int:
    try:
        with open(f"{place}/statm", "rb") as file:  # noqa: PTH123 - it takes 10 µs less
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError, ValueError):  # it is gone
        return 0


def threads(pid: int) -> int:
    """How many threads a process has; 0 where nobody can tell."""
    try:
        return Path(f"/proc/{pid}/task").stat().st_nlink - 2  # its folders, less . and ..
    except OSError:
        return 0


def deleted_in_memory(place: str, directory: str) -> int:
    """How many deleted files of a folder a process has mapped into its memory."""
    try:
        with open(f"{place}/maps", "rb") as file:  # noqa: PTH123 - as above
            lines = file.read().splitlines()
    except OSError:
        return 0
    ours, gone = f" {os.path.realpath(directory)}/".encode(), b" (deleted)"
    found = [line.split(maxsplit=5) for line in lines if line.endswith(gone) and ours in line]
    return len({(device, inode) for _, _, _, device, inode, _ in found})
