"""Answers with numbers that are doubled, negative, enormous, true or not a number.

Expect: crashed | wrong
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

LINES = [
    b'{"id": 2, "id": 2}', b'{"id": -2}', b'{"id": 9e99}', b'{"id": true}', b'{"id": NaN}',
    b'{"id": ' + b"9" * 5000 + b"}", b"\xff\xfe", b'{"id": 2, "absent": ["conv2d\\u001b[31m"]}',
]
calls = 0


def conv2d(image, kernel):
    global calls
    calls += 1
    connection().sendall(LINES[calls % len(LINES)] + b"\n")
    time.sleep(0.02)
