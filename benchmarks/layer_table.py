"""The layer table: one convolutional layer, computed in many ways, on one thread.

    pip install -e '.[bench]'
    python benchmarks/layer_table.py [--rounds 21] [--rows ABCDE]

All sides of a row take turns in one process, so that each ratio is of neighbours in time. Times
include packing, conversion of layouts and the allocation of the output (but ONNX Runtime packs its
weights beforehand, and channels_last is given its data in that layout).
"""

import argparse
import datetime
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.layer_sides import Call, Row, aligned, onnx_sides, ours, processors, torch_sides
from solutions.fast_conv.beyond import conv_layer
from solutions.fast_conv.simd import FILTERS, HOST, tile

ROWS = {
    "A": Row(1, 1, 640, 3, 1, 0),
    "B": Row(3, 32, 224, 3, 1, 1),
    "C": Row(64, 64, 56, 3, 1, 1),
    "D": Row(128, 128, 28, 3, 2, 1),
    "E": Row(256, 512, 14, 1, 1, 0),
}
NAMES = (
    "naive numba",
    "im2col + dot",
    "fast_conv",
    "beyond, direct",
    "beyond",
    "torch",
    "torch, channels_last",
    "ONNX Runtime",
)
Clock = Callable[[], float]  # seconds
SAMPLE = 0.01  # seconds of a turn
# With threads, longer: at the start of a turn the second core sleeps, or the scheduler puts both
# threads on the first; it takes milliseconds until each has a core of its own.
THREADS_SAMPLE = 0.1
# Without these, glibc gives large arrays back to the system, and every call pays for its pages.
ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "4000000000",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def restart() -> None:
    """Begin again with the environment that the measurement needs."""
    if any(os.environ.get(name) != value for name, value in ENVIRONMENT.items()):
        os.execve(  # noqa: S606 - the same command, from the start
            sys.executable, [sys.executable, *sys.argv], {**os.environ, **ENVIRONMENT}
        )


def seconds(call: Call, times: int, clock: Clock = time.perf_counter) -> float:
    """Mean time of some calls, one after the other."""
    start = clock()
    for _ in range(times):
        call()
    return (clock() - start) / times


def interleaved(
    sides: dict[str, Call], rounds: int, clock: Clock = time.perf_counter, sample: float = SAMPLE
) -> dict[str, np.ndarray]:
    """Seconds a call, one a round; the sides take turns. A slow side is called once a round."""
    for call in sides.values():
        call()
    times = {name: max(1, int(sample / seconds(call, 1))) for name, call in sides.items()}
    taken = [
        {name: seconds(sides[name], times[name], clock) for name in sides} for _ in range(rounds)
    ]
    return {name: np.array([one[name] for one in taken]) for name in sides}


def peak() -> float:
    """GFLOP/s of one core: a register tile that finds all its numbers in the first cache."""
    dtype, steps, times = np.dtype(np.float32), 2048, 200
    kernel = tile(HOST, dtype, FILTERS, 4)
    numbers = aligned(np.zeros(4 * steps, dtype))
    offsets = np.zeros(steps, np.int64)
    x, out, at = numbers.ctypes.data, numbers.ctypes.data, offsets.ctypes.data
    lanes = HOST.lanes(dtype)

    def run() -> None:
        kernel(x, at, steps, x, 0, x, out, lanes * 16, 0.0)

    best = min(seconds(run, times) for _ in range(20))
    return 2 * FILTERS * 4 * lanes * steps / best / 1e9


