"""Names that several tests use."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import GraderError
from grader.model import Graded
from grader.worker.launcher import Zygote

ROOT = Path(__file__).resolve().parent.parent

STRIDE_POINTS = next(
    exercise.points
    for exercise in load_course(ROOT / "course.yml").exercises
    if exercise.slug == "stride"
)
PARTLY = ROOT / "solutions/stride/submissions/wrong/swaps_the_pair.py"
PARTLY_POINTS = STRIDE_POINTS * 14 / 20  # it fails two checks, of weights 4 and 2, of 20

Grade = Callable[..., Graded]

POINTS = {e.slug: e.points for e in load_course(ROOT / "course.yml").exercises}


@contextlib.contextmanager
def zygote_of_tier(tier: str) -> Iterator[Zygote]:
    """A zygote in one tier; the test is skipped where the machine has not got it."""
    with Zygote(["numpy"], tiers=tier) as zygote:
        try:
            zygote.isolation  # noqa: B018 - it waits for the start
        except GraderError as error:
            pytest.skip(str(error))
        yield zygote


def course_command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli import course; course()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )


def heed_ctrl_c() -> None:
    """In a process that a test will interrupt: tests in the background would have it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
