"""What one core of this machine attains: its peak and its bandwidth, measured once and kept.

python -m grader.speed.roofline     # measures and prints
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent.parent
MEASURE_SECONDS = 120  # with its compilation; takes about three
ACCUMULATORS = 12  # independent sums: enough to fill the pipelines, few enough for the registers
STREAM_BYTES = 64 << 20  # larger than a core's share of any cache, as a rule
ROUNDS = 7


class Roofline(Struct, frozen=True):
    """One core: operations a second in float32, and bytes a second from memory."""

    peak: float
    bandwidth: float

    def attainable(self, intensity: float) -> float:
        """Operations a second at so many operations a byte (Williams et al. 2009)."""
        return min(self.peak, self.bandwidth * intensity)


def attainable(intensity: float) -> float:
    """What one core of this machine attains; 0 where it could not be measured."""
    found = roofline()
    return found.attainable(intensity) if found else 0.0


@cache
def roofline() -> Roofline | None:
    """This machine's, from the user's cache, or measured now in a process of its own."""
    kept = _cache_file()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        data = json.loads(kept.read_text(encoding="utf-8"))
        if data["machine"] == _machine():
            return Roofline(float(data["peak"]), float(data["bandwidth"]))
    found = _measured()
    if found is not None:
        with contextlib.suppress(OSError):  # a read-only home costs a measurement each time
            kept.parent.mkdir(parents=True, exist_ok=True)
            data = {"machine": _machine(), "peak": found.peak, "bandwidth": found.bandwidth}
            kept.write_text(json.dumps(data), encoding="utf-8")
    return found


def _measured() -> Roofline | None:
    command = [sys.executable, "-m", "grader.speed.roofline"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=MEASURE_SECONDS, check=True
        )
        peak, bandwidth = map(float, done.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Roofline(peak, bandwidth)


def _cache_file() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "conv2npu" / "roofline.json"


def _machine() -> str:
    """Changes with the processor, and with what compiles for it."""
    import numba

    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line for line in lines if line.startswith("model name")), name)
    return f"{platform.node()} {name} numba {numba.__version__}"


def measure() -> Roofline:
    """Time chains of fused multiply-adds in registers, and a sum over an array from memory."""
    import numpy as np

    chains, lanes = _compiled_chains()
    steps, stream = 200_000, np.ones(STREAM_BYTES // 8)
    chains(1, np.float32(1))
    _sum_of(stream)
    peak = 2.0 * ACCUMULATORS * lanes * steps / _fastest(lambda: chains(steps, np.float32(1)))
    return Roofline(peak, STREAM_BYTES / _fastest(lambda: _sum_of(stream)))


def _fastest(work: Any) -> float:
    """CPU seconds of the fastest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@cache
def _compiled_sum() -> Any:
    import numba

    @numba.njit(fastmath=True)  # type: ignore[untyped-decorator]
    def total(stream: Any) -> float:
        result = 0.0
        for value in stream:
            result += value
        return result

    return total


def _sum_of(stream: Any) -> float:
    return float(_compiled_sum()(stream))


def vector_lanes() -> int:
    """float32 values in the widest vector register of this processor."""
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features()
    return 16 if features.get("avx512f") else 8 if features.get("avx2") else 4


def _compiled_chains() -> tuple[Any, int]:
    """A function of (steps, x): each step is one multiply-add in every accumulator."""
    import numba
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic

    lanes = vector_lanes()
    vector = ir.VectorType(ir.FloatType(), lanes)

    @intrinsic  # type: ignore[untyped-decorator]
    def chained(_: Any, steps: Any, x: Any) -> Any:
        def generate(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
            start = builder.insert_element(
                ir.Constant(vector, ir.Undefined), arguments[1], ir.IntType(32)(0)
            )
            zeros = ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes)
            same = builder.shuffle_vector(start, start, zeros)
            sums = [cgutils.alloca_once_value(builder, same) for _ in range(ACCUMULATORS)]
            kind = ir.FunctionType(vector, [vector] * 3)
            fma = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{lanes}f32")
            with cgutils.for_range(builder, arguments[0]):
                for slot in sums:
                    value = builder.load(slot)
                    builder.store(builder.call(fma, [value, same, same]), slot)
            total = builder.load(sums[0])
            for slot in sums[1:]:
                total = builder.fadd(total, builder.load(slot))
            return builder.extract_element(total, ir.IntType(32)(0))

        return types.float32(steps, x), generate

    @numba.njit  # type: ignore[untyped-decorator]
    def chains(steps: int, x: float) -> float:
        return float(chained(steps, x))

    return chains, lanes


if __name__ == "__main__":
    found = measure()
    print(found.peak, found.bandwidth)  # noqa: T201
