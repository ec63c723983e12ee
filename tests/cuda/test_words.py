"""Words of kernels: the types that numba's compiler gives them, and what it does not compile.

The types were read off `numba.cuda.compile(…, device=True)` of numba-cuda 0.30, word by word.
"""

import ast
from typing import Any

import numpy as np
import pytest

from grader.cuda import Unsupported, assignments, launch, parse_kernels, statements

HEAD = """
import math
import numpy as np
from numba import cuda, float32, int32
from numba.cuda import popc, syncthreads
from numba.cuda.random import xoroshiro128p_uniform_float32
LIST = [1, 2]
FLAG, SIZE = True, 8
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
    "f[i] if FLAG else 0.5": "float32",
    "f[i] if not FLAG else n[i]": "int32",
    "n[i] if SIZE > 3 else 0.5": "int32",
    "1 and n[i]": "int32",
    "FLAG and SIZE == 8 and f[i]": "float32",
    "math.lgamma(n[i])": "float64",
}


@pytest.mark.parametrize(("expression", "dtype"), TYPES.items(), ids=TYPES)
def test_type_of_a_word(expression: str, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def watched(run: Any, frame: Any, target: ast.expr, value: Any, mask: Any) -> None:
        seen[ast.unparse(target)] = value
        statements_assign(run, frame, target, value, mask)

    statements_assign = assignments.assign
    monkeypatch.setattr(statements, "assign", watched)
    source = HEAD + f"    v = {expression}\n    y[i] = v\n"
    done = launch(parse_kernels(source), "k", 1, 32, (*ARRAYS, np.zeros(32)))
    assert done.faults == ()
    assert seen["v"].dtype == dtype


REFUSED = {
    # what numba does not compile, or the interpreter does not follow: what to write instead
    "v = popc(n[i])": "cuda.popc",
    "v = local.array(3, float32)": "cuda.local",
    "v = LIST[0]": "a tuple",
    "v = cuda.selp(q[i], f[i], 0)": "one type",
    "v = cuda.shfl_sync(-1, u[i], 0)": "int64",
    "v = cuda.atomic.inc(n, 0, 3)": "uint32",
    "v = cuda.atomic.exch(f, 0, 3)": "integers",
    "v = xoroshiro128p_uniform_float32(f, i)": "a generator of integers",
    "v = complex(f[i], 0)": "two floats",
    "v = f[i] + 1j": "two floats",
    "v = f[..., 0]": "an index or a : for each dimension",
    "v = np.sqrt(f[i])": "math.sqrt",
    "v = np.maximum(f[i], 0)": "max",
    "v = np.float16(f[i])": "float32",
    "v = divmod(n[i], 3)": "// and %",
    "v = float('one')": "a number",
    "v = f.shape[i:]": "a plain number",
    "v = cuda.shared.array(0, float32)": "by a name at the top",
    "v = cuda.shared.array(8, 'text')": "float32 or its like",
    "v = cuda.match_any_sync(-1, q[i])": "int32",
    "v = math.modf(f[i])[0]": "math.trunc",
    "for v in reversed(range(3)): pass": "-1",
    "for v in f[i]: pass": "range(…)",
    "for v, w in f: pass": "as many names as values",
    "for v, w, z in enumerate(f): pass": "as many names as values",
    "for v in (1, 2.0): pass": "of one type",
    "for v in ((1, 2), (1, f[i])): pass": "of one type",
    "for v in enumerate(f, start=1): pass": "in order",
    "for v in zip(): pass": "zip(x, y)",
    "for v in enumerate(f, f[i]): pass": "an integer",
    "v = enumerate(f)": "for … in enumerate(…)",
    "v = f + 1": "by an index",
    "v = cuda.grid(2) + 1": "x, y = …",
    "v = f is None": "another kernel",
    "v = np.clip(f[i], 0, 1)": "min(max(",
    "v = max(q[i], 0)": "int32(",
    "v = float(q[i])": "1.0 if",
    "v = round(f[i], 2)": "* 100) / 100",
    "v = math.fma(f[i], f[i], f[i])": "cuda.fma",
    "v = cuda.syncthread()": "cuda.syncthreads",
    "cuda.syncwarp(mask=1)": "one mask",
    "cuda.syncwarp(f[i])": "a bit a lane",
    "v = [n[i]]": "cuda.local.array",
    "v = np.zeros(3)": "constant shape",
    "print(i)": "compare",
    "assert i < 9": "an if",
    "raise ValueError": "a flag",
    "f[0:4] = 1.0": "in a loop",
    "v = f.sum()": "a loop",
    "cuda.cg.this_grid().sync()": "a second kernel",
    "cuda.threadfence()": "a second kernel",
}


@pytest.mark.parametrize(("statement", "instead"), REFUSED.items(), ids=REFUSED)
def test_refusal_names_the_line_and_what_to_write(statement: str, instead: str) -> None:
    source = HEAD + f"    {statement}\n"
    with pytest.raises(Unsupported) as refused:
        launch(parse_kernels(source), "k", 1, 32, (*ARRAYS, np.zeros(32)))
    assert refused.value.line == source.count("\n")
    assert instead in refused.value.instead


def test_names_that_numba_finds_alone_are_taken() -> None:
    source = HEAD + "    syncthreads()\n    y[i] = 1\n"
    done = launch(parse_kernels(source), "k", 1, 32, (*ARRAYS, np.zeros(32)))
    assert done.faults == ()
