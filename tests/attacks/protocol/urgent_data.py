"""Sends a byte out of band: the connection is readable, and yet there is nothing to read.

Expect: crashed
"""

import os
import socket
import stat
import time


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass


def conv2d(image, kernel):
    connection().send(b"!", socket.MSG_OOB)
    time.sleep(0.5)
    raise RuntimeError
