"""One attempt: every exercise asked for, judged and scored, into a report."""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader.attempts import Attempts
from grader.checks.check import Check, load_checks
from grader.errors import GraderError, UnsafeError, UsageError
from grader.gpu.cards import Cards
from grader.gpu.device import INTERPRETER, Device
from grader.launches import find_launch
from grader.misconceptions import Asked, Misconceptions
from grader.model import Attempt, Build, Course, Exercise, Graded, Report, Score
from grader.practice import (
    PUBLIC_SEED,
    KnownAnswers,
    Practice,
    is_kit,
    load_practice,
    replayed_checks,
)
from grader.speed.baseline import Baseline, find_baseline
from grader.worker.calls import Call
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from grader.worker.sandbox import TIER_C, TIERS

if TYPE_CHECKING:
    from grader.gpu.card import Card

SCHEMA = 1
LARGEST_SEED = 2**53 - 1  # exact in all JSON, and too many for a submission to try them all


def attempt_seed(root: Path, wanted: int | None) -> int:
    """The seed of an attempt: the one that is wanted, else a new one; in a kit always the same.

    Raises:
        UsageError: if a kit is asked for another seed.
    """
    if is_kit(root):
        if wanted not in (None, PUBLIC_SEED):
            raise UsageError(f"practice cases have one seed, {PUBLIC_SEED}: leave out --seed")
        return PUBLIC_SEED
    return secrets.randbelow(LARGEST_SEED + 1) if wanted is None else wanted


class Grader:
    """Grades submissions of one course; keeps what costs time to start until `close`.

    with Grader(root, course) as grader:
        graded = grader.grade(exercise, path, seed)

    Args:
        root: the folder of course.yml.
        course: the course.
        tiers: how to lock submissions in: letters, of which the first counts that the machine has.
        others: the submissions are other people's: refuse to run them where nothing locks them in.
        compiles: also compile kernels for real cards, where there is a compiler for them.
        device: what judges kernels.
    """

    def __init__(
        self,
        root: Path,
        course: Course,
        tiers: str = "".join(TIERS),
        others: bool = False,
        compiles: bool = False,
        device: Device = INTERPRETER,
    ) -> None:
        self.root, self.course, self._cards = root, course, Cards(device)
        self._tiers, self._others, self._compiles = tiers, others, compiles
        self._zygotes: dict[tuple[str, ...], Zygote] = {}
        self._baselines: dict[str, Baseline] = {}  # compiled once, for all submissions
        self._kept = contextlib.ExitStack()
        self._practice: dict[str, Practice] = {}  # of a student kit
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
            self._zygotes[exercise.preload] = Zygote(
                exercise.preload, self.root, self._tiers, self._cards.device.environment
            )
        if exercise.slug not in self._checks:
            self._checks[exercise.slug] = self._load(exercise.slug)
        return self._checks[exercise.slug]

    def _load(self, slug: str) -> tuple[Check, ...]:
        if not is_kit(self.root):
            return load_checks(self.root, slug)
        self._practice[slug] = load_practice(self.root, slug)
        return replayed_checks(self._practice[slug])

    def misconceptions(self, exercise: Exercise) -> Asked:
        """The known wrong answers of an exercise, for one learner."""
        if exercise.slug in self._practice:
            return KnownAnswers(self._practice[exercise.slug])
        return Misconceptions(self.root, self.zygote(exercise), exercise)

    def zygote(self, exercise: Exercise) -> Zygote:
        """What starts the workers of an exercise."""
        self.prepare(exercise)
        return self._zygotes[exercise.preload]

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
            UnsafeError: if this is another's work, and the machine can only offer tier C.
        """
        with self.attempts(exercise, path) as attempts:
            return attempts.grade(seed, progress)

    def attempts(self, exercise: Exercise, path: Path) -> Attempts:
        """Judge one file under several seeds, in one worker: it is imported, and compiled, once.

        Raises: as `grade`.
        """
        self._refuse_unsafe(exercise)
        return Attempts(self, exercise, path)

    def launch_to_explain(self, exercise: Exercise, path: Path, seed: int) -> Call | None:
        """The launch of a kernel that shows best what it does; None where nothing is launched.

        Args: as `grade`.

        Raises:
            CourseError, UnsafeError: as `grade`.
        """
        self._refuse_unsafe(exercise)
        with Submission(path, self.zygote(exercise), exercise) as submission:
            return find_launch(self.prepare(exercise), submission, seed)

    def _refuse_unsafe(self, exercise: Exercise) -> None:
        """Before anything of another's work runs. No worker at all is no danger, and said later."""
        self.prepare(exercise)
        with contextlib.suppress(GraderError):
            if self._others and self._zygotes[exercise.preload].isolation == TIER_C:
                raise UnsafeError(
                    "this is somebody else's work, and this machine cannot lock it in (tier C): it "
                    "could read, change and send whatever you can. Grade on Linux with Landlock, "
                    "or in a virtual machine of its own with --allow-unsafe"
                )

    def build(self, exercise: Exercise, submission: Submission) -> Build:
        """What the kernels that were launched take on real cards; nothing if it is not asked."""
        if not self._compiles or not submission.launches:
            return Build()
        from grader.gpu.build import build  # only a course with kernels needs the interpreter

        return build(submission, self.zygote(exercise))

    def card(self, exercise: Exercise, submission: Submission) -> Card | None:
        """Where its kernels are launched; None where they are only interpreted."""
        return self._cards.card_for(submission, self.zygote(exercise))

    def baseline(self, exercise: Exercise) -> Baseline:
        """What the speed of a submission is compared with."""
        if exercise.slug not in self._baselines:
            found = find_baseline(self.root, self.zygote(exercise), exercise)
            baseline = self._kept.enter_context(found)
            baseline.submission.card = self.card(exercise, baseline.submission)
            self._baselines[exercise.slug] = baseline
        return self._baselines[exercise.slug]

    def forget(self, exercise: Exercise) -> None:
        """A zygote that is gone, and the baselines that it may have started."""
        self._kept.close()
        self._baselines = {}
        self._zygotes.pop(exercise.preload).close()

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
            self._judged_by(graded),
        )
        total = sum((item.score for item in graded), Score(0.0, 0.0))
        return Report(SCHEMA, self.course.title, attempt, total, tuple(graded))

    def _judged_by(self, graded: Sequence[Graded]) -> str:
        """What judged kernels, where there were some."""
        slugs = {item.slug for item in graded}
        some = any("sim" in e.devices for e in self.course.exercises if e.slug in slugs)
        return self._cards.device.why if some else ""

    def close(self) -> None:
        """Stop every process that was started."""
        self._kept.close()
        self._baselines = {}
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes = {}


def _machine() -> str:
    import numpy as np

    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )
