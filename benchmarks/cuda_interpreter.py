"""How fast the CUDA interpreter is, with every check: accesses a second, and beside the simulator.

    python benchmarks/cuda_interpreter.py [--rounds N]

Three claims: at least 10 million accesses a second at layer size with every check on, at least
200 times the speed of numba's stock simulator (NUMBA_ENABLE_CUDASIM=1) on the same kernels and
arrays, and at most 3 seconds for `grade` of an exercise with kernels, from the shell. Seconds are
CPU seconds of the process, but for `grade`, which is timed by the wall clock. Interpreter and
simulator take turns, so that each ratio is of neighbours in time; the simulator lives in a process
of its own, started once, and is asked for one launch at a time.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from grader.cuda import Launch, Module, launch, parse_kernels

ROOT = Path(__file__).resolve().parent.parent
Shape = tuple[int, int, int]  # channels, height and width, outputs

NAIVE = """
from numba import cuda, float32

@cuda.jit
def conv(x, w, y):
    c, r, o = cuda.grid(3)
    if o < y.shape[0] and r < y.shape[1] and c < y.shape[2]:
        acc = float32(0)
        for ch in range(x.shape[0]):
            for a in range(3):
                for b in range(3):
                    rr = r + a - 1
                    cc = c + b - 1
                    if rr >= 0 and rr < x.shape[1] and cc >= 0 and cc < x.shape[2]:
                        acc += x[ch, rr, cc] * w[o, ch, a, b]
        y[o, r, c] = acc
"""
TILED = """
from numba import cuda, float32

@cuda.jit
def conv(x, w, y):
    s = cuda.shared.array((18, 18), float32)
    ws = cuda.shared.array((3, 3), float32)
    tx, ty, o = cuda.threadIdx.x, cuda.threadIdx.y, cuda.blockIdx.z
    top, left = cuda.blockIdx.y * 16, cuda.blockIdx.x * 16
    acc = float32(0)
    for ch in range(x.shape[0]):
        for i in range(ty, 18, 16):
            for j in range(tx, 18, 16):
                rr = top + i - 1
                cc = left + j - 1
                if rr >= 0 and rr < x.shape[1] and cc >= 0 and cc < x.shape[2]:
                    s[i, j] = x[ch, rr, cc]
                else:
                    s[i, j] = 0
        if tx < 3 and ty < 3:
            ws[ty, tx] = w[o, ch, ty, tx]
        cuda.syncthreads()
        for a in range(3):
            for b in range(3):
                acc += s[ty + a, tx + b] * ws[a, b]
        cuda.syncthreads()
    if top + ty < y.shape[1] and left + tx < y.shape[2]:
        y[o, top + ty, left + tx] = acc
"""
KERNELS: dict[str, tuple[str, tuple[int, int]]] = {
    "naive": (NAIVE, (32, 8)),
    "tiled": (TILED, (16, 16)),
}
SLUGS = ("cuda_relu", "cuda_conv", "cuda_conv_tiled")
LAYER: Shape = (64, 56, 4)  # 64 × 56 × 56, four of its output channels: all 64 do the same
BOTH: Shape = (4, 56, 2)  # what the simulator does in seconds, not in hours

# The simulator's process: a line "NAME" comes in, the seconds of one launch go out.
SIMULATOR = """
import sys, time
from benchmarks.cuda_interpreter import BOTH, KERNELS, arrays, grid_of, simulated
kernels = {name: simulated(source) for name, (source, _) in KERNELS.items()}
x, w, y = arrays(BOTH)
for line in sys.stdin:
    name = line.strip()
    block = KERNELS[name][1]
    before = time.process_time()
    kernels[name][grid_of(BOTH, block), block](x, w, y)
    print(time.process_time() - before, flush=True)
"""


def arrays(shape: Shape) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, w and y of a 3×3 layer, float32."""
    channels, size, outputs = shape
    rng = np.random.default_rng(0)
    x = rng.random((channels, size, size), dtype=np.float32)
    w = rng.random((outputs, channels, 3, 3), dtype=np.float32)
    return x, w, np.zeros((outputs, size, size), np.float32)


def grid_of(shape: Shape, block: tuple[int, int]) -> Shape:
    """Blocks that cover the output."""
    _, size, outputs = shape
    return -(-size // block[0]), -(-size // block[1]), outputs


def simulated(source: str) -> Callable[..., None]:
    """The kernel, run by Python: these sources are ours."""
    names: dict[str, Callable[..., None]] = {}
    exec(compile(source, "kernel", "exec"), names)  # noqa: S102
    return names["conv"]


def interpret(module: Module, shape: Shape, block: tuple[int, int]) -> tuple[float, Launch]:
    """CPU seconds of one launch with every check, and what it gave."""
    given = arrays(shape)
    before = time.process_time()
    done = launch(module, "conv", grid_of(shape, block), block, given, {"x", "w"})
    seconds = time.process_time() - before
    if done.faults:
        raise SystemExit(f"a right kernel was found wrong: {done.faults}")
    return seconds, done


def rate(name: str, rounds: int) -> None:
    """Print accesses a second at layer size."""
    source, block = KERNELS[name]
    module = parse_kernels(source)
    measured = [interpret(module, LAYER, block) for _ in range(rounds)]
    accesses = sum(access.lanes for access in measured[0][1].counts.accesses)
    report(f"{name}: accesses a second", [accesses / s / 1e6 for s, _ in measured], "M", 10)


def ratio(name: str, rounds: int, simulator: subprocess.Popen[str]) -> None:
    """Print how many times as fast as the simulator, in turns."""
    source, block = KERNELS[name]
    module = parse_kernels(source)
    interpret(module, BOTH, block)  # fill caches
    ratios = []
    for _ in range(rounds):
        ours, _done = interpret(module, BOTH, block)
        ratios.append(ask(simulator, name) / ours)
    report(f"{name}: simulator's time : ours", ratios, "x", 200)


def ask(simulator: subprocess.Popen[str], name: str) -> float:
    """CPU seconds of one launch in the simulator."""
    if simulator.stdin is None or simulator.stdout is None:
        raise SystemExit("the simulator has no pipes")
    print(name, file=simulator.stdin, flush=True)
    return float(simulator.stdout.readline())


def from_the_shell(slug: str, rounds: int) -> None:
    """Print how long `grade` of the model solution takes, its start included."""
    code = "from cli import grade; grade()"
    command = [sys.executable, "-c", code, slug, "--submission", "solutions"]
    seconds = []
    for _ in range(rounds):
        before = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - before)
    report(f"grade {slug}", seconds, "s", most=3)


def report(
    name: str, values: list[float], unit: str, least: float = 0.0, most: float = math.inf
) -> None:
    """One figure: median, spread, and what it should reach, or stay below."""
    middle = statistics.median(values)
    verdict = "reached" if least <= middle <= most else "NOT REACHED"
    goal = f"at least {least:g}" if least else f"at most {most:g}"
    spread = f"{min(values):.1f} to {max(values):.1f}"
    print(f"{name:<34}{middle:8.1f} {unit}  ({spread})  {goal}: {verdict}")


def main() -> None:
    """Measure; print medians and spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, NumPy {np.__version__}, {rounds} rounds")
    for name in KERNELS:
        rate(name, rounds)
    environment = os.environ | {"NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SIMULATOR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    ) as simulator:
        for name in KERNELS:
            ratio(name, rounds, simulator)
        simulator.terminate()
    for slug in SLUGS:
        from_the_shell(slug, rounds)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
