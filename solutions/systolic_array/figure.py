"""Draw exercises/systolic_array/figure.png: an array in the midst of its work, and how full it is.

    pip install -e '.[figures]'
    python solutions/systolic_array/figure.py

Left: the worked example of the handout on 3×3 cells, stepped by the model solution. Right: the
five convolutions of AlexNet as SCALE-Sim lists them, on square arrays of growing size.
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from PIL import Image
from systolic_array import cycles, step

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "exercises" / "systolic_array" / "figure.png"
sys.path.insert(0, str(ROOT))

from solutions.systolic_array.reference import ALEXNET, arrivals  # noqa: E402

A = np.array([[1, 2, 3], [4, 5, 6], [-1, 0, 2], [3, -2, 1]], np.int8)
W = np.array([[1, -1, 2], [0, 3, 1], [2, 1, -2]], np.int8)
SHOWN = 3  # the streaming cycle that is drawn
ROW_COLOURS = ("#d62728", "#1f77b4", "#2ca02c", "#9467bd")  # of the rows of A
GREY = "#555555"
FLOWS = {"ws": ("weights stay", "#1f77b4", "o"), "os": ("outputs stay", "#2ca02c", "s")}


def state_after(last: int) -> tuple[np.ndarray, np.ndarray]:
    """Activations and sums in the cells after streaming cycle `last`."""
    activations, sums = np.zeros((3, 3), np.int8), np.zeros((3, 3), np.int32)
    for edge in arrivals(A, 3)[: last + 1]:
        activations, sums = step(W, activations, sums, edge)
    return activations, sums


def colour_of(cycle: int) -> str:
    """The colour of the row of A that entered in a cycle; grey for none."""
    return ROW_COLOURS[cycle] if 0 <= cycle < len(A) else "#bbbbbb"


def draw_cells(axes: Axes) -> None:
    """Every cell with its weight, the activation that came, and its sum."""
    activations, sums = state_after(SHOWN)
    for (r, c), weight in np.ndenumerate(W):
        colour = colour_of(SHOWN - r - c)
        x, y = 1.5 * c, -1.5 * r
        box = FancyBboxPatch(
            (x - 0.5, y - 0.5), 1, 1, "round,pad=0.06", fc="white", ec=colour, lw=2.5
        )
        axes.add_patch(box)
        axes.text(x, y + 0.3, f"w = {weight}", ha="center", va="center", size=14, color=GREY)
        axes.text(x, y - 0.02, f"a = {activations[r, c]}", ha="center", va="center", size=14)
        axes.text(
            x,
            y - 0.36,
            f"{sums[r, c]}",
            ha="center",
            va="center",
            size=18,
            color=colour,
            weight="bold",
        )
        arrow = {"arrowstyle": "-|>", "color": GREY, "lw": 1.2}
        axes.annotate("", (x - 0.58, y), (x - 0.94, y), arrowprops=arrow)
        axes.annotate("", (x, y - 0.94), (x, y - 0.58), arrowprops=arrow)


def draw_array(axes: Axes) -> None:
    """The cells, what is still to enter on the left, and what has left at the bottom."""
    draw_cells(axes)
    edges = arrivals(A, 3)
    for later in range(1, 4):
        for r in range(3):
            if 0 <= SHOWN + later - r < len(A):
                value, colour = edges[SHOWN + later, r], colour_of(SHOWN + later - r)
                axes.text(
                    -0.5 - 0.65 * later,
                    -1.5 * r,
                    f"{value}",
                    ha="center",
                    va="center",
                    size=16,
                    color=colour,
                )
    product = A.astype(np.int32) @ W
    for c in range(3):
        for t in range(SHOWN - 2 - c):
            away = SHOWN - 2 - c - t
            axes.text(
                1.5 * c,
                -3.75 - 0.45 * away,
                f"{product[t, c]}",
                ha="center",
                size=16,
                color=ROW_COLOURS[t],
            )
    axes.text(-1.9, 1.0, "rows of a, each\none cycle later", ha="center", size=13, color=GREY)
    axes.text(0.35, -4.2, "the sum that has left", size=13, color=GREY)
    axes.set(xlim=(-2.9, 3.8), ylim=(-4.7, 1.5), aspect="equal")
    axes.set_title(f"streaming cycle {SHOWN} of 0 to 7: one colour for each row of a", size=16)
    axes.axis("off")


def utilization(size: int, dataflow: str) -> float:
    """Products of all five layers for each cell and cycle, in percent."""
    macs = sum(m * n * k for m, n, k in ALEXNET.values())
    total = sum(cycles(m, n, k, size, size, dataflow) for m, n, k in ALEXNET.values())
    return float(100 * macs / (size * size * total))


def draw_utilization(axes: Axes) -> None:
    """The larger the array, the emptier it is, at one picture."""
    sizes = [8, 16, 32, 64, 128, 256, 512]
    for dataflow, (words, colour, marker) in FLOWS.items():
        values = [utilization(size, dataflow) for size in sizes]
        axes.plot(sizes, values, marker + "-", color=colour, lw=2.5, ms=8, label=words)
        for size, value in zip(sizes, values, strict=True):
            if size in (32, 128, 256):
                left, up = (0.62, -5) if dataflow == "ws" else (1.06, 2)
                axes.text(size * left, value + up, f"{value:.1f} %", color=colour, size=13)
    axes.set(xscale="log", xlim=(7, 700), ylim=(0, 105))
    axes.set_xticks(sizes, [f"{size}×{size}" for size in sizes], rotation=30)
    axes.minorticks_off()
    axes.tick_params(labelsize=13)
    axes.set_ylabel("cells with useful work, %", size=14)
    axes.set_title("AlexNet's convolutions, one picture", size=16)
    axes.legend(fontsize=14)
    axes.grid(alpha=0.3)


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(14.5, 6.4), dpi=100, layout="constrained")
    draw_array(left)
    draw_utilization(right)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
