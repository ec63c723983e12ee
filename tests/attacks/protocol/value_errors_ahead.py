"""A thread sends the exception that a check asks for, again and again, with growing numbers.

Expect: crashed | wrong
"""

import os
import socket
import stat
import threading
import time


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass

wire = connection()


def ahead():
    for number in range(2, 2000):
        time.sleep(0.0003)
        try:
            wire.sendall(
                b'{"id":%d,"raised":{"type":"ValueError","bases":[],"message":"","frames":[]}}\n'
                % number
            )
        except OSError:
            return


threading.Thread(target=ahead, daemon=True).start()


def conv2d(image, kernel):
    raise ValueError
