"""System calls that Python has no function for, by ctypes. Each raises OSError when it fails."""

from __future__ import annotations

import ctypes
import os

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 63

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def syscall(number: int, *arguments: object) -> int:
    """Any system call, by its number."""
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def prctl(operation: int, argument: int = 0) -> None:
    """prctl(2)."""
    zero = ctypes.c_ulong(0)
    if _libc.prctl(operation, ctypes.c_ulong(argument), zero, zero, zero) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def unshare(flags: int) -> None:
    """unshare(2): leave namespaces that are shared with the parent process."""
    if _libc.unshare(flags) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def mount(kind: str, target: str, flags: int, options: str = "", source: str = "none") -> None:
    """mount(2), of a file system that needs no device or of a folder (`source`) a second time."""
    places = source.encode(), target.encode()
    if _libc.mount(*places, kind.encode(), ctypes.c_ulong(flags), options.encode()) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"mount {target}: {os.strerror(code)}")


def unmap(address: int, size: int) -> None:
    """munmap(2): nothing lies there any more."""
    if _libc.munmap(ctypes.c_void_p(address), ctypes.c_size_t(size)) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def drop_capabilities(becoming_another: bool) -> None:
    """Root without its powers: it can no longer lift limits or ignore file permissions.

    Args:
        becoming_another: it is about to become another user, which takes the last of them.
    """
    for capability in range(LAST_CAPABILITY + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # no such capability, or not ours to drop
            break
    if becoming_another:
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    if _libc.capset(header, none) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
