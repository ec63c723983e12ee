"""Evidence → how the class did: points, the hardest checks, the commonest mistakes, the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from statistics import mean, median

from msgspec import Struct

from grader.autograde.evidence import Evidence
from grader.autograde.marks import Mark, Status
from grader.model import Exercise, Verdict

SCHEMA = 1
BINS = 10
SHOWN = 5  # of the hardest checks, and of the commonest mistakes


class CheckView(Struct, frozen=True):
    """How the attempts that count did at one check."""

    check: str
    sentence: str
    judged: int  # students; those for whom it was skipped do not count
    failed: int

    @property
    def share(self) -> float:
        """Of those judged, how many did not pass; 0 to 1."""
        return self.failed / self.judged if self.judged else 0.0


class Mistake(Struct, frozen=True):
    """A known misconception, in the words that the learners read."""

    diagnosis: str
    students: int


class ExerciseView(Struct, frozen=True):
    """How the class did at one exercise."""

    slug: str
    title: str
    points: float
    statuses: dict[str, int]  # status → students
    mean: float | None  # of those who have a mark and handed something in
    median: float | None
    bins: tuple[int, ...]  # students in ten equal parts of the points, the last one with its end
    checks: tuple[CheckView, ...]  # the hardest first
    mistakes: tuple[Mistake, ...]  # the commonest first
    attempts: int
    seconds: float  # that grading took, all attempts
    slowest: float  # one of them

    @property
    def effort(self) -> str:
        """What grading it took, in words."""
        if self.attempts == 1:
            return f"1 attempt took {self.seconds:.1f} s to grade"
        return (
            f"{self.attempts} attempts took {self.seconds:.1f} s to grade, the slowest "
            f"{self.slowest:.1f} s"
        )


class Overview(Struct, frozen=True):
    """How the class did."""

    schema: int
    course: str
    students: int
    exercises: tuple[ExerciseView, ...]

    @property
    def tried(self) -> list[ExerciseView]:
        """Those at which there was an attempt."""
        return [view for view in self.exercises if view.attempts]

    @property
    def untried(self) -> list[str]:
        """The others' slugs."""
        return [view.slug for view in self.exercises if not view.attempts]

    @property
    def pending(self) -> int:
        """How often there is evidence by another version of the course, or another secret."""
        return sum(view.statuses.get(Status.PENDING, 0) for view in self.exercises)


def view_exercise(
    exercise: Exercise, evidence: Iterable[Evidence], marks: Mapping[str, Mapping[str, Mark]]
) -> ExerciseView:
    """Sum up one exercise.

    Args:
        exercise: which one.
        evidence: of this exercise, student by student.
        marks: student → slug → mark.
    """
    mine = {student: of_student[exercise.slug] for student, of_student in marks.items()}
    points = [m.points for m in mine.values() if m.points is not None and m.attempts]
    attempts, seconds = Counter[str](), list[float]()
    sentences: dict[str, str] = {}
    told = Counter[str]()
    for student, group in groupby(evidence, key=lambda item: item.student):
        diagnoses: set[str] = set()
        for item in group:
            attempts[student] += 1
            if item.report is not None:
                seconds.append(item.report.attempt.seconds)
                results = item.report.exercises[0].results
                sentences.update({result.check: result.sentence for result in results})
                diagnoses |= {result.diagnosis for result in results if result.diagnosis}
        told.update(diagnoses)
    return ExerciseView(
        exercise.slug,
        exercise.title,
        exercise.points,
        dict(Counter(mark.status.value for mark in mine.values()).most_common()),
        mean(points) if points else None,
        median(points) if points else None,
        histogram(points, exercise.points),
        _checks(mine.values(), sentences),
        tuple(Mistake(*item) for item in told.most_common()),
        attempts.total(),
        round(sum(seconds), 3),
        max(seconds, default=0.0),
    )


def histogram(points: Sequence[float], most: float) -> tuple[int, ...]:
    """How many lie in each of ten equal parts of 0 to `most`."""
    bins = [0] * BINS
    for value in points:
        bins[min(BINS - 1, int(BINS * value / most + 1e-9))] += 1
    return tuple(bins)


def _checks(marks: Iterable[Mark], sentences: Mapping[str, str]) -> tuple[CheckView, ...]:
    judged, failed = Counter[str](), Counter[str]()
    for mark in marks:
        for name, check in mark.checks.items():
            tried = check.verdict not in (Verdict.ERROR, Verdict.SKIPPED)
            judged[name] += tried
            failed[name] += tried and check.verdict != Verdict.PASSED
    views = [CheckView(name, sentences[name], judged[name], failed[name]) for name in judged]
    return tuple(sorted(views, key=lambda view: -view.share))
