"""Answers two hundred calls while it is being imported.

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

CLAIM = b'{"id": %d, "raised": {"type": "ValueError", "bases": [], "message": "", "frames": []}}\n'
connection().sendall(b"".join(CLAIM % number for number in range(1, 200)))


def conv2d(image, kernel):
    raise ValueError
