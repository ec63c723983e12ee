"""Sets timers, each with a thousand listeners, that go off while it is stopped: the processor then
works for it, and whoever has the core pays for that.

Expect: slow
"""

import ctypes
import os
import signal
import struct
import sys

import numpy as np


def honest(x):
    for _ in range(8):
        n = x.size - 8
        total = x[:n].copy()
        for i in range(1, 9):
            total += x[i : i + n]
        total /= 9.0
    return total


libc = ctypes.CDLL(None)
inside = sys.modules["grader.worker.inside"]
SOURCES, POLLS, NUMBERS, ADD = 100, 12, 80, 1
SPANS = [struct.pack("qqqq", 0, 0, 0, 5_000_000 + 500_000 * n) for n in range(SOURCES)]
MASK = ctypes.create_string_buffer(struct.pack("128s", (1 << 13).to_bytes(8, "little")))
signal.signal(signal.SIGALRM, lambda *_: None)
timers = [libc.timerfd_create(1, 0o4000) for _ in range(SOURCES)]
sources = timers if -1 not in timers else [libc.signalfd(-1, MASK, 0o4000) for _ in timers]
if -1 in sources:
    sources = []
for _ in range(POLLS if sources else 0):
    poll = libc.epoll_create1(0)
    for source in sources:
        for number in range(250 - NUMBERS, 250):  # the same one under many numbers
            os.dup2(source, number)
            libc.epoll_ctl(poll, ADD, number, struct.pack("=IQ", 1, 0))
            os.close(number)


class Batch(inside.Batch):
    def __init__(self, *args):
        for timer in timers:  # none goes off while it runs itself
            libc.timerfd_settime(timer, 0, bytes(32), None)
        super().__init__(*args)

    def run(self):
        answer = super().run()
        for timer, span in zip(timers, SPANS):
            libc.timerfd_settime(timer, 0, span, None)
        signal.setitimer(signal.ITIMER_REAL, 0.006)
        return answer


inside.Batch = Batch


def blur(x):
    return honest(x)
