"""Points: all cases of a check or none, and never a point lost by our own error."""

import pytest

from grader.model import Result, Score, Verdict
from grader.score import overall, score

PASSED, WRONG, CRASHED = Verdict.PASSED, Verdict.WRONG, Verdict.CRASHED
SLOW, SKIPPED, ERROR, MISSING = (
    Verdict.SLOW,
    Verdict.SKIPPED,
    Verdict.ERROR,
    Verdict.MISSING,
)

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
    ([0.5], [PASSED], Score(12.5, 20), SLOW),
    ([PASSED, 0.5, 0.25], [PASSED], Score(8.75, 20), SLOW),
    ([PASSED, 0.0], [PASSED], Score(5, 20), SLOW),
    ([0.5, WRONG], [PASSED], Score(5, 20), SLOW),
    ([0.5, ERROR], [PASSED], Score(12.5, 20), SLOW),
    ([0.5], [ERROR], Score(7.5, 15), SLOW),
]


def judged(check: str, weight: float, item: Verdict | float) -> Result:
    """A case of this verdict; a number is the credit of one that is right but slow."""
    if not isinstance(item, Verdict):
        return Result(check, f"does {check}", "", Verdict.SLOW, weight=weight, credit=item)
    credit = 1.0 if item is Verdict.PASSED else 0.0
    return Result(check, f"does {check}", "", item, weight=weight, credit=credit)


@pytest.mark.parametrize(("first", "second", "points", "verdict"), TABLE)
def test_score_and_verdict(
    first: list[Verdict | float], second: list[Verdict | float], points: Score, verdict: Verdict
) -> None:
    results = [judged("a", 3.0, item) for item in first]
    results += [judged("b", 1.0, item) for item in second]
    assert score(20, results) == points
    assert overall(results) == verdict
