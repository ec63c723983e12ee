"""Draw exercises/requantize/figure.png: the width of the numbers, halves, and two roundings.

    pip install -e '.[figures]'
    python solutions/requantize/figure.py

The right panel counts, for a million random sums and multipliers at each shift, how often two
roundings give another answer than one.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from PIL import Image
from requantize import requantize

TARGET = Path(__file__).parents[2] / "exercises" / "requantize" / "figure.png"
BLUE, ORANGE, GREY, RED = "#1f77b4", "#ff7f0e", "#555555", "#d62728"
# name, highest bit, lowest bit, colour; the point lies at bit 0
REGISTERS = [
    ("acc, int32", 32, 0, BLUE),
    ("q31, 31 bits after the point", 1, -31, ORANGE),
    ("acc · q31, int64", 33, -31, BLUE),
    ("high: rounded to int32", 32, 0, BLUE),
    ("steps: shifted by 9, rounded", 23, 0, BLUE),
    ("+ zero point, clamped: 8 bits", 8, 0, RED),
]
SUMS = 1_000_000


def draw_registers(axes: Axes) -> None:
    """How wide the numbers are, from sum to result."""
    for row, (name, top, bottom, colour) in enumerate(REGISTERS):
        axes.barh(-row, top - bottom, 0.55, bottom, color=colour, alpha=0.75)
        axes.text(33.5, 0.36 - row, name, size=13, ha="left", va="bottom")
    axes.axvline(0, color=GREY, lw=1.5, ls="--")
    axes.text(0, -5.75, "point", ha="center", color=GREY, size=12)
    axes.set(xlim=(34, -33), ylim=(-6, 0.95), yticks=[], xticks=[32, 16, 8, 0, -16, -31])
    axes.set_xlabel("bit", size=13)
    axes.set_title("How wide the numbers are", size=15)


def draw_halves(axes: Axes) -> None:
    """The same real multiplier of one half, rounded by the first step or by the second."""
    steps = np.arange(-7, 8)
    halves = steps[steps % 2 == 1]
    first = requantize(halves.astype(np.int32), 2**30, 0, np.int8(0))
    second = requantize((2 * halves).astype(np.int32), 2**30, -1, np.int8(0))
    axes.plot([-4, 4], [-4, 4], "--", color=GREY, lw=1)
    axes.plot(halves / 2, first, "o", color=BLUE, ms=10, label="first rounding: up")
    axes.plot(halves / 2, second, "o", color=RED, ms=10, mfc="none", mew=2, label="second: away")
    even = np.rint(halves / 2)
    axes.plot(halves / 2, even, "x", color=ORANGE, ms=8, mew=2, label="exercise 12: to even")
    axes.set(xlim=(-4, 4), ylim=(-4.6, 5.2), xticks=halves / 2, yticks=range(-4, 5))
    axes.set_xlabel("exact value", size=13)
    axes.set_ylabel("rounded", size=13)
    axes.set_title("Exact halves", size=15)
    axes.legend(loc="upper left", fontsize=12)


def share(rng: np.random.Generator, shift: int) -> float:
    """How often two roundings differ from one, halves away from zero, with this shift."""
    q31 = rng.integers(2**30, 2**31, SUMS)
    reach = 100 * 2.0**-shift
    acc = rng.uniform(-reach, reach, SUMS).astype(np.int32)
    twice = requantize(acc, q31, np.int64(shift), np.int8(0))
    product, bits = np.abs(acc.astype(np.int64)) * q31, 31 - shift
    once = np.sign(acc) * ((product + (1 << (bits - 1))) >> bits)
    return float((twice != once).mean())


def draw_shares(axes: Axes) -> None:
    """Every further bit of the shift halves the differences."""
    rng, shifts = np.random.default_rng(13), np.arange(1, 13)
    found = [100 * share(rng, -int(shift)) for shift in shifts]
    axes.bar(shifts, found, color=BLUE, label="counted")
    axes.plot(shifts, 100 * 0.5 ** (shifts + 1), "o-", color=ORANGE, label="1 / 2^(1 + n)")
    axes.set(yscale="log", xticks=shifts, xlabel="shift to the right, n")
    axes.set_xlabel("shift to the right, n bits", size=13)
    axes.set_ylabel("two roundings ≠ one, % of sums", size=13)
    axes.set_title("How often the second rounding shows", size=15)
    axes.legend(fontsize=12)


def draw() -> None:
    """Draw the three panels and save them with few colours."""
    figure, axes = plt.subplots(1, 3, figsize=(15, 5), dpi=100, layout="constrained")
    draw_registers(axes[0])
    draw_halves(axes[1])
    draw_shares(axes[2])
    for panel in axes:
        panel.grid(alpha=0.25)
        panel.tick_params(labelsize=12)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
