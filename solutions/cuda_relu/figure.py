"""Draw exercises/cuda_relu/figure.png: which thread does which value, and what a warp moves.

pip install -e '.[figures]'
python solutions/cuda_relu/figure.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

TARGET = Path(__file__).parents[2] / "exercises" / "cuda_relu" / "figure.png"
BLOCKS = ("#1f77b4", "#2ca02c", "#d62728", "#9467bd")
GREY, SECTOR = "#777777", "#ffd166"
N, LANES, STRETCH, PER_SECTOR = 13, 8, 8, 8


def cell(axes: Axes, x: float, y: float, text: str, colour: str, dashed: bool = False) -> None:
    """A value, and who does it."""
    face = "white" if dashed else colour
    style = {"facecolor": face, "edgecolor": colour, "linestyle": "--" if dashed else "-"}
    axes.add_patch(Rectangle((x + 0.05, y), 0.9, 0.8, **style, linewidth=1.5))
    axes.text(x + 0.5, y + 0.4, text, ha="center", va="center", size=12,
              color=colour if dashed else "white")  # fmt: skip


def draw_threads(axes: Axes) -> None:
    """Top: more threads than values. Bottom: fewer."""
    axes.set(xlim=(-0.2, 16.2), ylim=(-0.5, 6.6))
    axes.set_title("13 values: which thread does which?", size=15)
    axes.text(0, 6.1, "relu[4, 4]: 16 threads, the last three have no value", size=13)
    for i in range(16):
        cell(axes, i, 5.1, f"{i}", BLOCKS[i // 4], dashed=i >= N)
    for block in range(4):
        axes.text(4 * block, 4.6, f"block {block}", size=12, color=GREY)
    axes.text(0, 3.6, "relu[2, 3]: 6 threads in steps of 6, three rounds", size=13)
    for i in range(N):
        thread, turn = i % 6, i // 6
        cell(axes, i, 2.6 - turn, f"{thread}", BLOCKS[thread // 3])
    for turn in range(3):
        axes.text(15.2, 2.95 - turn, f"round {turn + 1}", size=12, color=GREY, ha="center")
    axes.text(0, -0.2, "value 0 on the left, value 12 on the right", size=12, color=GREY)
    axes.axis("off")


def draw_sectors(axes: Axes) -> None:
    """Eight neighbouring threads ask at one moment: once side by side, once far apart."""
    axes.set(xlim=(-0.5, 64.5), ylim=(-0.5, 6.6))
    axes.set_title("Eight threads of a warp ask at the same moment", size=15)
    rows = {"thread i asks for value i: 1 sector": (5.0, 1),
            "thread i asks for value 8 · i: 8 sectors": (1.8, STRETCH)}  # fmt: skip
    for text, (y, step) in rows.items():
        axes.text(0, y + 1.2, text, size=13)
        touched = {lane * step // PER_SECTOR for lane in range(LANES)}
        for sector in range(64 // PER_SECTOR):
            face = SECTOR if sector in touched else "white"
            axes.add_patch(Rectangle((sector * PER_SECTOR, y), PER_SECTOR, 0.9, facecolor=face,
                                     edgecolor=GREY, linewidth=1.5))  # fmt: skip
        for lane in range(LANES):
            axes.add_patch(Rectangle((lane * step + 0.1, y + 0.15), 0.8, 0.6, color=BLOCKS[0]))
    axes.text(0, 4.5, "32 bytes wanted, 32 moved", size=12, color=GREY)
    axes.text(0, 1.3, "32 bytes wanted, 256 moved", size=12, color=GREY)
    axes.text(0, -0.2, "yellow: a sector of 32 bytes that is moved, 8 float32", size=12, color=GREY)
    axes.axis("off")


def draw() -> None:
    """Draw both halves and save them with few colours."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(14.5, 5), dpi=100, layout="constrained")
    draw_threads(left)
    draw_sectors(right)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
