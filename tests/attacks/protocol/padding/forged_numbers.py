"""For output_size: sends digits that are no number.

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


def output_size(n, k, stride, padding):
    connection().sendall(b'{"id": 2, "value": {"kind": "int", "digits": "3 or 4"}}\n')
