"""Claims eight arrays of the widest type, each as large as the shared memory: to copy them takes the
grader seconds and gigabytes.

Expect: crashed
"""

import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


inside = sys.modules["grader.worker.inside"]
reply = inside._reply


def forged(connection, message):
    if "value" in message:
        array = {"kind": "array", "scalar": False, "shape": [1 << 23], "dtype": "<c32", "offset": 0}
        message = {"id": message["id"], "value": {"kind": "tuple", "items": [array] * 8}}
    reply(connection, message)


inside._reply = forged
conv2d = zeros
