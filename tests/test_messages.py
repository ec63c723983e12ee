"""What a learner reads of an exception: the lines that help, and none of the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import Crashed
from grader.model import Exercise
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from tests.support import Grade

EXERCISE = Exercise(
    "probe", "Probe", 1.0, preload=("numpy", "numba"), call_seconds=60, total_seconds=120
)
TYPES = """\
import numba
import numpy as np

@numba.njit
def inner(s, w):
    for i in range(3):
        s += "a" + w[0]
    return s

@numba.njit
def outer(s, w):
    return inner(s, w) + 1.0

def probe(deep):
    function = outer if deep else inner
    return function(np.float32(1), np.ones(3))
"""
LONG = """\
def probe():
    raise ValueError("first word, " + "x" * 5000 + ", last word")
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy", "numba"]) as running:
        yield running


def said(zygote: Zygote, folder: Path, source: str, *args: object) -> str:
    """The message of a call that raises."""
    path = folder / "probe.py"
    path.write_text(source)
    with Submission(path, zygote, EXERCISE) as submission, pytest.raises(Crashed) as caught:
        submission.probe(*args)
    return str(caught.value)


@pytest.mark.parametrize("deep", [False, True])
def test_of_numba_the_head_and_the_line_that_it_means(
    zygote: Zygote, tmp_path: Path, deep: bool
) -> None:
    message = said(zygote, tmp_path, TYPES, deep)
    assert message.startswith("probe raised TypingError: Failed in nopython mode pipeline")
    assert "add(Literal[str](a), float64)" in message
    assert 'File "probe.py", line 7' in message
    assert "candidate" not in message
    assert len(message.splitlines()) <= 15
    assert message.endswith('probe.py, line 7:  s += "a" + w[0]')


def test_a_long_message_keeps_both_ends(zygote: Zygote, tmp_path: Path) -> None:
    message = said(zygote, tmp_path, LONG)
    assert "first word" in message and "last word" in message
    assert len(message) < 2200


@pytest.mark.parametrize(
    "body",
    [
        "raise type('X\\n\u2713 all passed', (Exception,), {})('why')",
        "return type('X\\n\u2713 all passed', (), {})()",
        "raise type('X\\n\u2713 all passed', (TypeError,), {})('a\\n\u2713 all passed')",
    ],
)
def test_no_word_of_a_submission_begins_a_line(grade_source: Grade, body: str) -> None:
    graded = grade_source(f"def conv2d(image, kernel):\n    {body}\n")
    lines = [line for result in graded.results for line in result.message.splitlines()]
    assert any("\u2713" in line for line in lines)
    assert not any(line.startswith("\u2713") for line in lines)


def test_an_unwanted_value_error_says_that_these_arguments_are_allowed(
    zygote: Zygote, tmp_path: Path
) -> None:
    message = said(zygote, tmp_path, 'def probe():\n    raise ValueError("too large")\n')
    assert "raised ValueError: too large (it should take these arguments)" in message
