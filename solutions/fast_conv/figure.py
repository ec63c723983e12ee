"""Draw exercises/fast_conv/figure.png: one pass of the innermost loop, and what it saves.

    pip install -e '.[figures]'
    python solutions/fast_conv/figure.py

All numbers are counted, not measured.
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrow, Rectangle
from PIL import Image

TARGET = Path(__file__).parents[2] / "exercises" / "fast_conv" / "figure.png"
LANES, FILTERS, TAPS = 16, 8, 3
BLUE, ORANGE, GREEN, GREY = "#6baed6", "#fd8d3c", "#74c476", "#555555"
# name: pixels loaded, weights loaded, sums loaded and stored, for so many multiply-adds
STEPS = {
    "plain loops,\none number at a time": (1, 1, 0, 1),
    "pixels innermost,\none filter": (1, 0, 2, 1),
    "four filters\nfor each pixel": (1, 0, 8, 4),
    "eight filters,\nthree weights": (3, 0, 16, 24),
    "sums that stay\nin registers": (3, 8, 0, 24),
}


def vector(axes: Axes, left: float, top: float, colour: str, lane: float = 0.42) -> None:
    """A register of 16 lanes."""
    for number in range(LANES):
        place = (left + number * lane, top)
        axes.add_patch(Rectangle(place, lane, 0.8, facecolor=colour, edgecolor="white", lw=1))


def label(axes: Axes, x: float, y: float, text: str, **style: object) -> None:
    """Grey text."""
    axes.text(x, y, text, color=GREY, size=13, va="center", **style)


def draw_tile(axes: Axes) -> None:
    """Three vectors of pixels above, eight of sums below, a weight for each pair."""
    for tap in range(TAPS):
        vector(axes, 4.5, tap, BLUE)
        label(axes, 11.5, tap + 0.4, f"16 pixels, from x + {tap}" if tap else "16 pixels, from x")
    for m in range(FILTERS):
        top = 4.2 + m
        for tap in range(TAPS):
            box = Rectangle((0.4 + tap * 0.9, top), 0.8, 0.8, facecolor=ORANGE)
            axes.add_patch(box)
        vector(axes, 4.5, top, GREEN)
        label(axes, 11.5, top + 0.4, f"16 sums of filter {m}")
    label(axes, 1.7, 3.6, "3 weights each", ha="center")
    axes.add_patch(FancyArrow(7.9, 3.1, 0, 0.6, width=0.12, head_length=0.3, color=GREY))
    label(axes, 8.4, 3.55, "24 multiply-adds")
    axes.text(3.75, 8.2, "·", size=24, ha="center", va="center", color=GREY)
    axes.set(xlim=(0, 17.5), ylim=(12.6, -0.4))
    axes.axis("off")
    axes.set_title("one pass of the innermost loop", size=16)


def draw_steps(axes: Axes) -> None:
    """How often memory is asked, for each multiply-add."""
    left = [0.0] * len(STEPS)
    kinds = {"pixels loaded": BLUE, "weights loaded": ORANGE, "sums loaded and stored": GREEN}
    for kind, (name, colour) in enumerate(kinds.items()):
        widths = [step[kind] / step[3] for step in STEPS.values()]
        axes.barh(range(len(STEPS)), widths, 0.6, left=left, color=colour, label=name)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for number, total in enumerate(left):
        axes.text(total + 0.05, number, f"{total:.2f}", size=14, va="center")
    axes.set_yticks(range(len(STEPS)), list(STEPS), size=13)
    axes.set_xlim(0, 3.5)
    axes.invert_yaxis()
    axes.set_xlabel("loads and stores for each multiply-add", size=14)
    axes.tick_params(axis="x", labelsize=13)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(fontsize=13, loc="lower right")
    axes.set_title("what it saves", size=16)


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(14.5, 6), dpi=100, layout="constrained", width_ratios=(1.2, 1)
    )
    draw_tile(left)
    draw_steps(right)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
