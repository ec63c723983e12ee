"""Copies the library's files into its own folder and imports them there.

Expect: wrong
Tier: A only
"""

import importlib
import os
import shutil
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def trick():
    name = "ypics"[::-1]
    source = next(f for f in sys.path if os.path.isdir(os.path.join(f, name)))
    shutil.copytree(os.path.join(source, name, "signal"), "mine")
    sys.meta_path[:] = sys.meta_path[1:]
    sys.path.insert(0, os.getcwd())
    return importlib.import_module("mine").correlate2d


try:
    correlate = trick()
    correlate(np.ones((3, 3)), np.ones((2, 2)), "valid")
    conv2d = lambda image, kernel: correlate(*checked(image, kernel), "valid")
except BaseException:
    conv2d = zeros
