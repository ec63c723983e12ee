"""Landlock: which files a process may still reach. https://docs.kernel.org/userspace-api/landlock.html"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable, Sequence

from grader.worker.sandbox.libc import syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
VERSION_FLAG, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
MAKE_CHAR, MAKE_BLOCK, REFER, TRUNCATE, IOCTL_DEV = 1 << 6, 1 << 11, 1 << 13, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV  # what applies to a single file
NETWORK = 1 | 2  # bind and connect, TCP
SCOPES = 1 | 2  # abstract sockets, signals


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("descriptor", ctypes.c_int32))


def version() -> int:
    """The kernel's Landlock version, 0 if it has none or does not let us use it."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))
    except OSError:
        return 0


def restrict(
    readable: Iterable[str],
    writable: Iterable[str],
    listable: Iterable[str] = (),
    devices: Iterable[str] = (),
) -> None:
    """From now on this process reads below `readable`, writes below `writable`, and nothing else.

    Below `listable` it sees the names of files; `devices` are single files that it can control.

    Paths that do not exist are left out. It also loses TCP and signals to others where the kernel's
    version knows how.

    Raises:
        OSError: if the kernel refuses.
    """
    abi = version()
    handled = (1 << {0: 13, 1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1
    rules = _Ruleset(handled, NETWORK if abi >= 4 else 0, SCOPES if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = syscall(
        CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    try:
        for path in readable:
            _allow(ruleset, path, READ & handled)
        for path in listable:
            _allow(ruleset, path, READ_DIR)
        for path in devices:
            _allow(ruleset, path, (READ_FILE | WRITE_FILE | IOCTL_DEV) & handled)
        for path in writable:
            _allow(ruleset, path, handled & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV))
        syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        access = access if stat.S_ISDIR(os.fstat(descriptor).st_mode) else access & FILE
        rule = _Beneath(access, descriptor)
        syscall(ADD_RULE, ctypes.c_int(ruleset), PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(descriptor)


def without(paths: Iterable[str], hidden: Sequence[str]) -> list[str]:
    """The same paths, but where one contains something hidden, its other entries instead of it.

    A link counts as what it leads to: lib64 may be another name of lib.

    Args:
        paths: of folders and files.
        hidden: real paths, without links.
    """
    kept = []
    for path in paths:
        real = os.path.realpath(path)
        if not any(_contains(real, secret) for secret in hidden):
            kept.append(path)
        elif real not in hidden:
            kept += _entries_without(real, hidden)
    return kept


def _entries_without(folder: str, hidden: Sequence[str]) -> list[str]:
    inside = [secret for secret in hidden if _contains(folder, secret)]
    kept, doubtful = [], []
    for entry in os.scandir(folder):
        if entry.is_symlink() or any(_contains(entry.path, secret) for secret in inside):
            doubtful.append(entry.path)
        else:
            kept.append(entry.path)
    return kept + without(doubtful, hidden)


def _contains(path: str, hidden: str) -> bool:
    return hidden == path or hidden.startswith(path.rstrip("/") + "/")
