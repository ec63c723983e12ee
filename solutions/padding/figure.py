"""Draw exercises/padding/figure.png: a photograph blurred without padding and with zeros.

    pip install -e '.[figures]'
    python solutions/padding/figure.py

The photograph is scikit-image's "camera" (CC0, by Lav Varshney).
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from padding import conv2d
from skimage import data

KERNEL = 31
TARGET = Path(__file__).parents[2] / "exercises" / "padding" / "figure.png"


def photograph() -> np.ndarray:
    """Return the upper three quarters of the photograph at half its size: 192 rows, 256 columns."""
    upper: np.ndarray = data.camera()[:384]  # type: ignore[no-untyped-call, unused-ignore]
    smaller: np.ndarray = upper.reshape(192, 2, 256, 2).mean(axis=(1, 3))
    return smaller


def draw() -> None:
    """Three panels on the same scale; a dashed frame marks where the photograph was."""
    photo = photograph()
    rows, columns = photo.shape
    blur = np.full((KERNEL, KERNEL), 1 / KERNEL**2)
    panels = {
        "photograph": photo,
        "blurred, padding = 0": conv2d(photo, blur),
        f"blurred, padding = {KERNEL // 2}": conv2d(photo, blur, padding=KERNEL // 2),
    }
    figure, axes = plt.subplots(1, 3, figsize=(14, 4.6), dpi=100, layout="constrained")
    for ax, (title, image) in zip(axes, panels.items(), strict=True):
        height, width = image.shape
        left, top = (columns - width) / 2, (rows - height) / 2
        extent = (left, left + width, top + height, top)
        ax.imshow(image, cmap="gray", vmin=0, vmax=255, extent=extent)
        ax.add_patch(Rectangle((0, 0), columns, rows, fill=False, ls="--", lw=2, ec="tab:red"))
        ax.set(xlim=(-3, columns + 3), ylim=(rows + 3, -3))
        ax.set_title(f"{title}\n{height} rows, {width} columns", fontsize=18)
        ax.axis("off")
    notes = {
        axes[1]: (f"{KERNEL // 2} pixels lost\non every side", (columns - 7, rows - 84)),
        axes[2]: ("darker at the edge:\nzeros are mixed in", (columns - 6, rows - 84)),
    }
    for ax, (text, target) in notes.items():
        ax.annotate(
            text,
            xy=target,
            xytext=(columns - 92, rows - 34),
            fontsize=17,
            ha="center",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "tab:red"},
            arrowprops={"arrowstyle": "->", "color": "tab:red", "lw": 3},
        )
    figure.savefig(TARGET, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    draw()
