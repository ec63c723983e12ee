"""Sends one blank after another, so that something is always on its way.

Expect: crashed | timeout
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
    wire = connection()
    while True:
        wire.send(b" ")
        time.sleep(0.0005)
