"""The layer table on an NVIDIA GPU: cuda_conv, cuda_conv_tiled, beyond, and cuDNN through PyTorch.

    pip install -e '.[bench,cuda]'
    python benchmarks/cuda_layers.py [--rounds 21] [--rows ABCDE] [--batch 32]

All sides of a row take turns, on arrays that lie on the GPU, in float32 (cuDNN without TF32).
Before each launch a gigabyte is overwritten, so that no cache holds anything of the layer; that
takes longer than Python needs for the launch, so the events around the kernel time the kernel
alone. The roofline is measured, too: PyTorch's matrix product in float32 and a copy. Without a GPU
there is nothing to measure, and the script says so.

Nobody has run it on a GPU yet: its figures are not measured.
"""

import argparse
import datetime
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import cuda

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.layer_sides import Call, Row
from benchmarks.layer_table import ROWS, spread
from solutions.cost_model.cost_model import attainable
from solutions.cuda_conv.cuda_conv import conv2d as one_thread_each
from solutions.cuda_conv_tiled import beyond, cases
from solutions.cuda_conv_tiled.cuda_conv_tiled import conv2d as tiled

ROOT = Path(__file__).resolve().parents[1]
CUDNN = "cuDNN"
NAMES = ("cuda_conv", "cuda_conv_tiled", "beyond", CUDNN)
NAIVE_BLOCK = (32, 8)
CACHES = 1 << 28  # float32 numbers that push everything else out of the caches
WARM_SECONDS = 1.0
AGREE = 1e-3  # of the largest value: sums of up to 4608 products in float32


def missing() -> str:
    """Why nothing can be measured here; empty if it can."""
    if numba.config.ENABLE_CUDASIM or not cuda.is_available():
        return "no NVIDIA GPU"
    if find_spec("torch") is None or not import_module("torch").cuda.is_available():
        return "no PyTorch that can use the GPU"
    return ""


