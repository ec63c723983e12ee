"""Draw exercises/conv_layer/figure.png: what three filters find in a colour photograph.

    pip install -e '.[figures]'
    python solutions/conv_layer/figure.py

The photograph is scikit-image's "coffee" (CC0, by Rachel Michetti).
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from conv_layer import conv_layer
from PIL import Image
from skimage import data

TARGET = Path(__file__).parents[2] / "exercises" / "conv_layer" / "figure.png"
EDGE = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 12  # right minus left
BLUR = np.full((3, 3), 1 / 9)
FILTERS = {
    "filter 0: right minus left": (EDGE, EDGE, EDGE),  # one kernel for red, green and blue each
    "filter 1: below minus above": (EDGE.T, EDGE.T, EDGE.T),
    "filter 2: red minus 2 · green": (BLUR, -2 * BLUR, 0 * BLUR),
}
BIAS = np.array([-0.05, -0.05, -0.05])
LEGEND = """top row:
sum over the channels
red is above 0,
white is 0, blue is below

bottom row:
after bias and ReLU
black is 0"""


def photograph() -> np.ndarray:
    """Return the photograph, shrunk four times: shape (1, 3, 100, 150), values from 0 to 1."""
    pixels: np.ndarray = data.coffee() / 255  # type: ignore[no-untyped-call, unused-ignore]
    smaller: np.ndarray = pixels.reshape(100, 4, 150, 4, 3).mean(axis=(1, 3))
    return smaller.transpose(2, 0, 1)[np.newaxis]


def draw() -> None:
    """Two rows: the sums over the channels, then the same after bias and ReLU."""
    x, w = photograph(), np.array(list(FILTERS.values()))
    sums = conv_layer(x, w, np.zeros(3), padding=1)[0]
    layer = conv_layer(x, w, BIAS, padding=1, activation="relu")[0]
    figure, axes = plt.subplots(2, 4, figsize=(14.5, 5.6), dpi=100, layout="constrained")
    axes[0, 0].imshow(x[0].transpose(1, 2, 0))
    axes[0, 0].set_title("photograph: 3 channels", fontsize=16)
    axes[1, 0].text(0.5, 0.5, LEGEND, fontsize=16, ha="center", va="center")
    for m, title in enumerate(FILTERS):
        limit = np.quantile(np.abs(sums[m]), 0.98)  # a few glints are stronger: clip them
        axes[0, m + 1].imshow(sums[m], cmap="RdBu_r", vmin=-limit, vmax=limit)
        axes[0, m + 1].set_title(title, fontsize=16)
        axes[1, m + 1].imshow(layer[m], cmap="gray", vmin=0, vmax=np.quantile(layer[m], 0.98))
        axes[1, m + 1].set_title(f"plus bias {BIAS[m]}, then ReLU", fontsize=16)
    for ax in axes.flat:
        ax.axis("off")
    figure.savefig(TARGET, bbox_inches="tight")
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
