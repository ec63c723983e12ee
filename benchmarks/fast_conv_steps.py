"""The steps of exercise 7, from plain loops to the model solution, side by side, on one thread.

    python benchmarks/fast_conv_steps.py [--rounds N]

For each layer: GFLOP/s of the model solution, and the speed of each step as a ratio to it. CPU
time, median of the rounds, steps taking turns; compilation is left out and shown apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable

import numpy as np
from im2col_ways import LAYERS, ROOT, SETTINGS, load, seconds

SLOW = ROOT / "solutions" / "fast_conv" / "submissions" / "slow"
STEPS = {
    "model solution": ROOT / "solutions" / "fast_conv" / "fast_conv.py",
    "plain loops (baseline.py)": ROOT / "exercises" / "fast_conv" / "baseline.py",
    "filters innermost": SLOW / "filters_innermost.py",
    "pixels innermost, one filter": SLOW / "one_filter_at_a_time.py",
    "four filters for each pixel": SLOW / "four_filters_at_a_time.py",
    "plain loops in float64": SLOW / "float64_inside.py",
    "im2col and BLAS (exercise 6)": ROOT / "solutions" / "im2col" / "im2col.py",
}


def main() -> None:
    """Print what compiling costs, then one block a layer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(7)
    steps: dict[str, Callable[..., object]] = {n: load(p).conv_layer for n, p in STEPS.items()}
    print("first call, with compilation:")
    for name, step in steps.items():
        x, w = np.ones((1, 1, 3, 3), np.float32), np.ones((1, 1, 3, 3), np.float32)
        print(f"    {name:<34}{seconds(step, (x, w, np.ones(1, np.float32), 1, 0)):6.2f} s")
    for layer, (size, filters, stride, padding) in LAYERS.items():
        x, w, b = (rng.standard_normal(s, np.float32) for s in (size, filters, filters[:1]))
        arguments = (x, w, b, stride, padding)
        times: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(rounds):
            for name, step in steps.items():
                times[name].append(seconds(step, arguments))
        middle = {name: statistics.median(values[1:]) for name, values in times.items()}
        best = middle["model solution"]
        output = steps["model solution"](*arguments)
        operations = 2 * output.size * w[0].size  # type: ignore[attr-defined]
        print(f"{layer}: model solution {operations / best / 1e9:.0f} GFLOP/s")
        for name in list(middle)[1:]:
            print(f"    {name:<34}{best / middle[name]:6.3f}")


if __name__ == "__main__":
    if os.environ.items() >= SETTINGS.items():
        main()
    else:
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | SETTINGS)  # noqa: S606
