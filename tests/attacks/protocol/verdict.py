"""Sends a verdict instead of an answer.

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
    connection().sendall(b'{"id": 2, "verdict": "passed", "score": 15}\n')