def spread(values: np.ndarray, form: str) -> str:
    """Median and quartiles."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return f"{middle:{form}} ({low:{form}}–{high:{form}})"


def agree(sides: dict[str, Call]) -> None:
    """All sides compute the same layer, or the table means nothing."""
    results = {name: np.asarray(call()) for name, call in sides.items()}
    expected = results["naive numba"]
    for name, result in results.items():
        error = np.abs(result - expected).max() / np.abs(expected).max()
        if not error < 1e-4:
            raise SystemExit(f"{name} differs from naive numba by {error:.1e} of the largest value")


def table(name: str, batch: int, rounds: int, top: float) -> dict[str, np.ndarray]:
    """Measure one row and print it."""
    row = ROWS[name]
    x, w, b = row.numbers(batch)
    sides = {**ours(row, x, w, b), **torch_sides(row, x, w, b), **onnx_sides(row, x, w, b)}
    agree(sides)
    taken = interleaved(sides, rounds)
    print(f"\n{name}, batch {batch}: {row}")
    print(f"  {'':<22}{'GFLOP/s':<26}{'of peak':<9}{'ratio to torch'}")
    for side in NAMES:
        if side not in taken:
            print(f"  {side:<22}not measured: not installed")
            continue
        rate = row.flop(batch) / taken[side] / 1e9
        ratio = spread(taken["torch"] / taken[side], ".2f") if "torch" in taken else "not measured"
        print(f"  {side:<22}{spread(rate, '.1f'):<26}{np.median(rate) / top:<9.0%}{ratio}")
    return taken


def copying(batch: int, rounds: int) -> None:
    """How many times as long as copying the image row A takes."""
    row = ROWS["A"]
    x, w, b = row.numbers(batch)
    target = aligned(x)
    sides: dict[str, Call] = {
        "copy": lambda: np.copyto(target, x),
        "beyond": lambda: conv_layer(x, w, b),
    }
    taken = interleaved(sides, rounds)
    ratio = spread(taken["beyond"] / taken["copy"], ".2f")
    print(f"  A, batch {batch}: beyond takes {ratio} times as long as copying the image")


def threads(name: str, rounds: int) -> None:
    """How much faster two threads are, at batch 8."""
    if processors() < 2:
        print(f"  {name}, batch 8, two threads: not measured, this process may use one CPU only")
        return
    row = ROWS[name]
    x, w, b = row.numbers(8)

    def layer(count: int) -> Call:
        return lambda: conv_layer(x, w, b, row.stride, row.padding, threads=count)

    taken = interleaved({"one": layer(1), "two": layer(2)}, rounds, sample=THREADS_SAMPLE)
    ratio = spread(taken["one"] / taken["two"], ".2f")
    print(f"  {name}, batch 8: two threads are {ratio} times as fast as one")


def means(measured: dict[tuple[str, int], dict[str, np.ndarray]]) -> None:
    """Geometric means of the ratios of medians over rows B to E."""
    rows = [taken for (name, _), taken in measured.items() if name in "BCDE" and "torch" in taken]
    for side in ("fast_conv", "beyond, direct", "beyond") if rows else ():
        medians = [{other: np.median(t) for other, t in taken.items()} for taken in rows]
        plain = np.array([m["torch"] / m[side] for m in medians])
        best = [min(m["torch"], m["torch, channels_last"]) / m[side] for m in medians]
        one, other = (np.exp(np.log(ratios).mean()) for ratios in (plain, np.array(best)))
        print(f"  {side}: {one:.2f} x torch, {other:.2f} x torch in its better layout, ", end="")
        print(f"lowest {plain.min():.2f} x torch")


def machine() -> str:
    """One line: processor, system, versions, date."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    versions = []
    for package in ("numba", "numpy", "torch", "onnxruntime"):
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"no {package}")
    cpu = names[0] if names else platform.processor()
    python = f"Python {platform.python_version()}"
    return ", ".join((cpu, platform.system(), python, *versions, str(datetime.date.today())))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--rows", default="ABCDE")
    arguments = parser.parse_args()
    restart()
    top = peak()
    print(machine())
    print(f"one thread; peak {top:.0f} GFLOP/s with vectors of {HOST.vector} bytes; ", end="")
    print(f"{arguments.rounds} rounds, median (quartiles)")
    measured = {
        (name, batch): table(name, batch, arguments.rounds, top)
        for name in arguments.rows
        for batch in (1, 8)
    }
    print("\nOver rows B to E, geometric mean:")
    means(measured)
    for batch in (1, 8) if "A" in arguments.rows else ():
        copying(batch, arguments.rounds)
    for name in arguments.rows.replace("A", ""):
        threads(name, arguments.rounds)


if __name__ == "__main__":
    main()
