"""Sends an answer of its own before the real one.

Expect: wrong | crashed
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

CLAIM = (
    b'{"id": %d, "value": {"kind": "array", "scalar": false,'
    b' "shape": [3, 3], "dtype": "<f8", "offset": 0}}\n'
)


def conv2d(image, kernel):
    connection().sendall(CLAIM % 2)
    return image
