"""Sends a pickle that runs a command when it is loaded.

Expect: crashed
"""

import os
import pickle
import socket
import stat


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/conv2npu-pickle-was-loaded",)


def conv2d(image, kernel):
    connection().sendall(pickle.dumps(Command()) + b"\n")
