"""One attempt: every exercise asked for, judged and scored, into a report."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.checks.check import Check, load_checks
from grader.checks.show import printable
from grader.errors import ZygoteGone
from grader.judge import judge
from grader.misconceptions import Misconceptions
from grader.model import Attempt, Course, Exercise, Graded, Report, Result, Score, Verdict
from grader.score import overall, score
from grader.speed.baseline import find_baseline
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

SCHEMA = 1


class Grader:
    """Grades submissions of one course; keeps what costs time to start until `close`.

    with Grader(root, course) as grader:
        graded = grader.grade(exercise, path, seed)
    """

    def __init__(self, root: Path, course: Course) -> None:
        self.root, self.course = root, course
        self._zygotes: dict[tuple[str, ...], Zygote] = {}
        self._checks: dict[str, tuple[Check, ...]] = {}

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, exercise: Exercise) -> tuple[Check, ...]:
        """Start what `grade` will need, without waiting for it; the exercise's checks.

        Raises:
            CourseError: if the checks cannot be loaded.
        """
        if exercise.preload not in self._zygotes:
            self._zygotes[exercise.preload] = Zygote(exercise.preload, self.root)
        if exercise.slug not in self._checks:
            self._checks[exercise.slug] = load_checks(self.root, exercise.slug)
        return self._checks[exercise.slug]

    def grade(
        self,
        exercise: Exercise,
        path: Path,
        seed: int,
        progress: Callable[[], None] = lambda: None,
    ) -> Graded:
        """Judge one file.

        Args:
            exercise: which one.
            path: the learner's file; it may be missing.
            seed: of the attempt; the same seed gives the same cases.
            progress: called after each case.

        Returns:
            Its results and score; where no worker can be started, every verdict is `error`.

        Raises:
            CourseError: if the checks cannot be loaded.
        """
        try:
            results = self._judge(exercise, path, seed, progress)
        except ZygoteGone:  # once may be chance; and whoever comes next needs a new one anyway
            self._zygotes.pop(exercise.preload).close()
            try:
                results = self._judge(exercise, path, seed, progress)
            except ZygoteGone as error:
                self._zygotes.pop(exercise.preload).close()
                results = self._unjudged(exercise, f"{error}, twice while this was graded")
        return Graded(
            exercise.slug,
            exercise.title,
            printable(str(path)),
            overall(results),
            score(exercise.points, results),
            results,
        )

    def _judge(
        self, exercise: Exercise, path: Path, seed: int, progress: Callable[[], None]
    ) -> tuple[Result, ...]:
        checks = self.prepare(exercise)
        zygote = self._zygotes[exercise.preload]
        with (
            Submission(path, zygote, exercise) as submission,
            Misconceptions(self.root, zygote, exercise) as misconceptions,
            find_baseline(self.root, zygote, exercise) as submission.baseline,
        ):
            return judge(checks, submission, misconceptions, seed, progress)

    def _unjudged(self, exercise: Exercise, message: str) -> tuple[Result, ...]:
        return tuple(
            Result(check.name, check.sentence, case, Verdict.ERROR, message, weight=check.weight)
            for check in self.prepare(exercise)
            for case in check.cases
        )

    @property
    def isolation(self) -> str:
        """The tier that submissions run in, in words; empty before the first `prepare`."""
        return next((zygote.isolation for zygote in self._zygotes.values()), "")

    def report(self, graded: Sequence[Graded], seed: int, started: float) -> Report:
        """Sum up an attempt that began at `started` (time.time())."""
        attempt = Attempt(
            seed,
            datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
            round(time.time() - started, 3),
            _machine(),
            self.isolation,
        )
        total = sum((item.score for item in graded), Score(0.0, 0.0))
        return Report(SCHEMA, self.course.title, attempt, total, tuple(graded))

    def close(self) -> None:
        """Stop every process that was started."""
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes = {}


def _machine() -> str:
    import numpy as np

    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )
