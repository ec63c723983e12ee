"""Draw exercises/cost_model/figure.png: real layers under the roofs of real chips.

    pip install -e '.[figures]'
    python solutions/cost_model/figure.py

The layers are those of AlexNet, VGG-16 and ResNet-50, one picture at a time. CPU core: measured for
this course (between 22 and 30 GB/s, drawn with 25). K80 and TPU v1: Jouppi et al. 2017, table 2.
"""

import sys
from collections.abc import Callable
from math import prod
from pathlib import Path

import matplotlib.pyplot as plt
from cost_model import attainable, bytes_moved, macs
from matplotlib.axes import Axes
from PIL import Image

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "exercises" / "cost_model" / "figure.png"
sys.path.insert(0, str(ROOT))

from solutions.cost_model.networks import ALEXNET, RESNET_50, VGG_16, Layer  # noqa: E402

CORE, K80, TPU = (118e9, 25e9), (2.8e12, 160e9), (92e12, 34e9)  # peak, bandwidth
BLUE, GREEN, RED, GREY = "#1f77b4", "#2ca02c", "#d62728", "#555555"
CONVOLUTIONS = {"AlexNet": (ALEXNET, "^"), "VGG-16": (VGG_16, "o"), "ResNet-50": (RESNET_50, "D")}
# A fully connected layer is a convolution whose kernel is as large as its input.
CONNECTED: list[Layer] = [
    ((1, 256, 6, 6), (4096, 256, 6, 6), (1, 4096, 1, 1), {}),
    ((1, 512, 7, 7), (4096, 512, 7, 7), (1, 4096, 1, 1), {}),
    ((1, 2048, 1, 1), (1000, 2048, 1, 1), (1, 1000, 1, 1), {}),
]
# Measured for this course on such a core: numba code that does every MAC, A to E of exercise 7.
MEASURED: list[tuple[Layer, float]] = [
    (((1, 1, 640, 640), (1, 1, 3, 3), (1, 1, 638, 638), {}), 52e9),
    (((1, 3, 224, 224), (32, 3, 3, 3), (1, 32, 224, 224), {"padding": 1}), 103e9),
    (((1, 64, 56, 56), (64, 64, 3, 3), (1, 64, 56, 56), {"padding": 1}), 107e9),
    (((1, 128, 28, 28), (128, 128, 3, 3), (1, 128, 14, 14), {"padding": 1, "stride": 2}), 93e9),
    (((1, 256, 14, 14), (512, 256, 1, 1), (1, 512, 14, 14), {}), 105e9),
]
SIZES = {"224×224": 1, "112×112": 1, "56×56": 1, "28×28": 0, "14×14": 0, "7×7": 0}  # 1: on the flat


def all_bytes(layer: Layer) -> float:
    """Operations (two a MAC) for each byte moved, in float32."""
    x, w, _, settings = layer
    return float(2 * macs(x, w, **settings) / bytes_moved(x, w, **settings))


def weight_bytes(layer: Layer) -> float:
    """Operations for each byte of weights, in int8: what counts for TPU v1."""
    x, w, _, settings = layer
    return float(2 * macs(x, w, **settings) / prod(w))


def roof(axes: Axes, chip: tuple[float, float], colour: str) -> None:
    """Draw the roofline of a chip, and its ridge."""
    low, high = axes.get_xlim()
    ridge = chip[0] / chip[1]
    corners = [low, ridge, high]
    axes.plot(corners, [attainable(*chip, i) for i in corners], color=colour, lw=2.5, zorder=1)
    floor = axes.get_ylim()[0]
    axes.plot([ridge, ridge], [floor, chip[0]], ":", color=colour, lw=1.2, zorder=0)
    axes.text(ridge * 1.08, floor * 1.2, f"ridge {ridge:.4g}", color=colour, size=13)


def dots(
    axes: Axes, chip: tuple[float, float], colour: str, intensity: Callable[[Layer], float]
) -> None:
    """Every layer at its intensity, as high as the roof allows."""
    style = {"edgecolors": "white", "linewidths": 0.7, "zorder": 3}
    for layers, marker in CONVOLUTIONS.values():
        x = [intensity(layer) for layer in layers]
        axes.scatter(x, [attainable(*chip, i) for i in x], 60, colour, marker=marker, **style)
    x = [intensity(layer) for layer in CONNECTED]
    style = {"edgecolors": colour, "linewidths": 2, "zorder": 3}
    axes.scatter(x, [attainable(*chip, i) for i in x], 80, "white", marker="s", **style)


def draw_left(axes: Axes) -> None:
    """A CPU core and a GPU, float32, all bytes; and what was measured on the core."""
    axes.set(xscale="log", yscale="log", xlim=(0.2, 1000), ylim=(4e9, 2e13))
    axes.set_title("float32: every value crosses the bus once", size=16)
    axes.set_xlabel("operations for each byte moved", size=14)
    for chip, colour in ((CORE, BLUE), (K80, GREEN)):
        roof(axes, chip, colour)
        dots(axes, chip, colour, all_bytes)
    axes.text(900, 1.5e11, "CPU core: 118 GFLOP/s, 25 GB/s", color=BLUE, size=14, ha="right")
    axes.text(900, 3.5e12, "K80: 2.8 TFLOP/s, 160 GB/s", color=GREEN, size=14, ha="right")
    for label, (_, marker) in CONVOLUTIONS.items():
        axes.scatter([], [], 60, GREY, marker=marker, label=label)
    axes.scatter(
        [], [], 80, "white", marker="s", edgecolors=GREY, linewidths=2, label="fully connected"
    )
    x, y = [all_bytes(layer) for layer, _ in MEASURED], [speed for _, speed in MEASURED]
    axes.scatter(x, y, 80, "black", marker="x", linewidths=2, zorder=4, label="measured")
    axes.legend(loc="upper left", fontsize=13)


def draw_right(axes: Axes) -> None:
    """TPU v1, int8, bytes of weights: only the size of the output decides."""
    axes.set(xscale="log", yscale="log", xlim=(1, 8e5), ylim=(2e10, 1e15))
    axes.set_title("int8: only weights come from memory", size=16)
    axes.set_xlabel("operations for each byte of weights", size=14)
    roof(axes, TPU, RED)
    dots(axes, TPU, RED, weight_bytes)
    axes.text(1.5, 3.5e14, "TPU v1: 92 TOP/s, 34 GB/s for weights", color=RED, size=14)
    for size, flat in SIZES.items():
        x = 2 * int(size.split("×")[0]) ** 2
        where = (0.8 * x, 1.3e14) if flat else (x * 1.3, attainable(*TPU, x))
        place = {"va": "bottom"} if flat else {"va": "center"}
        axes.text(*where, size, size=13, color=GREY, rotation=30 if flat else 0, **place)
    axes.text(2.7, attainable(*TPU, 2), "1×1: fully connected", size=13, color=GREY, va="center")


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(14.5, 6.2), dpi=100, layout="constrained")
    draw_left(left)
    draw_right(right)
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.tick_params(labelsize=13)
        axes.set_ylabel("attainable operations a second", size=14)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
