"""A learner's way of rounding is named, however the rest of the code is written."""

import re
from pathlib import Path

import pytest

from grader.model import Graded, Verdict
from tests.support import ROOT, Grade

STYLES = ROOT / "tests" / "styles"
QUANTIZE = STYLES / "quantize" / "passed" / "korean_loops.py"
CONV = STYLES / "int8_conv" / "slow" / "im2col_zero_points_multiplied_out.py"
REQUANTIZE = STYLES / "requantize" / "passed" / "python_ints.py"

# file, what is right in it, what a learner has instead, words of the diagnosis
ROUNDINGS = {
    "quantize, half up": (QUANTIZE, "round(몫)", "math.floor(몫 + 0.5)", "half up"),
    "quantize, half away": (
        QUANTIZE, "round(몫)", "int(math.copysign(math.floor(abs(몫) + 0.5), 몫))", "half away"),
    "quantize, cut off": (QUANTIZE, "round(몫)", "int(몫)", "cut fractions off"),
    "quantize, zero point first": (
        QUANTIZE, "round(몫) + 영점", "round(몫 + 영점)", "zero point before you round"),
    "zero point, half up": (
        QUANTIZE, "round(float(f(아래) - 낮음 / 간격))",
        "math.floor(float(f(아래) - 낮음 / 간격) + 0.5)", "the zero point half up"),
    "conv, half up": (
        CONV, "np.rint(scaled.astype(np.float64))", "np.floor(scaled + np.float32(0.5))",
        "half up"),
    "conv, half away": (
        CONV, "np.rint(scaled.astype(np.float64))",
        "np.sign(scaled) * np.floor(np.abs(scaled) + np.float32(0.5))", "half away"),
    "conv, cut off": (
        CONV, "np.rint(scaled.astype(np.float64))", "scaled.astype(np.int64)", "cut fractions off"),
    "conv, float64": (
        CONV, "np.multiply(acc.astype(np.float32), factor, dtype=np.float32)",
        "acc * factor.astype(np.float64)", "float64"),
    "requantize, one rounding": (
        REQUANTIZE, "    upper = (total * factor + (1 << 30)) >> 31\n",
        "    if shift < 0:\n"
        "        all_bits = (total * factor + (1 << (30 - shift))) >> (31 - shift)\n"
        "        return min(max(all_bits + zero, low), high)\n"
        "    upper = (total * factor + (1 << 30)) >> 31\n",
        "round once"),
    "requantize, second half up": (
        REQUANTIZE, "-((-upper + half) >> -shift) if upper < 0 else (upper + half) >> -shift",
        "(upper + half) >> -shift", "second rounding takes halves up"),
    "requantize, first half away": (
        REQUANTIZE, "(total * factor + (1 << 30)) >> 31",
        "(1 if total > 0 else -1) * ((abs(total) * factor + (1 << 30)) >> 31)",
        "first rounding takes halves away"),
}  # fmt: skip


def diagnoses(graded: Graded) -> set[str]:
    return {result.diagnosis for result in graded.results if result.diagnosis}


@pytest.mark.parametrize(("path", "right", "wrong", "words"), ROUNDINGS.values(), ids=ROUNDINGS)
def test_rounding_is_named(
    grade_source: Grade, path: Path, right: str, wrong: str, words: str
) -> None:
    source = path.read_text(encoding="utf-8")
    assert right in source
    graded = grade_source(source.replace(right, wrong), path.parent.parent.name)
    assert graded.verdict is Verdict.WRONG
    named = diagnoses(graded)
    assert len(named) == 1, named
    assert re.search(words, named.pop())
