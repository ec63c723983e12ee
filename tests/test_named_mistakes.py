"""Mistakes that learners made, in their own style: the report names each of them."""

from pathlib import Path

import pytest

from grader.model import Verdict
from tests.support import ROOT, Grade

WINDOWS = ROOT / "tests/styles/npu_inference/passed/windows_einsum.py"
LOOPS = ROOT / "exercises/fast_conv/baseline.py"
WIDE = "windows(x, *w.shape[2:], stride, padding, xz).astype(np.int64) - int(xz)"
NARROW = "windows(x, *w.shape[2:], stride, padding, xz) - np.int8(xz)"
EINSUM = 'np.einsum("nchwij,mcij->nmhw", view, w.astype(np.int64), optimize=True)'
ZEROS = ("output = np.empty(", "output = np.zeros(")

# file, exercise, what is replaced, words of the diagnosis
MISTAKES: dict[str, tuple[Path, str, tuple[tuple[str, str], ...], str]] = {
    "whole groups of four filters": (
        LOOPS,
        "fast_conv",
        (ZEROS, ("range(output.shape[1])", "range(output.shape[1] // 4 * 4)")),
        "whole groups of 4 filters",
    ),
    "whole groups of eight filters": (
        LOOPS,
        "fast_conv",
        (ZEROS, ("range(output.shape[1])", "range(output.shape[1] // 8 * 8)")),
        "whole groups of 8 filters",
    ),
    "sums in int8": (
        WINDOWS,
        "npu_inference",
        ((WIDE, NARROW), (EINSUM, 'np.einsum("nchwij,mcij->nmhw", view, w)')),
        "add up in int8",
    ),
    "products in int8": (
        WINDOWS,
        "npu_inference",
        (
            (WIDE, NARROW),
            (
                EINSUM,
                "(view[:, None] * w[:, :, None, None]).sum(axis=(2, 5, 6), dtype=np.int64)",
            ),
        ),
        "each product beyond 127 wraps around",
    ),
}


@pytest.mark.parametrize(("path", "slug", "changes", "words"), MISTAKES.values(), ids=MISTAKES)
def test_the_mistake_is_named(
    grade_source: Grade, path: Path, slug: str, changes: tuple[tuple[str, str], ...], words: str
) -> None:
    source = path.read_text(encoding="utf-8")
    for right, wrong in changes:
        assert right in source
        source = source.replace(right, wrong)
    graded = grade_source(source, slug)
    first = next(result for result in graded.results if result.verdict is Verdict.WRONG)
    assert words in first.diagnosis
