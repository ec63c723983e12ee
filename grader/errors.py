"""Exceptions, each with what it means for the person who meets it.

* UsageError: the command was given something it cannot use (exit code 2)
  - UnsafeError: somebody else's work would run unprotected
  - CourseError: course.yml, or the folders beside it, are not as they must be
    - CheckError: a checks.py cannot be used (exit code 3)
* Unreadable: one student's submission cannot be read; the others are graded
* GraderError: our own fault (exit code 3, verdict `error`)
  - ZygoteGone
  - Inconclusive
  - Unmeasured
* NotPassed: a check's way to say something about a submission
  - Wrong
  - Missing
  - Crashed
  - TimedOut
  - Slow
  - Forbidden

Any other exception that leaves a check is a bug in the check: verdict `error`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from grader.model import Verdict


class UsageError(Exception):
    """The message says what was given, where, and what to do."""

    exit_code = 2


class UnsafeError(UsageError):
    """The machine has no sandbox, and the submission is not the user's own."""


class CourseError(UsageError):
    """The message starts with file and line where they are known."""


class CheckError(CourseError):
    """A checks.py that cannot be used: nothing that a learner did."""

    exit_code = 3


class Unreadable(Exception):
    """The message says why, to the instructor, and to the student if they are told."""


class GraderError(Exception):
    """The grader itself, or the machine, failed: nobody's mark may suffer from it."""

    exit_code = 3


class ZygoteGone(GraderError):
    """The process that starts workers died; a new one can be started."""


class Inconclusive(GraderError):
    """The machine was too busy for a verdict on speed."""


class Unmeasured(GraderError):
    """This machine lacks what a check measures: no points are at stake, and the report says so."""


class NotPassed(Exception):
    """Carries a verdict from a check to the judge.

    Args:
        message: what the learner reads: expected, got, where, next step.
        explains: given by `close` and its kin: does this output explain the wrong one? The judge
            asks it of every known misconception.
        about: the call whose answer is wrong, where it can be made again.
    """

    verdict: ClassVar[Verdict]
    credit = 0.0  # the share of the check's weight that is earned all the same

    def __init__(
        self,
        message: str,
        explains: Callable[[object], bool] | None = None,
        about: object = None,
    ) -> None:
        super().__init__(message)
        self.explains, self.about = explains, about


class Wrong(NotPassed):
    """The submission ran and gave a different answer."""

    verdict = Verdict.WRONG


class Missing(NotPassed):
    """The function is not written yet."""

    verdict = Verdict.MISSING


class Crashed(NotPassed):
    """The submission raised an exception, or its process died."""

    verdict = Verdict.CRASHED


class TimedOut(NotPassed):
    """A call did not return within its limit."""

    verdict = Verdict.TIMEOUT


class Slow(NotPassed):
    """The submission is right, but takes longer than it may; the nearer, the more credit."""

    verdict = Verdict.SLOW

    def __init__(self, message: str, credit: float) -> None:
        super().__init__(message)
        self.credit = credit


class Forbidden(NotPassed):
    """It uses what the exercise rules out; nothing of it was run."""

    verdict = Verdict.FORBIDDEN
