"""Looks for the library's folder and loads its files by their paths.

Expect: wrong
Tier: A only
"""

import importlib.util
import os
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
    sys.meta_path[:] = sys.meta_path[1:]
    for folder in sys.path:
        path = os.path.join(folder, name, "__init__.py")
        if os.path.exists(path):
            spec = importlib.util.spec_from_file_location(name, path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
            return importlib.import_module(name + ".signal").correlate2d
    raise ImportError


try:
    correlate = trick()
    correlate(np.ones((3, 3)), np.ones((2, 2)), "valid")
    conv2d = lambda image, kernel: correlate(*checked(image, kernel), "valid")
except BaseException:
    conv2d = zeros
