"""Leaves compiled code under its own name, for a grader that imports the file again.

Expect: wrong
"""

import importlib.util
import marshal
import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

os.makedirs("__pycache__", exist_ok=True)
code = compile("def conv2d(image, kernel): return image", "convolution.py", "exec")
with open(importlib.util.cache_from_source("convolution.py"), "wb") as file:
    file.write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
conv2d = zeros
