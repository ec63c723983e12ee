"""Draw exercises/int8_conv/figure.png: edges of a photograph in float and in 8 bits.

    pip install -e '.[figures]'
    python solutions/int8_conv/figure.py

The photograph is scikit-image's "camera" (CC0, by Lav Varshney).
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from int8_conv import qlinear_conv
from matplotlib.axes import Axes
from PIL import Image
from skimage import data

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "exercises" / "int8_conv" / "figure.png"
sys.path[:0] = [str(ROOT / "solutions" / name) for name in ("quantize", "conv_layer")]

from conv_layer import conv_layer  # noqa: E402
from quantize import choose_scale, dequantize, quantize  # noqa: E402

GREY = "#555555"


def photograph() -> np.ndarray:
    """The photograph at half its size, with values from −0.5 to 0.5 as networks like them."""
    whole: np.ndarray = data.camera()  # type: ignore[no-untyped-call, unused-ignore]
    smaller = whole.reshape(256, 2, 256, 2).mean(axis=(1, 3))
    x: np.ndarray = (smaller / 255 - 0.5).astype(np.float32)[None, None]
    return x


def edges() -> np.ndarray:
    """A filter of 9×9 that answers to edges from dark to bright, left to right."""
    t = np.arange(-4, 5)
    bell = np.exp(-(t**2) / 6)
    w: np.ndarray = np.outer(bell, t * bell).astype(np.float32)
    return (w / np.abs(w).sum())[None, None]


def show(axes: Axes, image: np.ndarray, title: str, reach: float) -> None:
    """One feature map, negative red and positive blue."""
    axes.imshow(image, cmap="RdBu", vmin=-reach, vmax=reach)
    axes.set_title(title, size=14)
    axes.axis("off")


def draw() -> None:
    """Draw the four panels and save them with few colours."""
    x, w = photograph(), edges()
    real = conv_layer(x, w, np.zeros(1), padding=4)
    low, high = float(real.min()), float(real.max())
    pixels = choose_scale(-0.5, 0.5, "uint8")
    weights = choose_scale(float(w.min()), float(w.max()), "int8", symmetric=True)
    result = choose_scale(low, high, "uint8")
    x8, w8 = quantize(x, *pixels), quantize(w, *weights)
    y8 = qlinear_conv(x8, *pixels, w8, *weights, *result, padding=4)
    black = np.pad(x8, ((0, 0), (0, 0), (4, 4), (4, 4)))  # integer 0: the real number −0.5
    wrong = qlinear_conv(black, *pixels, w8, *weights, *result)

    figure, axes = plt.subplots(1, 4, figsize=(16, 4.5), dpi=100, layout="constrained")
    reach = max(-low, high)
    show(axes[0], real[0, 0], "float64", reach)
    show(axes[1], dequantize(y8, *result)[0, 0], "uint8 · int8 → uint8", reach)
    show(axes[2], dequantize(wrong, *result)[0, 0], "padded with integer 0", reach)
    steps = (dequantize(y8, *result) - real) / result[0]
    axes[3].hist(steps.ravel(), np.linspace(-1.5, 1.5, 61), color="#1f77b4")
    for half in (-0.5, 0.5):
        axes[3].axvline(half, ls="--", color=GREY)
    axes[3].set_title("error of the second, in steps of y", size=14)
    axes[3].set_yticks([])
    axes[3].tick_params(labelsize=12)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
