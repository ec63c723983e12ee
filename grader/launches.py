"""Which launch of an exercise is looked at more closely."""

from __future__ import annotations

from collections.abc import Sequence

from grader.checks.check import Check
from grader.errors import Crashed, Missing, NotPassed, Unmeasured
from grader.judge import arguments_of
from grader.worker.calls import Call
from grader.worker.proxy import Submission


def find_launch(checks: Sequence[Check], submission: Submission, seed: int) -> Call | None:
    """The launch of the first check that counts; where none comes so far, the largest launch.

    Args:
        checks: of the exercise; the first case of each is run.
        submission: the learner's code.
        seed: of the attempt, so that the numbers are those of its cases.

    Returns:
        None where nothing is launched.
    """
    largest: Call | None = None
    for check in checks:
        submission.last_call = submission.counts = None
        try:
            check.run(**arguments_of(check, next(iter(check.cases)), submission, seed))
        except (Missing, Crashed):
            continue  # there is no kernel to look at
        except (NotPassed, Unmeasured):
            pass  # a wrong one can be looked at all the same
        call = submission.last_call
        if call is None or call.launching is None:
            continue
        if submission.counts is not None:
            return call
        if largest is None or _threads(call) > _threads(largest):
            largest = call
    return largest


def _threads(call: Call) -> int:
    return call.launching.threads if call.launching is not None else 0
