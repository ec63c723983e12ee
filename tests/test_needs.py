"""A check that needs others is judged only once all of them have passed."""

from typing import Any, cast

import pytest

from grader.checks import Check, Submission, Wrong, check
from grader.judge import judge
from grader.misconceptions import Misconceptions
from grader.model import Verdict


class Silent:
    """Stands in for a submission that nobody calls."""

    exhausted = False
    last_call = None
    speed = None
    case = ""

    def take_output(self) -> str:
        return ""


def first(outcome: str) -> Check:
    def run() -> None:
        if outcome == "wrong":
            raise Wrong("no")
        if outcome == "bug":
            raise KeyError

    run.__name__ = f"one_{outcome}_{id(run)}"
    return check(hint="")(run)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (("passed", "passed"), Verdict.PASSED),
        (("passed", "wrong"), Verdict.SKIPPED),
        (("wrong", "passed"), Verdict.SKIPPED),
        (("wrong", "bug"), Verdict.ERROR),  # our fault costs nobody a point
        ((), Verdict.PASSED),
    ],
)
def test_all_that_it_needs_must_pass(outcomes: tuple[str, ...], expected: Verdict) -> None:
    needed = tuple(first(outcome) for outcome in outcomes)
    last = check(hint="", needs=needed)(lambda: None)
    nobody = cast(Any, Silent())
    results = judge((*needed, last), cast(Submission, nobody), cast(Misconceptions, nobody), seed=1)
    assert results[-1].verdict is expected
