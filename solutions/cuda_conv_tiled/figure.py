"""Draw exercises/cuda_conv_tiled/figure.png: a tile with its halo, and the banks of a warp.

    pip install -e '.[figures]'
    python solutions/cuda_conv_tiled/figure.py

Nothing is measured: the banks follow from the addresses.
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

TARGET = Path(__file__).parents[2] / "exercises" / "cuda_conv_tiled" / "figure.png"
TILE, KERNEL, BANKS = 16, 3, 32
BLUE, ORANGE, GREY, LIGHT = "#1f77b4", "#ff7f0e", "#555555", "#dce9f5"


def draw_tile(axes: Axes) -> None:
    """The pixels of one block: those of its outputs, and the halo."""
    side = TILE + KERNEL - 1
    for i in range(side):
        for j in range(side):
            inside = 1 <= i <= TILE and 1 <= j <= TILE
            face, hatch = (LIGHT, "") if inside else ("white", "////")
            box = Rectangle((j, i), 1, 1, facecolor=face, hatch=hatch, edgecolor="#9aa", lw=0.5)
            axes.add_patch(box)
    axes.add_patch(Rectangle((1, 1), TILE, TILE, fill=False, edgecolor=BLUE, lw=2.5))
    axes.add_patch(Rectangle((12, 5), 3, 3, fill=False, edgecolor=ORANGE, lw=2.5))
    axes.text(7, 13.5, "16×16 outputs,\none for each thread", ha="center", va="center", color=BLUE)
    axes.text(13.5, 8.6, "3×3 pixels for\nthis output", ha="center", va="top", color="#b35806")
    for label in axes.texts:  # they lie over grid lines
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 2})
    axes.plot(13.5, 6.5, "o", color=ORANGE)
    axes.text(9, 18.6, "18×18 = 324 pixels are loaded once,\nthe hatched ones are the halo")
    axes.texts[-1].set(ha="center", va="top", color=GREY)
    axes.text(9, 21.6, "without the tile: 256 · 9 = 2304 loads", ha="center", va="top", color=GREY)
    axes.set(xlim=(-0.5, 18.5), ylim=(23, -0.5), aspect="equal")
    axes.axis("off")


def draw_banks(axes: Axes, pitch: int, top: float) -> None:
    """Two rows of 16 words, `pitch` words apart, and the bank of each."""
    asked = [0] * BANKS
    for row, colour in ((0, BLUE), (1, ORANGE)):
        for column in range(TILE):
            bank = (row * pitch + column) % BANKS
            place = top + 1 - asked[bank]
            axes.add_patch(Rectangle((bank, place), 1, 1, facecolor=colour, edgecolor="white"))
            axes.text(bank + 0.5, place + 0.5, str(row), color="white", ha="center", va="center")
            axes.texts[-1].set_fontsize(8)
            asked[bank] += 1
    for bank in range(BANKS):
        axes.add_patch(Rectangle((bank, top), 1, 2, fill=False, edgecolor="#ccc", lw=0.5))
    cycles = max(asked)
    axes.text(
        0,
        top - 0.4,
        f"rows {pitch} words apart: {cycles} cycle{'s' if cycles > 1 else ''}, "
        f"{sum(number > 1 for number in asked)} banks are asked twice",
        va="bottom",
        color="black" if cycles == 1 else GREY,
        weight="bold" if cycles == 1 else "normal",
    )


def main() -> None:
    """Draw and save."""
    plt.rcParams["font.size"] = 11
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5.4), width_ratios=(1, 1.6))
    draw_tile(left)
    for place, pitch in enumerate((22, 32, 48)):
        draw_banks(right, pitch, 4.4 * place)
    for bank in (0, 15, 16, 31):
        right.text(bank + 0.5, 11.1, str(bank), ha="center", va="top", color=GREY, size=9)
    right.text(16, 12, "bank (word modulo 32)", ha="center", va="top", color=GREY)
    right.text(16, 13.2, "a warp reads two rows of 16 words, 0 and 1", ha="center", va="top")
    right.set(xlim=(-0.5, 32.5), ylim=(14.5, -1.6))
    right.axis("off")
    figure.tight_layout()
    figure.savefig(TARGET, dpi=110)
    with Image.open(TARGET) as image:
        image.convert("RGB").quantize(64).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
