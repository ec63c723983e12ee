"""Draw exercises/im2col/figure.png: the worked example as a matrix product, and what it weighs.

    pip install -e '.[figures]'
    python solutions/im2col/figure.py

The sizes on the right are counted, not measured.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from im2col import conv_layer, im2col
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

TARGET = Path(__file__).parents[2] / "exercises" / "im2col" / "figure.png"
X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], float)
W = np.array(
    [[[[1, 0], [-1, 2]], [[0, 1], [1, -1]]], [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]]], float
)
GREY, LIGHT = "#555555", "#eeeeee"
MATRIX_AT, FILTERS_AT, PRODUCT_AT = (5, 1), (14, 1), (17.5, 1)  # left edge, top edge
# name: x, w, output (N, M, OH, OW), and how often a pixel is copied in the middle of an image
LAYERS = {
    "3 → 32, 224×224,\n3×3": ((1, 3, 224, 224), (32, 3, 3, 3), (1, 32, 224, 224)),
    "64 → 64, 56×56,\n3×3": ((1, 64, 56, 56), (64, 64, 3, 3), (1, 64, 56, 56)),
    "128 → 128, 28×28,\n3×3, stride 2": ((1, 128, 28, 28), (128, 128, 3, 3), (1, 128, 14, 14)),
    "256 → 512, 14×14,\n1×1": ((1, 256, 14, 14), (512, 256, 1, 1), (1, 512, 14, 14)),
    "64 → 64, 640×640,\n3×3": ((1, 64, 640, 640), (64, 64, 3, 3), (1, 64, 640, 640)),
}


def colour(channel: int, row: int, column: int) -> tuple[float, ...]:
    """A colour for one pixel of the example: blues for channel 0, oranges for channel 1."""
    shade = 0.15 + 0.075 * (3 * row + column)
    chosen: tuple[float, ...] = plt.get_cmap("Blues" if channel == 0 else "Oranges")(shade)
    return chosen


def cell(axes: Axes, left: float, top: float, value: float, fill: object) -> None:
    """One number in its box."""
    axes.add_patch(Rectangle((left, top), 1, 1, facecolor=fill, edgecolor="white", lw=1.5))
    axes.text(
        left + 0.5, top + 0.53, f"{value:g}".replace("-", "−"), ha="center", va="center", size=13
    )


def draw_images(axes: Axes) -> None:
    """Both channels, one above the other, and the frame of the first patch."""
    for c in range(2):
        for i, j in np.ndindex(3, 3):
            cell(axes, j, 4 * c + i, X[0, c, i, j], colour(c, i, j))
        axes.add_patch(Rectangle((0, 4 * c), 2, 2, fill=False, edgecolor="black", lw=2.5, zorder=3))
        axes.text(1.5, 4 * c - 0.25, f"channel {c}", ha="center", size=13, color=GREY)


def draw_product(axes: Axes) -> None:
    """im2col(x), times the filters, is the product."""
    matrix, filters = im2col(X, 2, 2), W.reshape(2, -1).T
    sums = conv_layer(X, W, np.zeros(2)).reshape(2, -1).T
    left, top = MATRIX_AT
    for row, column in np.ndindex(4, 8):
        c, i, j = np.unravel_index(column, (2, 2, 2))
        fill = colour(int(c), row // 2 + int(i), row % 2 + int(j))
        cell(axes, left + column, top + row, float(matrix[row, column]), fill)
    axes.add_patch(Rectangle(MATRIX_AT, 8, 1, fill=False, edgecolor="black", lw=2.5, zorder=3))
    for row, m in np.ndindex(8, 2):
        cell(axes, FILTERS_AT[0] + m, FILTERS_AT[1] + row - 1, float(filters[row, m]), LIGHT)
    for row, m in np.ndindex(4, 2):
        cell(axes, PRODUCT_AT[0] + m, PRODUCT_AT[1] + row, float(sums[row, m]), LIGHT)
    for x, y, text in ((13.5, 3, "·"), (16.75, 3, "="), (4, 3, "→")):
        axes.text(x, y, text, size=24, ha="center", va="center")
    titles = {
        "im2col(x, 2, 2)\n4 positions × 8 pixels": (9, 5.3),
        "filters\n8 × 2": (15, 8.3),
        "sums\n4 × 2": (18.5, 5.3),
    }
    for title, place in titles.items():
        axes.text(*place, title, ha="center", va="top", size=13, color=GREY)


def draw_sizes(axes: Axes) -> None:
    """MiB of input, matrix and output of real layers, in float32."""
    for number, (x, w, y) in enumerate(LAYERS.values()):
        values = {
            "input": int(np.prod(x)),
            "matrix": y[0] * y[2] * y[3] * int(np.prod(w[1:])),
            "output": int(np.prod(y)),
        }
        for shift, (name, fill) in zip((-0.27, 0, 0.27), BARS.items(), strict=True):
            size = 4 * values[name] / 2**20
            axes.barh(number + shift, size, 0.25, color=fill, label=name if number == 0 else None)
            axes.text(size * 1.1, number + shift, f"{size:.2g}" if size < 99 else f"{size:.0f}",
                      va="center", size=12)  # fmt: skip
    axes.set(xscale="log", xlim=(0.05, 5000))
    axes.set_yticks(range(len(LAYERS)), list(LAYERS), size=13)
    axes.invert_yaxis()
    axes.set_xlabel("MiB in float32, one image", size=14)
    axes.tick_params(axis="x", labelsize=13)
    axes.legend(fontsize=13, loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)


BARS = {"input": "#9ecae1", "matrix": "#d62728", "output": "#bbbbbb"}


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(14.5, 6), dpi=100, layout="constrained", width_ratios=(1.45, 1)
    )
    draw_images(left)
    draw_product(left)
    left.set(xlim=(-0.2, 19.7), ylim=(10, -0.8), aspect="equal")
    left.axis("off")
    left.set_title("every patch becomes a row", size=16)
    draw_sizes(right)
    right.set_title("what the matrix weighs", size=16)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
