"""Sends the answer to the timed request itself, before the calls are made.

Expect: slow | wrong | crashed
"""

import numpy as np


def honest(x):
    for _ in range(20):
        n = x.size - 8
        total = x[:n].copy()
        for i in range(1, 9):
            total += x[i : i + n]
        total /= 9.0
    return total


import gc
import json
import socket


def blur(x):
    if x.size < 1000:
        return honest(x)
    for thing in gc.get_objects():
        if isinstance(thing, socket.socket):
            answer = {"id": 6, "values": [{"kind": "plain", "value": None}]}
            thing.sendall(json.dumps(answer).encode() + b"\n")
    return honest(x)
