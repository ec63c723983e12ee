"""Ways to build the matrix of exercise 6, side by side in one run, on one thread.

    python benchmarks/im2col_ways.py [--rounds N]

For each layer: GFLOP/s of the model solution, the share of its time that goes into the matrix, and
the speed of other ways as a ratio to it. CPU time, median of the rounds, ways taking turns.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

# Read at the start of a process: one thread, and memory that is reused from call to call.
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "4000000000",
}
ROOT = Path(__file__).resolve().parent.parent
SLOW = ROOT / "solutions" / "im2col" / "submissions" / "slow"
# name: N, C, H, W; M, KH, KW; stride; padding
LAYERS = {
    "A 1 to 1, 640x640, 3x3": ((1, 1, 640, 640), (1, 1, 3, 3), 1, 0),
    "B 3 to 32, 224x224, 3x3": ((1, 3, 224, 224), (32, 3, 3, 3), 1, 1),
    "C 64 to 64, 56x56, 3x3": ((1, 64, 56, 56), (64, 64, 3, 3), 1, 1),
    "D 128 to 128, 28x28, 3x3, stride 2": ((1, 128, 28, 28), (128, 128, 3, 3), 2, 1),
    "E 256 to 512, 14x14, 1x1": ((1, 256, 14, 14), (512, 256, 1, 1), 1, 0),
}


def load(path: Path) -> ModuleType:
    """Import a file by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_rows(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """The matrix filled as it is read, patch by patch: what most people write first."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    (n, c), (m, _, kh, kw) = x.shape[:2], w.shape
    oh = (padded.shape[2] - kh) // stride + 1
    ow = (padded.shape[3] - kw) // stride + 1
    rows = np.empty((n, oh, ow, c, kh, kw), x.dtype)
    for i in range(kh):
        for j in range(kw):
            down, right = slice(i, i + oh * stride, stride), slice(j, j + ow * stride, stride)
            rows[:, :, :, :, i, j] = padded[:, :, down, right].transpose(0, 2, 3, 1)
    product = rows.reshape(-1, c * kh * kw) @ w.reshape(m, -1).T + b
    return np.ascontiguousarray(product.reshape(n, oh, ow, m).transpose(0, 3, 1, 2))


def ways() -> dict[str, Callable[..., object]]:
    """What is compared: the model solution first, then its matrix alone."""
    solution = load(ROOT / "solutions" / "im2col" / "im2col.py")
    stops, indices = "one_stop_after_the_other", "indices_for_every_number"
    return {
        "model solution": solution.conv_layer,
        "its matrix alone": lambda x, w, _, *rest: solution.im2col(x, *w.shape[2:], *rest),
        "rows, one slice for each (i, j)": as_rows,
        "one stop at a time": load(SLOW / f"{stops}.py").conv_layer,
        "an index for every number": load(SLOW / f"{indices}.py").conv_layer,
        "no matrix (baseline.py)": load(ROOT / "exercises" / "im2col" / "baseline.py").conv_layer,
    }


def seconds(way: Callable[..., object], arguments: tuple[object, ...]) -> float:
    """CPU time of one call."""
    start = time.process_time()
    way(*arguments)
    return time.process_time() - start


def main() -> None:
    """Print one block a layer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(6)
    for name, (size, filters, stride, padding) in LAYERS.items():
        x, w, b = (rng.standard_normal(s, np.float32) for s in (size, filters, filters[:1]))
        arguments = (x, w, b, stride, padding)
        times: dict[str, list[float]] = {way: [] for way in ways()}
        for _ in range(rounds):
            for way, call in ways().items():
                times[way].append(seconds(call, arguments))
        middle = {way: statistics.median(values[1:]) for way, values in times.items()}
        best = middle["model solution"]
        output = ways()["model solution"](*arguments)
        operations = 2 * output.size * w[0].size  # type: ignore[attr-defined]
        print(f"{name}: model solution {operations / best / 1e9:.0f} GFLOP/s,", end=" ")
        print(f"{middle['its matrix alone'] / best:.0%} of the time for the matrix")
        for way in list(middle)[2:]:
            print(f"    {way:<34}{best / middle[way]:6.3f}")


if __name__ == "__main__":
    if os.environ.items() >= SETTINGS.items():
        main()
    else:
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | SETTINGS)  # noqa: S606
