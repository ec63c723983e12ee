"""Wrong answers that change when the same is asked again: a race, np.empty, an old sum."""

from typing import Self, cast

import pytest

from grader.errors import Wrong
from grader.unsteady import ASKED, STEADY, WORDS, Unsteady
from grader.worker.calls import Answer, Call
from grader.worker.proxy import Submission
from tests.support import Grade

HEAD = (
    "import numpy as np\ncalls = 0\ndef conv2d(image, kernel):\n    global calls\n    calls += 1\n"
)
CHANGES = HEAD + "    print('call')\n    return np.full((2, 2), 1e6 + calls)\n"
STAYS = HEAD + "    print(calls)\n    return np.full((2, 2), 1e6)\n"
RAISES = HEAD + "    if calls > 1: raise KeyError(calls)\n    return np.full((2, 2), 1e6)\n"


def test_an_answer_that_changes_is_called_so(grade_source: Grade) -> None:
    wrong = grade_source(CHANGES, "convolution").results[0]
    assert wrong.diagnosis == WORDS
    assert "got" in wrong.message


def test_what_is_printed_when_asked_again_is_not_shown(grade_source: Grade) -> None:
    assert grade_source(CHANGES, "convolution").results[0].output == "call\n"


@pytest.mark.parametrize("source", [STAYS, RAISES])
def test_an_answer_that_stays_is_not(grade_source: Grade, source: str) -> None:
    graded = grade_source(source, "convolution")
    assert all(result.diagnosis != WORDS for result in graded.results)


def test_what_is_judged_sees_no_further_calls(grade_source: Grade) -> None:
    graded = grade_source(STAYS, "convolution")
    calls = [int(line) for result in graded.results for line in result.output.split()]
    assert calls == list(range(1, len(calls) + 1))


class Steady:
    """In place of a submission: always the same wrong answer."""

    def __init__(self) -> None:
        self.calls = 0

    def altered(self, _: str) -> Self:
        return self

    def call(self, call: Call) -> Answer:
        self.calls += 1
        return Answer(0, call)


def test_nobody_is_asked_without_end() -> None:
    unsteady, submission, call = Unsteady(), Steady(), Call("f", (), {})
    reason = Wrong("no", explains=lambda other: other == 0, about=call)
    for _ in range(9):
        assert not unsteady.explains(cast(Submission, submission), call, reason, 0.0)
    assert submission.calls == ASKED * STEADY
