"""Known mistakes of a student kit: their answers are looked up, not computed."""

from __future__ import annotations

from grader.errors import NotPassed
from grader.misconceptions import Asked
from grader.practice.model import Practice, key
from grader.practice.values import decode
from grader.worker.calls import Call


class KnownAnswers(Asked):
    """The recorded answers of the misconceptions of one exercise."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(list(practice.known))
        self._practice = practice

    def close(self) -> None:
        """Nothing was started."""

    def words(self, name: str) -> str:
        """What is said to the learner."""
        return self._practice.known[name].words

    def _explains(self, name: str, call: Call, reason: NotPassed) -> bool:
        answer = self._practice.known[name].answers.get(key(call))
        return (
            answer is not None and reason.explains is not None and reason.explains(decode(answer))
        )
