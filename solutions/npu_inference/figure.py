"""Draw exercises/npu_inference/figure.png: pictures and their classes; what mistakes cost.

    pip install -e '.[figures]'
    python solutions/npu_inference/figure.py

Left: one held-back picture of each kind, and what the integer network says. Right: accuracy of the
model solution, of the float network, and of some files of submissions/wrong, on 1,000 pictures.
"""

import importlib.util
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from PIL import Image

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "exercises" / "npu_inference" / "figure.png"
WRONG = ROOT / "solutions" / "npu_inference" / "submissions" / "wrong"
sys.path.insert(0, str(ROOT))

from solutions.npu_inference.reference import fashion, floats, held_back  # noqa: E402

KINDS = ["T-shirt", "trousers", "pullover", "dress", "coat"]
KINDS += ["sandal", "shirt", "sneaker", "bag", "ankle boot"]
MISTAKES = {
    "one_scale_for_all_filters": "one scale for all filters",
    "weights_cut_off": "weights cut off, not rounded",
    "ranges_of_the_first_picture": "calibrated with one picture",
    "pads_with_integer_zero": "padding with the integer 0",
    "relu_at_integer_zero": "ReLU at the integer 0",
    "bias_not_scaled": "bias not scaled",
    "sums_in_int16": "sums in int16",
    "clamps_after_the_cast": "clamped after the cast",
}
BLUE, RED, GREY = "#1f77b4", "#d62728", "#555555"


def classes_of(path: Path) -> np.ndarray:
    """What the `classify` of a file says of the held-back pictures."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    layers, calibration = fashion()
    with np.errstate(all="ignore"):
        classes: np.ndarray = module.classify(held_back()[0], calibration, layers)
    return classes


def draw_pictures(part: SubFigure, classes: np.ndarray) -> None:
    """The first picture of each kind."""
    images, labels = held_back()
    axes = part.subplots(2, 5)
    for kind, place in enumerate(axes.flat):
        first = int(np.flatnonzero(labels == kind)[0])
        said = int(classes[first])
        place.imshow(images[first, 0], cmap="gray_r")
        place.set_title(KINDS[said], size=14, color=BLUE if said == kind else RED)
        place.axis("off")
    part.suptitle("what the integer network says", size=16)


def draw_accuracy(axes: Axes, bars: dict[str, float]) -> None:
    """A bar for each way."""
    names = list(bars)[::-1]
    colours = [RED if name in MISTAKES.values() else BLUE for name in names]
    axes.barh(names, [bars[name] for name in names], color=colours)
    for place, name in enumerate(names):
        axes.text(bars[name] + 1, place, f"{bars[name]:.1f}", va="center", size=13)
    axes.set_xlim(0, 105)
    axes.set_xlabel("right, % of 1,000 pictures", size=14)
    axes.tick_params(labelsize=13)
    axes.axvline(10, color=GREY, ls=":", lw=1.5)
    axes.text(11, -1.0, "guessing", size=12, color=GREY)
    axes.set_ylim(-1.3, len(names) - 0.4)
    axes.set_title("what mistakes cost", size=16)


def draw() -> None:
    """Draw both halves and save them with few colours."""
    images, labels = held_back()
    exact = floats(images, fashion()[0])[-1][:, :, 0, 0].argmax(1)
    right = classes_of(Path(__file__).with_name("npu_inference.py"))
    bars = {"float32": exact, "int8, integers only": right}
    bars |= {words: classes_of(WRONG / f"{name}.py") for name, words in MISTAKES.items()}
    percent = {name: 100 * float((classes == labels).mean()) for name, classes in bars.items()}
    figure = plt.figure(figsize=(14.5, 5.6), dpi=100, layout="constrained")
    left, half = figure.subfigures(1, 2, width_ratios=(1, 1.15))
    draw_pictures(left, right)
    draw_accuracy(half.subplots(), percent)
    figure.savefig(TARGET)
    plt.close(figure)
    image = Image.open(TARGET).convert("RGB")
    image.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=1).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
