"""Draw exercises/quantize/figure.png: the staircase, halves, and one scale or many.

    pip install -e '.[figures]'
    python solutions/quantize/figure.py

The filters of the right panel are random numbers, each filter 1.6 times as large as the one before.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from PIL import Image
from quantize import choose_scale, dequantize, quantize

TARGET = Path(__file__).parents[2] / "exercises" / "quantize" / "figure.png"
BLUE, ORANGE, GREY, RED = "#1f77b4", "#ff7f0e", "#555555", "#d62728"
SCALE, ZERO_POINT = np.float32(0.5), np.uint8(55)


def draw_range(axes: Axes) -> None:
    """The whole range of the worked example, and what lies beyond it."""
    x = np.linspace(-75, 165, 2401).astype(np.float32)
    axes.plot(x, quantize(x, SCALE, ZERO_POINT), color=BLUE, lw=2.5)
    axes.axvspan(-27.5, 100, color=BLUE, alpha=0.08)
    for real, integer in ((-27.5, 0), (0, 55), (100, 255)):
        axes.plot([real, real, -75], [-12, integer, integer], ":", color=GREY, lw=1.2)
        axes.plot(real, integer, "o", color=RED if real == 0 else BLUE, zorder=3)
    axes.annotate(
        "0 ↦ zero point 55",
        (0, 55),
        (30, 40),
        size=13,
        color=RED,
        va="center",
        arrowprops={"arrowstyle": "->", "color": RED},
    )
    axes.text(-71, 14, "too small:\nsaturates", size=12, color=GREY)
    axes.text(103, 222, "too large:\nsaturates", size=12, color=GREY)
    axes.set(xlim=(-75, 165), ylim=(-12, 267), xticks=[-27.5, 0, 50, 100], yticks=[0, 55, 155, 255])
    axes.set_title("−27.5 … 100 in uint8: scale 0.5", size=15)
    axes.set_xlabel("real number", size=13)
    axes.set_ylabel("integer", size=13)


def draw_halves(axes: Axes) -> None:
    """Close to zero: every second half goes up, every other one down."""
    steps = np.linspace(-2.999, 2.999, 3000)
    q = quantize((steps * SCALE).astype(np.float32), SCALE, np.int8(0))
    for value in np.unique(q):
        axes.plot(steps[q == value], q[q == value], color=BLUE, lw=2.5)
    axes.plot(steps, steps, "--", color=GREY, lw=1)
    halves = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
    to = quantize((halves * SCALE).astype(np.float32), SCALE, np.int8(0))
    axes.plot(halves, to, "o", color=ORANGE, ms=10, label="exact halves: to the even one")
    away = np.trunc(halves + np.copysign(0.5, halves))
    axes.plot(halves, away, "o", color=RED, ms=10, mfc="none", mew=2, label="half away from zero")
    axes.legend(loc="upper left", fontsize=12)
    axes.set(xlim=(-3, 3), ylim=(-3.4, 4.2), xticks=range(-3, 4), yticks=range(-3, 4))
    axes.set_title("Halves", size=15)
    axes.set_xlabel("x / scale", size=13)
    axes.set_ylabel("rounded", size=13)


def errors(w: np.ndarray, axis: int | None) -> np.ndarray:
    """Root mean square error of each filter, relative to its own largest weight."""
    rows = [w] if axis is None else list(w)
    pairs = [choose_scale(float(r.min()), float(r.max()), "int8", symmetric=True) for r in rows]
    scales, zero_points = (np.array(column) for column in zip(*pairs, strict=True))
    if axis is None:
        scales, zero_points = scales[0], zero_points[0]
    back = dequantize(quantize(w, scales, zero_points, axis), scales, zero_points, axis)
    relative: np.ndarray = np.sqrt(((back - w) ** 2).mean(axis=1)) / np.abs(w).max(axis=1)
    return relative


def draw_channels(axes: Axes) -> None:
    """One scale for all filters is too coarse for the small ones."""
    sizes = 0.01 * 1.6 ** np.arange(10)
    w = (np.random.default_rng(11).standard_normal((10, 288)) * sizes[:, None]).astype(np.float32)
    where = np.arange(10)
    axes.bar(where - 0.2, 100 * errors(w, None), 0.4, color=ORANGE, label="one scale for all")
    axes.bar(where + 0.2, 100 * errors(w, 0), 0.4, color=BLUE, label="one scale for each filter")
    axes.set(yscale="log", xticks=where, xlabel="filter", ylim=(0.05, 50))
    axes.set_xlabel("filter (each 1.6 times larger)", size=13)
    axes.set_ylabel("rms error, % of its largest weight", size=13)
    axes.set_title("Ten filters in int8", size=15)
    axes.legend(fontsize=12)


def draw() -> None:
    """Draw the three panels and save them with few colours."""
    figure, axes = plt.subplots(1, 3, figsize=(15, 5), dpi=100, layout="constrained")
    draw_range(axes[0])
    draw_halves(axes[1])
    draw_channels(axes[2])
    for panel in axes:
        panel.grid(alpha=0.25)
        panel.tick_params(labelsize=12)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
