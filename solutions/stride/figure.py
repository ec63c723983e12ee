"""Draws exercises/stride/figure.png: a photograph, and two ways to make it six times smaller.

Run it with:

    pip install -e '.[figures]'
    python solutions/stride/figure.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image
from skimage import data
from stride import conv2d

OUTPUT = Path(__file__).parents[2] / "exercises" / "stride" / "figure.png"
STRIDE = 6


def main() -> None:
    """Convolve the photograph and draw the panels."""
    camera = data.camera()  # type: ignore[no-untyped-call, unused-ignore]
    photo = camera[272:512, 180:450]  # uint8, 240 pixels high and 270 wide
    one_pixel = np.ones((1, 1))
    average = np.full((STRIDE, STRIDE), 1 / STRIDE**2)
    panels = [
        ("The photograph", photo),
        ("1 × 1 kernel, stride 6", conv2d(photo, one_pixel, STRIDE)),
        ("6 × 6 average, stride 6", conv2d(photo, average, STRIDE)),
    ]
    figure, axes = plt.subplots(1, 3, figsize=(14, 5), dpi=100, layout="constrained")
    for axis, (title, picture) in zip(axes, panels, strict=True):
        axis.imshow(picture, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        height, width = picture.shape
        axis.set_title(f"{title}\n{height} × {width} pixels", fontsize=22)
        axis.axis("off")
    figure.savefig(OUTPUT, bbox_inches="tight", pad_inches=0.15)
    Image.open(OUTPUT).convert("L").quantize(64).save(OUTPUT, optimize=True)


if __name__ == "__main__":
    main()
