"""Results → score and verdict. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from grader.model import Result, Score, Verdict

# What says nothing against a submission.
SILENT = {Verdict.PASSED, Verdict.SKIPPED, Verdict.ERROR}


def score(points: float, results: Sequence[Result]) -> Score:
    """A check earns the share of its weight that its weakest case earns: 1 if all passed.

    One that we could not judge does not count, unless a case that we could judge failed already.

    Args:
        points: of the exercise.
        results: of all its checks, those of one check next to each other.
    """
    earned = judged = total = 0.0
    for _, group in groupby(results, key=lambda result: result.check):
        cases = list(group)
        weight, verdicts = cases[0].weight, {case.verdict for case in cases}
        total += weight
        if Verdict.ERROR not in verdicts or verdicts - SILENT:
            judged += weight
            earned += weight * min(c.credit for c in cases if c.verdict is not Verdict.ERROR)
    return Score(points * earned / total, points * judged / total)


def overall(results: Sequence[Result]) -> Verdict:
    """One verdict for a submission: its first case that did not pass.

    What the submission did wrong comes before what we could not judge, and a skipped case says
    nothing by itself.
    """
    verdicts = [result.verdict for result in results]
    faults = [verdict for verdict in verdicts if verdict not in SILENT]
    if faults:
        return faults[0]
    if Verdict.ERROR in verdicts:
        return Verdict.ERROR
    return Verdict.SKIPPED if Verdict.SKIPPED in verdicts else Verdict.PASSED
