"""The table of 8-bit layers: one quantized layer, computed in many ways, on one thread.

    pip install -e '.[bench]'
    python benchmarks/int8_table.py [--rounds 21] [--rows BCDE] [--clock cpu]

All sides of a row take turns in one process, so that each ratio is of neighbours in time. Weights
are packed beforehand by torch, ONNX Runtime and beyond; plain numba packs them in every call. torch
and beyond are given pixels with channels last, as their results are; ONNX Runtime has the layout of
its standard. The layer in float32 computes the same sums, on the same numbers. `--clock cpu` counts
the CPU time of this process, for a machine that other programs keep busy.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.int8_sides import numbers, onnx_sides, ours, torch_sides
from benchmarks.layer_sides import Call
from benchmarks.layer_table import ROWS, Clock, interleaved, machine, restart, spread
from solutions.int8_conv.vnni import VNNI

OTHERS = ("torch, x86", "torch, onednn", "ONNX Runtime")
FLOATS = ("float32, fast_conv", "float32, beyond")
NAMES = (*OTHERS, "plain numba", "beyond", "beyond, NCHW", *FLOATS)
EXACT = ("ONNX Runtime", "beyond", "beyond, NCHW")
CLOCKS: dict[str, Clock] = {"wall": time.perf_counter, "cpu": time.process_time}
Taken = dict[str, np.ndarray]


def agree(sides: dict[str, Call]) -> None:
    """All sides compute the same layer: torch to within one step, the others bit for bit."""
    expected = np.asarray(sides["plain numba"]()).astype(int)
    for name, call in sides.items():
        if name in FLOATS:
            continue
        result = call()
        result = result.int_repr().numpy() if name.startswith("torch") else result
        error = int(np.abs(result.astype(int) - expected).max())
        if error > (0 if name in EXACT else 1):
            raise SystemExit(f"{name} differs from plain numba by {error} steps")


def fastest(taken: Taken) -> np.ndarray | None:
    """Seconds a round of the other engine that is fastest by its median; None if there is none."""
    there = [taken[name] for name in OTHERS if name in taken]
    return min(there, key=lambda seconds: float(np.median(seconds))) if there else None


def ratio(other: np.ndarray | None, seconds: np.ndarray) -> str:
    """How many times as fast as another side, pair by pair."""
    return "not measured" if other is None else spread(other / seconds, ".2f")


def table(name: str, batch: int, rounds: int, clock: Clock) -> Taken:
    """Measure one row and print it."""
    row = ROWS[name]
    layer = numbers(row, batch)
    sides = {**ours(row, layer), **torch_sides(row, layer), **onnx_sides(row, layer)}
    agree(sides)
    taken = interleaved(sides, rounds, clock)
    print(f"\n{name}, batch {batch}: {row}")
    print(f"  {'':<20}{'Gop/s':<22}{'to the fastest engine':<23}", end="")
    print(f"{'to float32, fast_conv':<23}{'to float32, beyond'}")
    for side in NAMES:
        if side not in taken:
            print(f"  {side:<20}not measured: not installed")
            continue
        seconds = taken[side]
        rate = spread(row.flop(batch) / seconds / 1e9, ".0f")
        to_engine = ratio(fastest(taken), seconds)
        plain, vectors = (ratio(taken[other], seconds) for other in FLOATS)
        print(f"  {side:<20}{rate:<22}{to_engine:<23}{plain:<23}{vectors}")
    return taken


def mean(ratios: list[float]) -> str:
    """The geometric mean, and the lowest."""
    return f"{np.exp(np.log(ratios).mean()):.2f} (lowest {min(ratios):.2f})"


def means(measured: dict[tuple[str, int], Taken]) -> None:
    """Geometric means of the medians of the ratios over rows C, D and E."""
    rows = [taken for (name, _), taken in measured.items() if name in "CDE"]
    pairs = {
        ("plain numba", "float32, fast_conv"): [t["float32, fast_conv"] for t in rows],
        ("beyond", "float32, beyond"): [t["float32, beyond"] for t in rows],
        ("beyond", "the fastest engine"): [fastest(t) for t in rows],
        ("beyond, NCHW", "the fastest engine"): [fastest(t) for t in rows],
    }
    for (side, other), theirs in pairs.items():
        ratios = [
            float(np.median(seconds / taken[side]))
            for seconds, taken in zip(theirs, rows, strict=True)
            if seconds is not None
        ]
        print(f"  {side}: {mean(ratios) if ratios else 'not measured'} x {other}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--rows", default="BCDE")
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    arguments = parser.parse_args()
    restart()
    print(machine())
    print(f"one thread; {'VNNI' if VNNI else 'no VNNI: beyond is plain numba'}; ", end="")
    print(f"{arguments.rounds} rounds, {arguments.clock} time, median (quartiles)")
    measured = {
        (name, batch): table(name, batch, arguments.rounds, CLOCKS[arguments.clock])
        for name in arguments.rows
        for batch in (1, 8)
    }
    print("\nOver rows C, D and E, geometric mean of the medians:")
    means(measured)


if __name__ == "__main__":
    main()
