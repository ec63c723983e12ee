"""Right: functions of math on float32 and float64."""
import math

import numpy as np
from numba import cuda


@cuda.jit
def gelu(x, y, z):
    i = cuda.grid(1)
    if i < x.size:
        v = x[i]
        y[i] = 0.5 * v * (1.0 + math.erf(v / math.sqrt(2.0)))
        z[i] = math.tanh(v) + math.exp(-abs(v)) + math.log1p(v * v) + math.floor(v) + math.pow(2.0, v) + math.atan2(v, 3.0)
        if math.isnan(z[i]) or math.isinf(z[i]):
            z[i] = math.pi


def case(rng):
    x = rng.standard_normal(60)
    erf = np.array([__import__("math").erf(v / 2**0.5) for v in x])
    z = np.tanh(x) + np.exp(-abs(x)) + np.log1p(x * x) + np.floor(x) + 2.0**x + np.arctan2(x, 3.0)
    return dict(kernel="gelu", grid=2, block=32, args=(x, np.zeros_like(x), np.zeros_like(x)), inputs={"x"}, expected={"y": 0.5 * x * (1 + erf), "z": z}, tolerance=1e-12)
