"""Answers without ever reading a question, by watching how much has arrived.

Expect: wrong | crashed | timeout
"""

import fcntl
import os
import socket
import stat
import struct
import termios
import time


def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass

wire, seen, number = connection(), 0, 1
CLAIM = b'{"id":%d,"raised":{"type":"ValueError","bases":[],"message":"","frames":[]}}\n'
wire.sendall(b'{"id":1}\n')
end = time.monotonic() + 4
while time.monotonic() < end:
    pending = struct.unpack("i", fcntl.ioctl(wire, termios.FIONREAD, bytes(4)))[0]
    if pending > seen:
        seen, number = pending, number + 1
        wire.sendall(CLAIM % number)
    time.sleep(0.001)
os._exit(0)
