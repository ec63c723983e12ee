"""Right: one of each function of math that numba compiles, gamma and lgamma included."""
import math
from math import sqrt

import numpy as np
from numba import cuda


@cuda.jit
def everything(x, out):
    i = cuda.grid(1)
    v = x[i]
    out[i, 0] = sqrt(v) + math.cos(v) * math.sin(v) - math.tan(v / 4)
    out[i, 1] = math.gamma(v + 1) + math.lgamma(v + 0.5)
    out[i, 2] = math.atan2(v, 2.0) + math.hypot(v, 3.0) + math.copysign(v, -1.0)
    out[i, 3] = math.log10(v) + math.log2(v) + math.log1p(v) + math.expm1(v)
    out[i, 4] = math.floor(v) + math.ceil(v) + math.trunc(-v) + math.fmod(v, 0.7)
    out[i, 5] = cuda.cbrt(v) + cuda.fma(v, 2.0, 1.0) + math.erf(v) + math.degrees(v)
    out[i, 6] = v if math.isnan(v) or math.isinf(v) else -v
    out[i, 7] = math.pow(v, 3) + pow(v, 2) + v**0.5


def case(rng):
    x = rng.random(32) * 3 + 0.1
    f = lambda name: np.array([getattr(__import__("math"), name)(v) for v in x])
    g = np.array([__import__("math").lgamma(v + 0.5) + __import__("math").gamma(v + 1) for v in x])
    cols = [np.sqrt(x) + np.cos(x) * np.sin(x) - np.tan(x / 4), g, np.arctan2(x, 2) + np.hypot(x, 3) - x, np.log10(x) + np.log2(x) + np.log1p(x) + np.expm1(x), np.floor(x) + np.ceil(x) - np.floor(x) + np.fmod(x, 0.7), np.cbrt(x) + 2 * x + 1 + f("erf") + np.degrees(x), -x, x**3 + x**2 + np.sqrt(x)]
    return dict(kernel="everything", grid=1, block=32, args=(x, np.zeros((32, 8))), inputs={"x"}, expected={"out": np.stack(cols, 1)}, tolerance=1e-9)
