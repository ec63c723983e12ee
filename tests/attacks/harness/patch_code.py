"""Swaps the code object of the function that encodes results for one that says nothing was
computed.

Expect: wrong | crashed
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def _result(value, memory, offset, nested=False):
    return {"kind": "plain", "value": True}, offset


sys.modules["grader.worker.inside"]._result.__code__ = _result.__code__
conv2d = zeros
