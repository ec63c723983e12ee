"""What the page docs/why_npu.md is made of: layers, chips and energies, each with its source."""

from __future__ import annotations

from math import prod
from typing import Any

from cost_model import attainable, bytes_moved, macs
from msgspec import Struct
from systolic_array import cycles

Shape = tuple[int, ...]
Layer = tuple[Shape, Shape, dict[str, Any]]  # x, w, settings of one convolution

# The layers that this course measures from exercise 7 on.
ROWS: dict[str, Layer] = {
    "A: 1 → 1, 640×640, 3×3": ((1, 1, 640, 640), (1, 1, 3, 3), {}),
    "B: 3 → 32, 224×224, 3×3": ((1, 3, 224, 224), (32, 3, 3, 3), {"padding": 1}),
    "C: 64 → 64, 56×56, 3×3": ((1, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
    "D: 128 → 128, 28×28, 3×3, stride 2": (
        (1, 128, 28, 28),
        (128, 128, 3, 3),
        {"stride": 2, "padding": 1},
    ),
    "E: 256 → 512, 14×14, 1×1": ((1, 256, 14, 14), (512, 256, 1, 1), {}),
}

SIDE = 256  # cells on a side of TPU v1's array
CLOCK = 700e6  # Hz, TPU v1: Jouppi et al. 2017, table 2


class Chip(Struct, frozen=True):
    """A chip as the roofline sees it."""

    name: str
    peak: float  # operations a second, two for a MAC
    bandwidth: float  # bytes a second
    itemsize: int  # bytes of a value
    weights_only: bool = False  # pictures stay on the chip
    source: str = ""


CHIPS = (
    Chip("CPU core", 118e9, 25e9, 4, source="measured for this course: docs/measurements.md"),
    Chip("Haswell, one die", 1.3e12, 51e9, 4, source="Jouppi et al. 2017, table 2"),
    Chip("K80, one die", 2.8e12, 160e9, 4, source="Jouppi et al. 2017, table 2"),
    Chip("TPU v1", 92e12, 34e9, 1, weights_only=True, source="Jouppi et al. 2017, table 2"),
)

# Picojoules in 45 nm at 0.9 V.
FLOAT_MAC = 3.7 + 0.9  # multiply and add, fp32: Horowitz 2014
INT8_MAC = 0.2 + 0.1  # multiply int8, add int32: Horowitz 2014
REGISTER, SRAM, DRAM = 1.0, 5.0, 640.0  # each for 32 bits: Han et al. 2015, fig. 1


def work(layer: Layer) -> int:
    """MACs."""
    x, w, settings = layer
    return int(macs(x, w, **settings))


def traffic(layer: Layer, itemsize: int) -> int:
    """Compulsory bytes."""
    x, w, settings = layer
    return int(bytes_moved(x, w, **settings, itemsize=itemsize))


def gemm(layer: Layer) -> tuple[int, int, int]:
    """(m, n, k): output pixels, filters, products for each output value."""
    _, w, _ = layer
    return work(layer) // prod(w), w[0], prod(w[1:])


def best_seconds(layer: Layer, chip: Chip) -> float:
    """The least time that the roofline allows."""
    moved = prod(layer[1]) if chip.weights_only else traffic(layer, chip.itemsize)
    operations = 2 * work(layer)
    return float(operations / attainable(chip.peak, chip.bandwidth, operations / moved))


def array_cycles(layer: Layer, dataflow: str, images: int = 1) -> int:
    """Cycles on 256×256 cells."""
    m, n, k = gemm(layer)
    return int(cycles(m * images, n, k, SIDE, SIDE, dataflow)) + 1


def array_reads(layer: Layer) -> float:
    """Bytes between SRAM and a weight-stationary array of 256×256 cells, int8 in and int32 out.

    A weight enters once; activations pass once for each strip of 256 filters; a sum is written for
    each strip of 256 products, and read again for all strips but the first.
    """
    m, n, k = gemm(layer)
    strips_across, strips_down = -(-n // SIDE), -(-k // SIDE)
    return k * n + m * k * strips_across + 4 * m * n * (2 * strips_down - 1)


def energies(layer: Layer) -> dict[str, float]:
    """Millijoules of one layer, by what they are spent on."""
    count = work(layer)
    pj = {
        "fp32: MACs": count * FLOAT_MAC,
        "fp32: two registers a MAC": count * 2 * REGISTER,
        "fp32: DRAM, each value once": traffic(layer, 4) / 4 * DRAM,
        "int8: MACs": count * INT8_MAC,
        "int8: SRAM, array": array_reads(layer) / 4 * SRAM,
        "int8: DRAM, each value once": traffic(layer, 1) / 4 * DRAM,
    }
    return {name: value * 1e-9 for name, value in pj.items()}
