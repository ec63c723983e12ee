"""Draw exercises/cuda_conv/figure.png: the pixels that a warp asks for, and the sectors that move.

pip install -e '.[figures]'
python solutions/cuda_conv/figure.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

TARGET = Path(__file__).parents[2] / "exercises" / "cuda_conv" / "figure.png"
BLUE, YELLOW, GREY = "#1f77b4", "#ffd166", "#999999"
ROWS, COLUMNS, WARP, PER_SECTOR = 34, 48, 32, 8
TOP, LEFT = 1, 1  # where the first lane stands: kernel position (1, 1)

Pixels = list[tuple[int, int]]


def draw_half(axes: Axes, title: str, pixels: Pixels) -> None:
    """The image as it lies in memory, row by row, in sectors of eight float32."""
    touched = {(row, column // PER_SECTOR) for row, column in pixels}
    for row in range(ROWS):
        for sector in range(COLUMNS // PER_SECTOR):
            face = YELLOW if (row, sector) in touched else "white"
            corner = (sector * PER_SECTOR, row)
            axes.add_patch(Rectangle(corner, PER_SECTOR, 1, facecolor=face, edgecolor=GREY, lw=0.6))
    for row, column in pixels:
        axes.add_patch(Rectangle((column + 0.1, row + 0.1), 0.8, 0.8, color=BLUE))
    moved = len(touched)
    axes.set(xlim=(0, COLUMNS), ylim=(ROWS, 0), xlabel="column", ylabel="row")
    axes.set_title(
        f"{title}:\n128 bytes wanted, {moved} sectors = {moved * 32} bytes moved", size=15
    )
    axes.tick_params(labelsize=12)
    axes.set_aspect("equal")


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(14.5, 6), dpi=100, layout="constrained")
    draw_half(left, "threadIdx.x is the column", [(TOP, LEFT + lane) for lane in range(WARP)])
    draw_half(right, "threadIdx.x is the row", [(TOP + lane, LEFT) for lane in range(WARP)])
    for axes in (left, right):
        axes.xaxis.label.set_size(13)
        axes.yaxis.label.set_size(13)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(32, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
