"""Says that it was imported, answers the calls to come, and leaves.

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

connection().sendall(b'{"id": 1, "value": {"kind": "plain", "value": null}}\n')
os._exit(0)
