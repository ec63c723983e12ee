"""Describes a result of eight arrays, all of them the same four megabytes.

Expect: crashed | wrong
"""

import os
import socket
import stat


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass

ITEM = b'{"kind": "array", "scalar": false, "shape": [4194304], "dtype": "|u1", "offset": 0}'


def conv2d(image, kernel):
    items = b",".join([ITEM] * 8)
    connection().sendall(b'{"id": 2, "value": {"kind": "tuple", "items": [' + items + b"]}}\n")
    raise RuntimeError