def kernels(row: Row, x: Any, w: Any, b: Any, out: Any) -> dict[str, Call]:
    """The course's kernels, each ready to fill `out`; those that cannot do this layer are absent.

    Args:
        row: the layer.
        x: (N, C, H, W), and w, b, out as in exercise 9: arrays that a kernel takes.
        w: the filters.
        b: the biases.
        out: (N, M, OH, OW).
    """
    shape = tuple(out.shape)
    across, down = NAIVE_BLOCK
    grid = (-(-shape[3] // across), -(-shape[2] // down), shape[0] * shape[1])
    wide, block = beyond.launch_shape(shape)
    stride, padding = row.stride, row.padding
    calls: dict[str, Call] = {
        "cuda_conv": lambda: one_thread_each[grid, NAIVE_BLOCK](x, w, b, stride, padding, out),
        "beyond": lambda: beyond.conv2d[wide, block](x, w, b, stride, padding, out),
    }
    if row.stride == 1:
        square = (cases.TILE, cases.TILE)
        calls["cuda_conv_tiled"] = lambda: tiled[cases.grid_of(shape), square](
            x, w, b, padding, out
        )
    return calls


def intensity(row: Row, batch: int) -> float:
    """Operations for each byte that must move: every array once, in float32."""
    pictures = batch * (row.channels * row.size**2 + row.filters * row.output**2)
    weights = row.filters * (row.channels * row.kernel**2 + 1)
    return row.flop(batch) / (4 * (pictures + weights))


def mean_ratio(taken: Sequence[Mapping[str, np.ndarray]], side: str) -> float:
    """How many times as fast as cuDNN a side is: geometric mean, over rows, of medians' ratios."""
    ratios = [np.median(row[CUDNN]) / np.median(row[side]) for row in taken if side in row]
    return float(np.exp(np.mean(np.log(ratios))))


def timed(torch: Any, call: Call, caches: Any) -> float:
    """Seconds of one call on the GPU, with nothing of it in the caches."""
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    caches.zero_()
    begin.record()
    call()
    end.record()
    end.synchronize()
    return float(begin.elapsed_time(end)) / 1e3


def roofline(torch: Any, caches: Any) -> tuple[float, float]:
    """FLOP/s of a matrix product in float32 and bytes/s of a copy, after the clocks are warm."""
    size = 8192
    a, b, product = (torch.ones(size, size, device="cuda") for _ in range(3))
    spent = 0.0
    while spent < WARM_SECONDS:
        spent += timed(torch, lambda: torch.mm(a, b, out=product), caches)
    best = min(timed(torch, lambda: torch.mm(a, b, out=product), caches) for _ in range(10))
    half = caches.numel() // 2
    source, target = caches[:half], caches[half:]
    copy = min(timed(torch, lambda: target.copy_(source), caches) for _ in range(10))
    return 2 * size**3 / best, 8 * half / copy


def measure(torch: Any, row: Row, batch: int, rounds: int, caches: Any) -> dict[str, np.ndarray]:
    """Seconds of each side, in turns, after all have been found to agree."""
    x, w, b = (torch.from_numpy(array).cuda() for array in row.numbers(batch))
    b.zero_()  # PyTorch would add it in a kernel of its own: cuDNN is spared it
    out = torch.empty(batch, row.filters, row.output, row.output, device="cuda")
    arrays = [cuda.as_cuda_array(array) for array in (x, w, b, out)]
    sides = kernels(row, *arrays)
    layer = torch.nn.functional.conv2d
    sides[CUDNN] = lambda: layer(x, w, None, row.stride, row.padding)
    expected = sides[CUDNN]()
    for name in sides.keys() - {CUDNN}:
        out.fill_(float("nan"))
        sides[name]()
        error = float((out - expected).abs().max() / expected.abs().max())
        if not error < AGREE:
            raise SystemExit(f"{name} differs from cuDNN by {error:.1e} of the largest value")
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, call in sides.items():
            seconds[name].append(timed(torch, call, caches))
    return {name: np.array(values) for name, values in seconds.items()}


def show(
    name: str, row: Row, batch: int, taken: Mapping[str, np.ndarray], roof: tuple[float, float]
) -> None:
    """Print one row of the table."""
    limit = attainable(*roof, intensity(row, batch))
    print(f"\n{name}, batch {batch}: {row}")
    print(f"  {'':<18}{'GFLOP/s':<28}{'of the roof':<13}ratio to cuDNN")
    for side in NAMES:
        if side not in taken:
            print(f"  {side:<18}not measured: it has no stride")
            continue
        rate = row.flop(batch) / taken[side]
        ratio = spread(taken[CUDNN] / taken[side], ".2f")
        share = np.median(rate) / limit
        print(f"  {side:<18}{spread(rate / 1e9, '.0f'):<28}{share:<13.0%}{ratio}")


def machine() -> str:
    """Device, driver, versions, date, commit."""

    def ask(*command: str) -> str:
        if shutil.which(command[0]) is None:
            return f"no {command[0]}"
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        return done.stdout.strip() or f"{command[0]} says nothing"

    device = ask("nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader")
    commit = ask("git", "rev-parse", "--short", "HEAD")
    return f"{device}, numba {numba.__version__}, {datetime.date.today()}, commit {commit}"


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--rows", default="".join(ROWS), help="some of " + "".join(ROWS))
    parser.add_argument("--batch", type=int, default=32)
    wanted = parser.parse_args(given)
    unknown = set(wanted.rows) - set(ROWS)
    if unknown or not wanted.rows or wanted.rounds < 1 or wanted.batch < 1:
        parser.error(f"rows are some of {''.join(ROWS)}; rounds and batch are at least 1")
    return wanted


def main() -> None:
    """Measure and print."""
    wanted = arguments()
    reason = missing()
    if reason:
        print(f"not measured: {reason}")
        return
    torch = import_module("torch")
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.benchmark = True  # cuDNN tries its algorithms, and takes the fastest
    caches = torch.zeros(CACHES, device="cuda")
    print(f"{machine()}, torch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}")
    roof = roofline(torch, caches)
    print(f"roofline, measured: {roof[0] / 1e12:.1f} TFLOP/s, {roof[1] / 1e9:.0f} GB/s; ", end="")
    print(f"{wanted.rounds} rounds, median (quartiles)")
    taken = {}
    for name in wanted.rows:
        taken[name] = measure(torch, ROWS[name], wanted.batch, wanted.rounds, caches)
        show(name, ROWS[name], wanted.batch, taken[name], roof)
    print("\nratio to cuDNN, geometric mean over the rows that a side can do:")
    for side in NAMES[:-1]:
        if any(side in row for row in taken.values()):
            print(f"  {side:<18}{mean_ratio(list(taken.values()), side):.2f}")


if __name__ == "__main__":
    main()
