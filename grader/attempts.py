"""One file of a learner, judged: checks, known mistakes and marks brought together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from grader.checks.show import printable
from grader.errors import ZygoteGone
from grader.judge import judge
from grader.misconceptions import Asked
from grader.model import Build, Exercise, Graded, Result, Verdict
from grader.score import overall, score
from grader.worker.proxy import Submission

if TYPE_CHECKING:
    from grader.grading import Grader


class Attempts:
    """One file of a learner, judged under one seed after the other.

    with grader.attempts(exercise, path) as attempts:
        graded = attempts.grade(seed)
    """

    def __init__(self, grader: Grader, exercise: Exercise, path: Path) -> None:
        self._grader, self._exercise, self._path = grader, exercise, path
        self._running = contextlib.ExitStack()
        self._submission: Submission | None = None
        self._misconceptions: Asked | None = None

    def __enter__(self) -> Attempts:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def grade(
        self,
        seed: int,
        progress: Callable[[], None] = lambda: None,
        timed: bool = True,
        enough: Verdict | None = None,
    ) -> Graded:
        """Judge the file, with the exercise's whole time.

        Args:
            seed: the same seed gives the same cases.
            progress: called after each case.
            timed: measure speeds; if not, that is noted, and they take no points.
            enough: a verdict after which the other cases of a check need not be run.

        Returns:
            Its results and score; where no worker can be started, every verdict is `error`.
        """
        try:
            results, build = self._judge(seed, progress, timed, enough)
        except ZygoteGone:  # once may be chance; and whoever comes next needs a new one anyway
            self._begin_again()
            try:
                results, build = self._judge(seed, progress, timed, enough)
            except ZygoteGone as error:
                self._begin_again()
                results = self._unjudged(f"{error}, twice while this was graded")
                build = Build()
        results += build.results
        return Graded(
            self._exercise.slug,
            self._exercise.title,
            printable(str(self._path)),
            overall(results),
            score(self._exercise.points, results),
            results,
            build.built,
            build.why_not,
        )

    def _judge(
        self, seed: int, progress: Callable[[], None], timed: bool, enough: Verdict | None
    ) -> tuple[tuple[Result, ...], Build]:
        checks = self._grader.prepare(self._exercise)
        if self._submission is None or self._misconceptions is None:
            self._submission, self._misconceptions = self._start()
        self._submission.renew(timed)
        results = judge(checks, self._submission, self._misconceptions, seed, progress, enough)
        return results, self._grader.build(self._exercise, self._submission)

    def _start(self) -> tuple[Submission, Asked]:
        zygote = self._grader.zygote(self._exercise)
        submission = self._running.enter_context(Submission(self._path, zygote, self._exercise))
        misconceptions = self._running.enter_context(self._grader.misconceptions(self._exercise))
        submission.baseline = self._grader.baseline(self._exercise)
        submission.card = self._grader.card(self._exercise, submission)
        return submission, misconceptions

    def _stop(self) -> None:
        self._running.close()
        self._submission = self._misconceptions = None

    def _begin_again(self) -> None:
        self._stop()
        self._grader.forget(self._exercise)

    def _unjudged(self, message: str) -> tuple[Result, ...]:
        return tuple(
            Result(check.name, check.sentence, case, Verdict.ERROR, message, weight=check.weight)
            for check in self._grader.prepare(self._exercise)
            for case in check.cases
        )
