"""Reading the memory of a worker that stands still."""

from __future__ import annotations

import ctypes
import os
import sys

_LINUX = sys.platform == "linux"


class _Span(ctypes.Structure):
    _fields_ = (("address", ctypes.c_void_p), ("size", ctypes.c_size_t))


def read(pid: int, address: int, size: int) -> bytes:
    """`size` bytes of another process, see process_vm_readv(2). Linux only.

    Raises:
        PermissionError: this system does not let us.
        OSError: there is no such memory, or not all of it; or no such process.
    """
    if not _LINUX:
        raise PermissionError("only Linux lets one process read another")
    if size == 0:
        return b""
    copied = ctypes.create_string_buffer(size)
    ours = _Span(ctypes.addressof(copied), size)
    theirs = _Span(address, size)
    one = ctypes.c_ulong(1)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.process_vm_readv.restype = ctypes.c_ssize_t
    done = int(libc.process_vm_readv(pid, ctypes.byref(ours), one, ctypes.byref(theirs), one, 0))
    if done != size:
        code = ctypes.get_errno() if done < 0 else 14  # EFAULT: it ends too early
        raise OSError(code, os.strerror(code))
    return copied.raw
