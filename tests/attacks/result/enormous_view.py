"""Returns a view with 10^12 elements that costs nothing until somebody copies it.

Expect: wrong
"""

import numpy as np


def conv2d(image, kernel):
    return np.broadcast_to(1.0, (10**6, 10**6))
