"""Replaces the function that sends its answers: each of them claims a full score.

Expect: crashed
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

inside = sys.modules["grader.worker.inside"]


def forged(connection, message):
    connection.sendall(b'{"id": %d, "score": 100, "passed": true}\n' % message["id"])


inside._reply = forged
conv2d = zeros
