"""Closes its reading half: nothing that it is asked arrives any more.

Expect: crashed | wrong
"""

import os
import socket
import stat

import numpy as np


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    connection().shutdown(socket.SHUT_RD)
    return zeros(image, kernel)
