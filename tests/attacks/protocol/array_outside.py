"""Describes an array that begins in the shared memory and ends outside of it.

Expect: crashed
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


def conv2d(image, kernel):
    connection().sendall(
        b'{"id": 2, "value": {"kind": "array", "scalar": false, "shape": [3, 3],'
        b' "dtype": "<f8", "offset": 268435450}}\n'
    )
