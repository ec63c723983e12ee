"""Words of kernels: the types that numba's compiler gives them, and what it does not compile.

The types were read off `numba.cuda.compile(…, device=True)` of numba-cuda 0.30, word by word.
"""

import numpy as np
import pytest

from grader.cuda import Unsupported, launch, parse_kernels

HEAD = """
import math
import numpy as np
from numba import cuda, float32, int32
from numba.cuda import popc, syncthreads
from numba.cuda.random import xoroshiro128p_uniform_float32
LIST = [1, 2]
local = cuda.local

@cuda.jit
def k(f, n, u, w, q, y):
    i = cuda.grid(1)
"""
ARRAYS = [np.ones(32, dtype) for dtype in ("float32", "int32", "uint32", "uint64", "bool")]

TYPES = {
    "int(n[i])": "int32",
    "int(u[i])": "uint32",
    "int(w[i])": "uint64",
    "int(f[i])": "int64",
    "float(f[i])": "float32",
    "float(n[i])": "float64",
    "float('-inf')": "float64",
    "~q[i]": "bool",
    "2**-1": "float64",
    "n[i] or 3": "int64",
    "f[i] and n[i]": "float64",
    "f[i] or 0.0": "float64",
    "q[i] and q[i]": "bool",
    "cuda.popc(n[i])": "int32",
    "cuda.popc(w[i])": "uint64",
    "cuda.popc(i)": "int64",
    "cuda.clz(n[i])": "int32",
    "cuda.clz(i)": "int64",
    "cuda.ffs(i)": "uint32",
    "cuda.brev(w[i])": "uint64",
    "cuda.brev(i)": "uint32",
    "cuda.ballot_sync(-1, q[i])": "int32",
    "cuda.match_any_sync(-1, n[i])": "int32",
    "cuda.match_all_sync(-1, i)[1]": "bool",
    "cuda.syncthreads_or(1)": "int32",
    "cuda.activemask()": "uint32",
    "cuda.shfl_sync(-1, f[i], 0)": "float32",
    "cuda.selp(q[i], f[i], f[i])": "float32",
    "math.gamma(f[i])": "float32",
    "math.lgamma(n[i])": "float64",
}


@pytest.mark.parametrize(("expression", "dtype"), TYPES.items(), ids=TYPES)
def test_type_of_a_word(expression: str, dtype: str) -> None:
    """Seen through local.array, whose dtype may be that of another array: its bytes are counted."""
    source = HEAD + f"    v = {expression}\n    y[i] = v\n"
    y = np.zeros(32, dtype)
    done = launch(parse_kernels(source), "k", 1, 32, (*ARRAYS, y))
    assert done.faults == ()
    assert type_of(expression) == np.dtype(dtype)


def type_of(expression: str) -> np.dtype:
    """The type of an expression, found in a tuple: an index that varies joins the types in it."""
    raise NotImplementedError
