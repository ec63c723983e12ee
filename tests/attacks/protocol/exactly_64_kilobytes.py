"""Pads its lines with blanks to the very size at which the other side's buffer ends.

Expect: crashed | wrong
"""

import json
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

calls = 1


def conv2d(image, kernel):
    global calls
    calls += 1
    line = json.dumps({"id": calls, "value": {"kind": "plain", "value": "x"}}).encode()
    connection().sendall(line.ljust([65535, 65536, 65537, 65534][calls % 4]) + b"\n")
    time.sleep(0.02)
