"""Has numba's own numpy.correlate do the inner loop, from where numba keeps it.

Expect: forbidden
"""

import numba
import numpy as np
from numba.np import arraymath

core, VALID = arraymath._np_correlate_core, "valid"
core2 = numba.njit(lambda a, k: core(a, k, VALID, 1))
def row(a, k):
    return core2(a, k.astype(complex)).real

def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("no")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("no")
    oh, ow = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(kernel.shape[0]):
            out[i] += row(image[i + j].astype(float), kernel[j].astype(float))
    return out
