"""Returns at once, and has a thread write the right answer into the shared memory afterwards.

Expect: wrong
"""

import sys
import threading
import time

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

frame, memory = sys._getframe(), None
while frame and memory is None:
    memory = frame.f_locals.get("memory")
    frame = frame.f_back


def write(answer, offset):
    time.sleep(0.05)
    np.ndarray(answer.shape, float, memory, offset)[...] = answer


def conv2d(image, kernel):
    offset = sys._getframe(1).f_locals["request"]["out"]
    try:
        answer = correct(image, kernel)
    except ValueError:
        return 0
    threading.Thread(target=write, args=(answer, offset), daemon=True).start()
    return zeros(image, kernel) - 12345
