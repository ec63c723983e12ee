"""What integers cost and save: the trained network of exercise 15 in float32 and in int8.

    python benchmarks/npu_network.py [--data FOLDER] [--rounds N]

Prints accuracy, model bytes, the ratio of both networks' time on this CPU (on one thread, taking
turns in one run), and the ratio of an energy estimate with the figures of benchmarks/npu_models.py.
Accuracy is over the 1,000 held-back pictures; with --data, the folder of Debian's package
dataset-fashion-mnist, over all 10,000 test pictures.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported: both on one thread

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SLUGS = ("cost_model", "systolic_array", "npu_inference")
sys.path[:0] = [str(ROOT), *(str(ROOT / "solutions" / slug) for slug in SLUGS)]

import npu_inference  # noqa: E402
from npu_models import (  # noqa: E402
    CLOCK,
    DRAM,
    FLOAT_MAC,
    INT8_MAC,
    REGISTER,
    SIDE,
    SRAM,
    Layer,
    array_cycles,
    array_reads,
    traffic,
    work,
)

from solutions.npu_inference.reference import (  # noqa: E402
    FloatLayer,
    fashion,
    held_back,
    pixels,
    quantized_pixels,
)

BATCHES = (1, 64)


def float_scores(x: np.ndarray, layers: tuple[FloatLayer, ...]) -> np.ndarray:
    """The float network with the same convolution as the integer one, in float32."""
    for w, b, stride, padding, activation in layers:
        x = npu_inference._convolve(x, w, stride, padding, 0) + b.reshape(-1, 1, 1)
        x = np.maximum(x, 0) if activation == "relu" else x
    return x[:, :, 0, 0]


def test_pictures(folder: Path | None) -> tuple[np.ndarray, np.ndarray]:
    """float32 pictures and labels."""
    if folder is None:
        return held_back()
    from solutions.npu_inference.train import pictures

    images, labels = pictures(folder, "t10k")
    return pixels(images), labels


def shapes_of(layers: tuple[FloatLayer, ...]) -> list[Layer]:
    """The layers as exercise 5 takes them, for one picture."""
    size, shapes = (1, 1, 28, 28), list[Layer]()
    for w, _, stride, padding, _ in layers:
        shapes.append((size, w.shape, {"stride": stride, "padding": padding}))
        side = (size[2] + 2 * padding - w.shape[2]) // stride + 1
        size = (1, len(w), side, side)
    return shapes


def seconds(run: Callable[[], object]) -> float:
    """CPU time of one call: on one thread, what it takes where nothing else runs."""
    start = time.process_time()
    run()
    return time.process_time() - start


def latency(
    images: np.ndarray, pixels8: np.ndarray, layers: tuple[FloatLayer, ...], network: tuple, n: int
) -> None:
    """int8 : float32, in turns, for each batch."""
    for batch in BATCHES:
        integers = partial(npu_inference.predict, pixels8[:batch], network)
        floats = partial(float_scores, images[:batch], layers)
        integers()
        floats()
        ratios = [seconds(integers) / seconds(floats) for _ in range(n)]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        middle = statistics.median(ratios)
        print(f"CPU time int8 : float32, numpy, batch {batch}: {middle:.2f} ({spread})")


def energy(layers: list[Layer]) -> None:
    """Published picojoules an operation, times operations."""
    count = sum(map(work, layers))
    floats = count * (FLOAT_MAC + 2 * REGISTER), sum(traffic(x, 4) for x in layers) / 4 * DRAM
    reads = sum(map(array_reads, layers)) / 4 * SRAM
    integers = count * INT8_MAC + reads, sum(traffic(x, 1) for x in layers) / 4 * DRAM
    print(f"energy estimate fp32 : int8, on the chip: {floats[0] / integers[0]:.1f}")
    print(f"energy estimate fp32 : int8, with DRAM: {sum(floats) / sum(integers):.1f}")
    cycles = sum(array_cycles(layer, "ws") for layer in layers)
    full = 100 * count / (SIDE**2 * cycles)
    print(
        f"{count:,} MACs; {SIDE}×{SIDE} cells, weights stationary: {cycles:,} cycles, "
        f"{cycles / CLOCK * 1e6:.1f} µs at 700 MHz, {full:.1f} % full"
    )


def sizes(layers: tuple[FloatLayer, ...], network: tuple) -> None:
    """Bytes of the parameters; scales, zero points and shifts count as stored."""
    floats = sum(w.nbytes + b.nbytes for w, b, *_ in layers)
    integers = sum(sum(part.nbytes for part in layer[:6]) for layer in network)
    print(f"model bytes: float32 {floats:,}, int8 {integers:,}, ratio {floats / integers:.2f}")


def main() -> None:
    """Build the integer network once, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="such as /usr/share/datasets/fashion-mnist")
    parser.add_argument("--rounds", type=int, default=11)
    given = parser.parse_args()
    layers, calibration = fashion()
    network, scale, zero_point = npu_inference.build(calibration, layers)
    images, labels = test_pictures(given.data)
    pixels8 = quantized_pixels(images, scale, zero_point)
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, numpy {np.__version__}")
    parts = [slice(i, i + 1000) for i in range(0, len(images), 1000)]
    answers = {
        "float32": np.concatenate([float_scores(images[p], layers).argmax(1) for p in parts]),
        "int8": np.concatenate([npu_inference.predict(pixels8[p], network)[1] for p in parts]),
    }
    for name, classes in answers.items():
        right = 100 * float((classes == labels).mean())
        print(f"accuracy {name}: {right:.2f} % of {len(labels):,}")
    same = 100 * float((answers["float32"] == answers["int8"]).mean())
    print(f"the same class in both: {same:.2f} %")
    sizes(layers, network)
    latency(images, pixels8, layers, network, given.rounds)
    energy(shapes_of(layers))


if __name__ == "__main__":
    main()
