"""Sends an answer from an exit handler, after the process has been asked to leave.

Expect: crashed
"""

import atexit
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

wire = connection()
atexit.register(wire.sendall, b'{"id": 2, "value": null}\n')


def conv2d(image, kernel):
    raise SystemExit
