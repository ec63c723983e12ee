"""Draws exercises/convolution/figure.png: one photograph, three kernels.

Run it with:

    pip install -e '.[figures]'
    python solutions/convolution/figure.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from convolution import conv2d
from PIL import Image
from skimage import data

OUTPUT = Path(__file__).parents[2] / "exercises" / "convolution" / "figure.png"

BLUR = np.full((9, 9), 1 / 81)
LEFT_RIGHT = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
TOP_BOTTOM = LEFT_RIGHT.T

BOX = {"facecolor": "white", "edgecolor": "black", "boxstyle": "round,pad=0.4"}


def main() -> None:
    """Convolve the photograph and draw the panels."""
    camera = data.camera()  # type: ignore[no-untyped-call, unused-ignore]
    photo = camera[40:380, 60:512]  # uint8, 340 pixels high and 452 wide
    panels = [
        ("The photograph", photo, "", (0, 255)),
        ("Blur", conv2d(photo, BLUR), "9 × 9 kernel,\nevery value 1/81", (0, 255)),
        # Brighter to the right (or below) is positive and drawn white; darker is drawn black.
        ("Left-right edges", conv2d(photo, LEFT_RIGHT), _rows(LEFT_RIGHT), (-400, 400)),
        ("Top-bottom edges", conv2d(photo, TOP_BOTTOM), _rows(TOP_BOTTOM), (-400, 400)),
    ]
    figure, axes = plt.subplots(2, 2, figsize=(13.6, 11.2), dpi=100, layout="constrained")
    for axis, (title, picture, kernel, (black, white)) in zip(axes.flat, panels, strict=True):
        axis.imshow(picture, cmap="gray", vmin=black, vmax=white, interpolation="nearest")
        axis.set_title(f"{title}   ({picture.shape[0]} × {picture.shape[1]})", fontsize=23)
        axis.axis("off")
        if kernel:
            label = axis.text(0.975, 0.965, kernel, transform=axis.transAxes, bbox=BOX)
            label.set(ha="right", va="top", fontsize=20, family="monospace")
    figure.savefig(OUTPUT, bbox_inches="tight", pad_inches=0.15)
    Image.open(OUTPUT).convert("L").quantize(72).save(OUTPUT, optimize=True)


def _rows(kernel: np.ndarray) -> str:
    return "\n".join(" ".join(f"{value:2d}" for value in row) for row in kernel)


if __name__ == "__main__":
    main()
