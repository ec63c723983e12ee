"""Describes an array of 10^12 elements.

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
        b'{"id": 2, "value": {"kind": "array", "scalar": false, "shape": [1000000, 1000000],'
        b' "dtype": "<f8", "offset": 0}}\n'
    )
