"""A call that never ends costs its limit once; the rest still earns its points."""

import time
from pathlib import Path

import msgspec
import pytest

from grader.grading import Grader
from grader.model import Exercise, Graded, Verdict
from grader.worker.patience import LEASH, Patience

CORRECT = """
import numpy as np

def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        {too_large}
    if kernel.shape == (1, 1):
        {one}
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))
"""
RAISES = "raise ValueError('does not fit')"
HANGS = "while True: pass"


def grade(grader: Grader, exercise: Exercise, folder: Path, source: str) -> tuple[Graded, float]:
    path = folder / "convolution.py"
    path.write_text(source)
    start = time.monotonic()
    limits = {"call_seconds": 2.0, "total_seconds": 6.0}
    graded = grader.grade(msgspec.structs.replace(exercise, **limits), path, 7)
    return graded, time.monotonic() - start


def passed(graded: Graded) -> set[str]:
    failed = {r.check for r in graded.results if r.verdict is not Verdict.PASSED}
    return {r.check for r in graded.results} - failed


@pytest.mark.parametrize(
    ("one", "too_large", "hanging"), [(HANGS, RAISES, 1), ("pass", HANGS, 1), (HANGS, HANGS, 2)]
)
def test_who_hangs_in_one_case_earns_the_other_checks(
    grader: Grader,
    exercises: dict[str, Exercise],
    tmp_path: Path,
    one: str,
    too_large: str,
    hanging: int,
) -> None:
    source = CORRECT.format(one=one, too_large=too_large)
    graded, seconds = grade(grader, exercises["convolution"], tmp_path, source)
    late = {r.check for r in graded.results if r.verdict is Verdict.TIMEOUT}
    assert graded.verdict is Verdict.TIMEOUT
    assert len(late) >= hanging
    assert passed(graded) == {r.check for r in graded.results} - late
    assert graded.score.earned > 0
    assert seconds < 2.0 + 2 * LEASH + 2.0


def test_who_always_hangs_costs_the_limit_once(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    source = f"def conv2d(image, kernel):\n    {HANGS}"
    graded, seconds = grade(grader, exercises["convolution"], tmp_path, source)
    assert not passed(graded)
    assert seconds < 2.0 + 2 * LEASH + 2.0
    messages = [r.message for r in graded.results if r.verdict is Verdict.TIMEOUT]
    assert "stopped after 2 s before" in messages[0]
    assert "less than usual, since an earlier call never came back" in messages[1]


def test_calls_are_given_what_their_neighbours_took() -> None:
    patience = Patience(call_seconds=8.0, total_seconds=30.0)
    patience.returned(0.4)
    assert patience.for_call() == 8.0
    patience.hung()
    assert patience.for_call() == pytest.approx(1.2)
    patience.returned(1.5)
    assert patience.for_call() == 4.0  # at most half of the limit
    patience.hung()
    assert patience.for_call() == 2.0
    assert patience.for_import() == 8.0
    patience.spent = 29.0
    assert patience.for_call() == patience.for_import() == 1.0


def test_all_hangs_together_cost_at_most_two_limits() -> None:
    patience, waited = Patience(call_seconds=5.0, total_seconds=1000.0), 0.0
    patience.returned(4.9)
    for _ in range(50):
        waited += patience.for_call()
        patience.hung()
    assert waited < 11
