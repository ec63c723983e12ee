"""Which instruction numba makes of a sum of products: the table in the handout of exercise 12.

    python benchmarks/int8_instructions.py
    NUMBA_CPU_NAME=skylake-avx512 NUMBA_CPU_FEATURES= python benchmarks/int8_instructions.py

Compiles one loop for each row of the table and counts the instructions that multiply vectors in it.
Nothing is run, so the second line, for a CPU with AVX-512 but without VNNI, works on every x86-64.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np
from numba import float32, int8, int16, int32, int64, uint8, void

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from solutions.int8_conv.int8_conv import _tile

MULTIPLY = re.compile(r"\s(vfn?m(?:add|sub)\w*ps|vpmul\w+|vpmadd\w+|vpdp\w+)\s.*([xyz])mm")


def plain(row: Any, weights: Any) -> Any:
    """As one writes it."""
    s = row[0] * weights[0]
    for k in range(1, len(row)):
        s += row[k] * weights[k]
    return s


def narrow(row: Any, weights: Any) -> Any:
    """The handout's way: every step in 32 bits."""
    s = np.int32(0)
    for k in range(len(row)):
        s = np.int32(s + np.int32(row[k]) * np.int32(weights[k]))
    return s


TILE = void(int16[:, ::1], int64, int16[:, ::1], int64, int32[:, ::1])
BYTES = "uint8 · int8, np.int32(…), one sum"
# loop: (function, signature, whether sums may be reordered)
LOOPS: dict[str, tuple[Callable[..., Any], Any, bool]] = {
    "float32, one sum": (plain, float32(float32[::1], float32[::1]), True),
    "int32, s += a * b, one sum": (plain, int64(int32[::1], int32[::1]), False),
    "int32, np.int32(…), one sum": (narrow, int32(int32[::1], int32[::1]), False),
    "int16, np.int32(…), one sum": (narrow, int32(int16[::1], int16[::1]), False),
    "int16, np.int32(…), the model solution's 16 sums": (_tile.py_func, TILE, False),
    BYTES: (narrow, int32(uint8[::1], int8[::1]), False),
}


def instructions(function: Callable[..., Any], signature: Any, reorder: bool) -> Counter[str]:
    """Vector multiplications in the compiled code: how many of each, with the vector's bytes.

    The widest are the loop's; the narrower ones do what remains at its end.
    """
    compiled = numba.njit(signature, fastmath=reorder)(function)
    (assembly,) = compiled.inspect_asm().values()
    sizes = {"x": 16, "y": 32, "z": 64}
    return Counter(f"{name} ({sizes[size]} bytes)" for name, size in MULTIPLY.findall(assembly))


def main() -> None:
    """Print what each loop became."""
    version = ".".join(map(str, llvm.llvm_version_info))
    cpu = numba.config.CPU_NAME or llvm.get_host_cpu_name()
    print(f"numba {numba.__version__}, LLVM {version}, for {cpu}")
    for name, loop in LOOPS.items():
        found = instructions(*loop)
        print(f"{name}: {', '.join(f'{n} {i}' for i, n in found.most_common()) or 'no vectors'}")
    if "vpdpbusd" in " ".join(instructions(*LOOPS[BYTES])):
        sys.exit("this LLVM does make vpdpbusd of a loop: the handout says otherwise")


if __name__ == "__main__":
    main()
