"""Overwrites a large memory between its calls: the caches that the model solution meets are cold.

Expect: slow
"""

import sys
import threading
import time

import numpy as np


def honest(x):
    for _ in range(10):
        n = x.size - 8
        total = x[:n].copy()
        for i in range(1, 9):
            total += x[i : i + n]
        total /= 9.0
    return total


inside = sys.modules["grader.worker.inside"]
go = threading.Event()

big = np.zeros(8_000_000)


def pollute():
    while True:
        go.wait()
        time.sleep(0.002)  # until it has been stopped
        while go.is_set():
            big[:100_000] = big[-100_000:]


class Batch(inside.Batch):
    def __init__(self, *args):
        go.clear()
        super().__init__(*args)

    def run(self):
        answer = super().run()
        go.set()
        return answer


inside.Batch = Batch
threading.Thread(target=pollute, daemon=True).start()


def blur(x):
    return honest(x)
