"""A report, check by check: for systems that have a line for each test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from grader.model import Graded, Report, Result, Verdict
from grader.score import score


class Line(Struct, frozen=True):
    """One check of one exercise."""

    slug: str
    name: str  # the exercise, and what is asked for
    number: str  # 2.3: the third check of the second exercise
    score: float
    most: float
    passed: bool
    explanation: str  # why it did not pass


def lines_of(report: Report) -> list[Line]:
    """Every check; their scores add up to the report's."""
    numbered = enumerate(report.exercises, start=1)
    return [line for number, graded in numbered for line in _lines(graded, number)]


def _lines(graded: Graded, number: int) -> Iterator[Line]:
    groups = [list(group) for _, group in groupby(graded.results, key=lambda item: item.check)]
    shares = [score(cases[0].weight, cases) for cases in groups]
    judged = sum(share.possible for share in shares)
    unit = graded.score.possible / judged if judged else 0.0
    for place, (cases, share) in enumerate(zip(groups, shares, strict=True), start=1):
        passed = {case.verdict for case in cases} == {Verdict.PASSED}
        yield Line(
            graded.slug,
            f"{graded.title}: {cases[0].sentence}",
            f"{number}.{place}",
            unit * share.earned,
            unit * share.possible,
            passed,
            "" if passed else _explanation(cases),
        )


def _explanation(cases: Sequence[Result]) -> str:
    """The first case that failed."""
    faults = [case for case in cases if case.verdict is not Verdict.PASSED]
    judged = [case for case in faults if case.verdict is not Verdict.SKIPPED]
    first = (judged or faults)[0]
    parts = [f"{first.verdict}: {first.case}" if first.case else str(first.verdict)]
    parts += [f"Why: {first.diagnosis}"] if first.diagnosis else []
    parts += [first.message]
    parts += [f"Your code printed:\n{first.output.rstrip()}"] if first.output.strip() else []
    parts += [f"({len(judged)} of {len(cases)} cases fail)"] if len(judged) > 1 else []
    return "\n".join(parts)
