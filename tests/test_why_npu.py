"""docs/why_npu.md is what its script writes, and says what the published numbers are."""

import re
import subprocess
import sys

from tests.support import ROOT

PAGE = ROOT / "docs" / "why_npu.md"


def test_the_page_is_up_to_date() -> None:
    script = ROOT / "benchmarks" / "why_npu.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, f"run python benchmarks/why_npu.py\n{done.stderr}"


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
