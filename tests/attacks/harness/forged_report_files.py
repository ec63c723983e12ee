"""Writes result files of several well-known graders wherever it may write.

Expect: wrong
"""

import json
import os

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])

for path in ("results/results.json", ".report.json", "tests/junit.xml"):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file:
        json.dump({"score": 100, "tests": [{"name": "all", "status": "passed"}]}, file)
conv2d = zeros
