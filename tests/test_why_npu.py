"""docs/why_npu.md is what its script writes, and says what the published numbers are."""

import importlib
import re
import subprocess
import sys

import pytest

from tests.support import ROOT

PAGE = ROOT / "docs" / "why_npu.md"
KOREAN = ROOT / "docs" / "why_npu.ko.md"


def test_the_pages_are_up_to_date() -> None:
    script = ROOT / "benchmarks" / "why_npu.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, f"run python benchmarks/why_npu.py\n{done.stderr}"


def test_both_languages_tell_the_same() -> None:
    """As many sections, points and rows, and the same sources; the tables have the same numbers."""
    english, korean = (page.read_text(encoding="utf-8").splitlines() for page in (PAGE, KOREAN))
    for mark in ("## ", "- ", "| "):
        counts = [sum(line.startswith(mark) for line in lines) for lines in (english, korean)]
        assert counts[0] == counts[1] > 0, mark
    numbers = [
        [re.findall(r"\d+(?:[.,]\d+)*", line) for line in lines if line.startswith("| ")]
        for lines in (english, korean)
    ]
    assert numbers[0] == numbers[1]
    assert english[-9:] == korean[-9:]  # the sources


def rows(first: str) -> dict[str, list[str]]:
    """The table whose head has `first` in it, by the first cell of each row."""
    text = PAGE.read_text(encoding="utf-8")
    lines = text[text.index(first) :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


def test_tpu_v1_is_reproduced_where_the_page_says_so() -> None:
    within = [
        abs(float(row[7].removesuffix(" %"))) <= 8 for row in rows("MACs a weight byte").values()
    ]
    assert within == [True, True, True, False, True, False]


def test_nine_steps_against_four() -> None:
    table = rows("µs a tile at 34 GB/s")
    for cells, tiles, published in (("256×256", 9, 18), ("512×512", 4, 32)):
        row = table[cells]
        assert row[0].endswith(f"= {tiles}")
        assert re.search(r"(\d+) steps", row[3]).group(1) == str(tiles)  # type: ignore[union-attr]
        assert abs(float(row[2]) / published - 1) < 0.05


def test_what_the_page_derives_from_the_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Published TOPS and counters: where no model can be within the authors' error of both."""
    for folder in ("benchmarks", "solutions/cost_model", "solutions/systolic_array"):
        monkeypatch.syspath_prepend(str(ROOT / folder))
    tpu_v1 = importlib.import_module("tpu_v1")
    excluded, halved = [], []
    for program in tpu_v1.PROGRAMS:
        error, counted = program.paper_error / 100, tpu_v1.counted_tops(program, program.row_cycles)
        low, high = sorted((program.tops, counted))
        if low * (1 + error) < high * (1 - error):
            excluded.append(program.name)
        if program.row_cycles == 2 and abs(counted / program.tops - 1) < 0.04:
            halved.append(program.name)
    off = {p.name: abs(tpu_v1.active(p) / p.active - 1) for p in tpu_v1.PROGRAMS}
    assert [name for name, share in off.items() if share < 0.03] == ["MLP0", "MLP1", "LSTM0"]
    assert excluded == ["CNN0", "CNN1"]
    assert halved == ["LSTM0", "LSTM1"]
    assert round(2 * 1750 * 100e6 / 32 * 4700 / 1e12) == 51  # CNN1, 4,700 pictures a second
    assert round(2 * 600**2 * 96 / 18e-6 / 1e12, 1) == 3.8  # LSTM1, 9 steps in 18 µs
