"""seccomp: which system calls a process may still make. A classic BPF program decides each one.

https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from grader.worker.sandbox.libc import syscall
from grader.worker.sandbox.syscalls import (
    ALLOWED,
    CLONE,
    CLONE3,
    FCNTL,
    IOCTL,
    PRCTL,
    PRLIMIT64,
    TGKILL,
)

# machine: (column of the tables, AUDIT_ARCH_…, number of seccomp(2))
MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
SET_MODE_FILTER = 1

# Opcodes: load a word of seccomp_data, compare it, return an action.
LOAD, EQUAL, GREATER_EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENT_0, ARGUMENT_1, ARGUMENT_2 = 0, 4, 16, 24, 32  # offsets, low words
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000

X32_BIT = 0x40000000
CLONE_THREAD, CLONE_FILES = 0x00010000, 0x00000400
# Names for threads and memory, and what only asks: PR_SET_NAME, PR_GET_NAME, PR_SET_VMA,
# PR_GET_DUMPABLE, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS.
PRCTL_OPTIONS = (15, 16, 0x53564D41, 3, 23, 39)
# Is it a terminal, how wide is it; blocking or not; how much is there; closed on exec or not.
IOCTL_REQUESTS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETLK, F_SETLKW, F_DUPFD_CLOEXEC, seals
FCNTL_COMMANDS = (0, 1, 2, 3, 5, 6, 7, 1030, 1033, 1034)
F_SETFL, O_ASYNC = 4, 0x2000
UNKNOWN_FROM = 452  # newer than the lists: "no such call" makes the C library use an older one


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def available() -> bool:
    """Whether there is a list for this machine's processor."""
    return platform.machine() in MACHINES


def filter_program(machine: str, pid: int, devices: bool = False) -> bytes:
    """The filter for a process of number `pid`: what is not listed fails with EPERM.

    Args:
        machine: one of MACHINES.
        pid: its number as it sees it itself.
        devices: it may control devices, by requests that only their drivers know.
    """
    column, architecture, _ = MACHINES[machine]
    own, no_such_call = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
    code = [
        _op(LOAD, ARCHITECTURE),
        _op(EQUAL, architecture, 1, 0),
        _op(RETURN, KILL),
        _op(LOAD, NUMBER),
        # Another calling convention with other numbers (x32) is none of ours.
        _op(GREATER_EQUAL, X32_BIT, 0, 1),
        _op(RETURN, KILL),
    ]
    for numbers in ALLOWED.values():
        if (number := numbers[column]) is not None:
            code += [_op(EQUAL, number, 0, 1), _op(RETURN, ALLOW)]
    # Threads yes, processes no; and threads that share their open files, which are looked at.
    code += _if_called(
        CLONE[column],
        [
            _op(LOAD, ARGUMENT_0),
            _op(ANY_BIT, CLONE_THREAD, 0, 2),
            _op(ANY_BIT, CLONE_FILES, 0, 1),
            _op(RETURN, ALLOW),
        ],
    )
    # Not PR_SET_DUMPABLE, which closes /proc, nor PR_SET_PDEATHSIG, nor PR_SCHED_CORE.
    code += _if_called(PRCTL[column], _one_of(ARGUMENT_0, PRCTL_OPTIONS))
    # Signals and limits: its own only.
    code += _if_called(
        TGKILL[column], [_op(LOAD, ARGUMENT_0), _op(EQUAL, pid, 0, 1), _op(RETURN, ALLOW)]
    )
    code += _if_called(
        PRLIMIT64[column],
        [
            _op(LOAD, ARGUMENT_0),
            _op(EQUAL, 0, 1, 0),
            _op(EQUAL, pid, 0, 1),
            _op(RETURN, ALLOW),
        ],
    )
    requests = [_op(RETURN, ALLOW)] if devices else _one_of(ARGUMENT_1, IOCTL_REQUESTS)
    code += _if_called(IOCTL[column], requests)
    # Not F_SETOWN and F_SETSIG, nor O_ASYNC: they make the kernel send signals to anybody.
    code += _if_called(
        FCNTL[column],
        [
            *_one_of(ARGUMENT_1, FCNTL_COMMANDS),
            _op(EQUAL, F_SETFL, 0, 3),
            _op(LOAD, ARGUMENT_2),
            _op(ANY_BIT, O_ASYNC, 1, 0),
            _op(RETURN, ALLOW),
        ],
    )
    code += [_op(EQUAL, CLONE3[column], 1, 0), _op(GREATER_EQUAL, UNKNOWN_FROM, 0, 1)]
    code += [_op(RETURN, no_such_call), _op(RETURN, own)]
    return b"".join(code)


def install(devices: bool = False) -> None:
    """Filter this process and its threads from now on; there is no way back.

    Args:
        devices: see `filter_program`.

    Raises:
        OSError: if the kernel refuses.
    """
    machine = platform.machine()
    instructions = filter_program(machine, os.getpid(), devices)
    program = _Program(len(instructions) // 8, instructions)
    number = MACHINES[machine][2]
    syscall(number, SET_MODE_FILTER, ctypes.c_uint(0), ctypes.byref(program))


def _op(opcode: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", opcode, if_true, if_false, value)


def _one_of(argument: int, values: tuple[int, ...]) -> list[bytes]:
    """Load an argument; allow it if it is one of these, else go on with it loaded."""
    code = [_op(LOAD, argument)]
    for value in values:
        code += [_op(EQUAL, value, 0, 1), _op(RETURN, ALLOW)]
    return code


def _if_called(number: int, then: list[bytes]) -> list[bytes]:
    """If this call is made, run `then`; what it does not allow is refused."""
    refuse = _op(RETURN, ERRNO | errno.EPERM)
    return [_op(EQUAL, number, 0, len(then) + 1), *then, refuse]
