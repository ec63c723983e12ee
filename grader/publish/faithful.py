"""Does practice judge as the course does? Asked of every submission that the course knows.

A check may judge by itself, beside its words: what it found of the model solution was recorded, and
of other submissions it is not known. Only comparing tells.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from grader.grading import Grader
from grader.judge import judge
from grader.model import Exercise, Result, Verdict
from grader.practice import PUBLIC_SEED, KnownAnswers, Practice, replayed_checks
from grader.practice.model import PracticeCheck
from grader.score import overall
from grader.verify.verdicts import submissions_of
from grader.worker.proxy import Submission


def compared(
    grader: Grader,
    exercise: Exercise,
    practice: Practice,
    progress: Callable[[], None] = lambda: None,
) -> Practice:
    """The practice without checks that give another verdict than the course's for a submission.

    `progress` is called before each of the submissions.
    """
    different: dict[str, str] = {}
    cases = {(check.name, case) for check in practice.checks for case in check.cases}
    for path in submissions_of(grader.root, exercise.slug):
        progress()
        if path.parent.name == Verdict.TIMEOUT:  # takes long, and says nothing about comparing
            continue
        results = grader.grade(exercise, path, PUBLIC_SEED).results
        real = _verdicts([result for result in results if (result.check, result.case) in cases])
        here = _verdicts(_practised(grader, exercise, practice, path))
        for name, verdict in here.items():
            if verdict != real[name] and Verdict.SKIPPED not in (verdict, real[name]):
                why = f"for {path.name} it says {verdict}, and the course {real[name]}"
                different.setdefault(name, why)
    return _without(practice, different)


def _practised(
    grader: Grader, exercise: Exercise, practice: Practice, path: Path
) -> tuple[Result, ...]:
    """Speed is left out: it would be compared with the visible baseline."""
    checks = [check for check in replayed_checks(practice) if check.name not in _raced(practice)]
    submission = Submission(path, grader.zygote(exercise), exercise)
    with contextlib.closing(submission):
        return judge(checks, submission, KnownAnswers(practice), PUBLIC_SEED)


def _raced(practice: Practice) -> set[str]:
    return {check.name for check in practice.checks if check.measures_speed}


def _verdicts(results: Sequence[Result]) -> dict[str, Verdict]:
    groups = groupby(results, key=lambda result: result.check)
    return {name: overall(list(cases)) for name, cases in groups}


def _without(practice: Practice, different: dict[str, str]) -> Practice:
    kept = tuple(check for check in practice.checks if check.name not in different)
    return msgspec.structs.replace(
        practice,
        checks=tuple(_needing(check, different) for check in kept),
        left_out=practice.left_out | different,
    )


def _needing(check: PracticeCheck, gone: dict[str, str]) -> PracticeCheck:
    needs = tuple(name for name in check.needs if name not in gone)
    return msgspec.structs.replace(check, needs=needs)
