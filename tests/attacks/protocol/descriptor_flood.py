"""Sends thousands of descriptors along with its answers, which the grader would have to hold.

Expect: crashed
Tier: A only
"""

import array
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
    wire = connection()
    null = os.open("/dev/null", os.O_RDONLY)
    for _ in range(10):
        rights = array.array("i", [null] * 250)
        wire.sendmsg([b" "], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    raise RuntimeError
