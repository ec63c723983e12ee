"""Points: all cases of a check or none, and never a point lost by our own error."""

import pytest

from grader.model import Result, Score, Verdict
from grader.score import overall, score

PASSED, WRONG, CRASHED = Verdict.PASSED, Verdict.WRONG, Verdict.CRASHED
SKIPPED, ERROR, MISSING = Verdict.SKIPPED, Verdict.ERROR, Verdict.MISSING

# verdicts of check a (weight 3), of check b (weight 1) → score of 20 points, verdict
TABLE = [
    ([PASSED, PASSED], [PASSED], Score(20, 20), PASSED),
    ([PASSED, WRONG], [PASSED], Score(5, 20), WRONG),
    ([PASSED, PASSED], [WRONG], Score(15, 20), WRONG),
    ([WRONG], [CRASHED], Score(0, 20), WRONG),
    ([CRASHED, WRONG], [WRONG], Score(0, 20), CRASHED),
    ([MISSING, SKIPPED], [SKIPPED], Score(0, 20), MISSING),
    ([ERROR], [PASSED], Score(5, 5), ERROR),
    ([PASSED], [ERROR], Score(15, 15), ERROR),
    ([ERROR], [WRONG], Score(0, 5), WRONG),
    ([WRONG, ERROR], [PASSED], Score(5, 20), WRONG),
    ([PASSED, ERROR], [PASSED], Score(5, 5), ERROR),
    ([ERROR], [ERROR], Score(0, 0), ERROR),
    ([SKIPPED], [SKIPPED], Score(0, 20), SKIPPED),
    ([PASSED], [SKIPPED], Score(15, 20), SKIPPED),
]


@pytest.mark.parametrize(("first", "second", "points", "verdict"), TABLE)
def test_score_and_verdict(
    first: list[Verdict], second: list[Verdict], points: Score, verdict: Verdict
) -> None:
    results = [Result("a", "does a", str(i), v, weight=3.0) for i, v in enumerate(first)]
    results += [Result("b", "does b", str(i), v, weight=1.0) for i, v in enumerate(second)]
    assert score(20, results) == points
    assert overall(results) == verdict
