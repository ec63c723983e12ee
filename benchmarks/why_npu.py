"""Write docs/why_npu.md: the same layers on a CPU core, a GPU and an NPU, by models and sources.

    python benchmarks/why_npu.py [--check]

docs/why_npu.ko.md is the same page in Korean, with the same numbers.

Nothing is measured here. Operations, bytes and cycles come from the model solutions of cost_model
and systolic_array; peaks, bandwidths and energies from the publications that the page names. With
--check nothing is written; the exit code says whether the pages are up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# page → its text
PAGES = {"why_npu.md": "why_npu.text.md", "why_npu.ko.md": "why_npu.text.ko.md"}
sys.path[:0] = [str(ROOT), *(str(ROOT / "solutions" / s) for s in ("cost_model", "systolic_array"))]

import tpu_v1  # noqa: E402
from npu_models import (  # noqa: E402
    CHIPS,
    CLOCK,
    ROWS,
    SIDE,
    Layer,
    array_cycles,
    best_seconds,
    energies,
    traffic,
    work,
)
from why_npu_korean import in_korean  # noqa: E402

from solutions.cost_model.networks import ALEXNET, RESNET_50, VGG_16  # noqa: E402

NETWORKS: dict[str, list[Layer]] = {
    f"{name}, {len(layers)} convolutions": [(x, w, settings) for x, w, _, settings in layers]
    for name, layers in (("AlexNet", ALEXNET), ("VGG-16", VGG_16), ("ResNet-50", RESNET_50))
}
ALL: dict[str, list[Layer]] = {name: [layer] for name, layer in ROWS.items()} | NETWORKS
BATCH = 16


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(head)]
    lines += [["---"] * len(lines[0]), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def costs() -> str:
    """Operations, bytes and intensity."""
    head = ["", "million MACs", "MB, fp32", "MB, int8", "operations a byte, fp32", "int8"]
    rows = []
    for name, layers in ALL.items():
        count = sum(map(work, layers))
        floats, bytes_ = (sum(traffic(layer, size) for layer in layers) for size in (4, 1))
        ratios = [figures(2 * count / moved) for moved in (floats, bytes_)]
        rows.append([name, *(figures(n / 1e6) for n in (count, floats, bytes_)), *ratios])
    return table(head, rows)


def roofs() -> str:
    """The least time that each chip's roofline allows."""
    rows = [
        [name]
        + [figures(1e6 * sum(best_seconds(layer, chip) for layer in layers)) for chip in CHIPS]
        for name, layers in ALL.items()
    ]
    return table(["µs at best", *(chip.name for chip in CHIPS)], rows)


def chips() -> str:
    """The chips and where their figures come from."""
    return table(
        ["", "peak, 10⁹ operations/s", "GB/s", "ridge", "values", "source"],
        [
            [
                chip.name,
                figures(chip.peak / 1e9),
                figures(chip.bandwidth / 1e9) + (" (weights)" if chip.weights_only else ""),
                figures(chip.peak / chip.bandwidth),
                "int8" if chip.itemsize == 1 else "fp32",
                chip.source,
            ]
            for chip in CHIPS
        ],
    )


def arrays() -> str:
    """Cycles and utilization of 256×256 cells."""
    head = ["256×256 cells", "cycles, ws", "full", "cycles, os", "full", "µs, ws, 700 MHz"]
    head += [f"full, ws, {BATCH} pictures"]
    rows = []
    for name, layers in ALL.items():
        count = sum(map(work, layers))
        ws, os = (sum(array_cycles(layer, flow) for layer in layers) for flow in ("ws", "os"))
        many = sum(array_cycles(layer, "ws", BATCH) for layer in layers)
        full = [f"{100 * n * count / (SIDE**2 * c):.1f} %" for n, c in ((1, ws), (1, os))]
        full.append(f"{100 * BATCH * count / (SIDE**2 * many):.1f} %")
        rows.append(
            [name, f"{ws:,}", full[0], f"{os:,}", full[1], figures(ws / CLOCK * 1e6), full[2]]
        )
    return table(head, rows)


def joules() -> str:
    """Energy by purpose."""
    rows, head = [], ["mJ, 45 nm"]
    for name, layers in ALL.items():
        each = [energies(layer) for layer in layers]
        total = {key: sum(energy[key] for energy in each) for key in each[0]}
        floats = sum(value for key, value in total.items() if key.startswith("fp32"))
        integers = sum(value for key, value in total.items() if key.startswith("int8"))
        head = ["mJ, 45 nm", *total, "fp32 : int8"]
        rows.append([name, *map(figures, total.values()), f"{floats / integers:.1f}"])
    return table(head, rows)


def tpu() -> str:
    """TPU v1's own table beside the model."""
    head = ["", "MACs a weight byte", "active, %", "published", "shifting, %", "published"]
    head += ["TOPS", "published", "difference", "the paper's own model"]
    rows = []
    for program in tpu_v1.PROGRAMS:
        model = tpu_v1.tops(program)
        cells = [f"{tpu_v1.active(program):.1f}", f"{program.active}"]
        cells += [f"{tpu_v1.shift(program):.1f}", f"{program.shift}", f"{model:.1f}"]
        cells += [f"{program.tops}", f"{100 * (model / program.tops - 1):+.1f} %"]
        rows.append([program.name, str(program.streams), *cells, f"±{program.paper_error} %"])
    return table(head, rows)


def counters() -> str:
    """What the published counters make of the published TOPS."""
    head = ["", "useful MACs, %", "TOPS", "91.75 TOPS · useful", "difference"]
    head += ["half of it", "difference", "the paper's own model"]
    rows = []
    for program in tpu_v1.PROGRAMS:
        cells = [f"{program.useful}", f"{program.tops}"]
        for cycles in (1, 2):
            counted = tpu_v1.counted_tops(program, cycles)
            both = f"{counted:.1f}", f"{100 * (counted / program.tops - 1):+.1f} %"
            cells += both if cycles <= program.row_cycles else ("–", "–")
        rows.append([program.name, *cells, f"±{program.paper_error} %"])
    return table(head, rows)


def steps() -> str:
    """A 600×600 matrix on two arrays."""
    published = {256: "9 steps, 18 µs", 512: "4 steps, 32 µs"}
    rows = [
        [
            f"{cells}×{cells}",
            f"⌈600 / {cells}⌉² = {tpu_v1.tiles(600, cells)}",
            f"{cells**2 / tpu_v1.BANDWIDTH * 1e6:.2f}",
            f"{tpu_v1.fetch_microseconds(600, cells):.1f}",
            words,
            f"{100 * 600**2 / (tpu_v1.tiles(600, cells) * cells**2):.0f} %",
        ]
        for cells, words in published.items()
    ]
    head = ["cells", "tiles", "µs a tile at 34 GB/s", "µs", "published (section 7)", "cells used"]
    return table(head, rows)


def page(name: str) -> str:
    """A page: its text, with the tables put in."""
    path = ROOT / "benchmarks" / PAGES[name]
    text = path.read_text(encoding="utf-8")
    for make in (costs, chips, roofs, arrays, joules, tpu, counters, steps):
        mark = f"<!-- {make.__name__} -->"
        if mark not in text:
            raise ValueError(f"{path}: there is no {mark}")
        text = text.replace(mark, in_korean(make()) if name.endswith(".ko.md") else make())
    return text


def main() -> None:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    for name in PAGES:
        path = ROOT / "docs" / name
        if not check:
            path.write_text(page(name), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != page(name):
            raise SystemExit(f"{path} is not up to date")


if __name__ == "__main__":
    main()
