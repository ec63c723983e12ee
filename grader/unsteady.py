"""A wrong answer that changes when the same is asked again: no arithmetic explains it."""

from __future__ import annotations

from grader.errors import GraderError, NotPassed, ZygoteGone
from grader.worker.calls import Call
from grader.worker.proxy import Submission

NAME = "unsteady"
WORDS = (
    "Asked the same again, your function gave another answer. Look for what is left to chance: "
    "threads that write to the same place, np.empty read before it is written, an index outside of "
    "an array, something kept from the call before."
)
ASKED = 2  # so many times: what happens now and then does not show at once
STEADY = 3  # so many wrong answers that stay the same, and we stop asking
SECONDS = 0.2  # a call that takes longer is not repeated


class Unsteady:
    """Asks a submission again, a few times in an attempt at most.

    In a worker of its own: what is judged sees the same calls whether or not we are curious.
    """

    def __init__(self) -> None:
        self._steady = 0
        self._other: Submission | None = None

    def close(self) -> None:
        """Stop the worker, if there is one."""
        if self._other is not None:
            self._other.close()

    def explains(
        self, submission: Submission, call: Call, reason: NotPassed, seconds: float
    ) -> bool:
        """Whether the same call now has another answer.

        Args:
            submission: whose answer was wrong.
            call: the one that was answered.
            reason: why the answer is wrong.
            seconds: that the case took.
        """
        known = reason.explains
        if known is None or reason.about is not call or call.launching is not None:
            return False
        if self._steady >= STEADY or seconds > SECONDS:
            return False
        try:
            other = self._other = self._other or submission.altered("")
            answers = (other.call(call) for _ in range(ASKED))
            changed = any(answer.raised is None and not known(answer.value) for answer in answers)
        except ZygoteGone:
            raise
        except (NotPassed, GraderError):  # the verdict stands, whether or not it can be explained
            changed = False
        self._steady += not changed
        return changed
