"""The same file by other ways: through /proc, through a folder's descriptor, with dots.

Expect: wrong
Tier: A only
"""

import os
import sys

import numpy as np


def course():
    """The course's folder: the worker's command line names it."""
    return sys.argv[2]


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def trick():
    target = course() + "/solutions/convolution/convolution.py"
    ways = ["/proc/self/root" + target, "/proc/thread-self/root" + target, "/usr/.." + target]
    ways += ["/proc/self/cwd/../../../../../../.." + target, "/dev/fd/../../../../.." + target]
    for way in ways:
        try:
            open(way).close()
            return True
        except OSError:
            pass
    folder = os.open("/", os.O_PATH)
    os.close(os.open(target[1:], os.O_RDONLY, dir_fd=folder))
    return True


try:
    worked = trick()
except Exception:
    worked = False
conv2d = correct if worked else zeros
