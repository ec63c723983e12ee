"""What a submission's speed is compared with: the model solution, or what stands in for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.errors import CourseError, GraderError
from grader.model import Exercise
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

SPEEDUPS = "speedups.json"


class Baseline(Struct, frozen=True):
    """What a submission's speed is compared with.

    `speedups` says for "check/case" how many times as fast as this code the model solution is;
    None: this is the model solution.
    """

    submission: Submission
    name: str  # for the learner: "the model solution"
    speedups: dict[str, float] | None = None

    def speedup(self, case: str) -> float:
        """How many times as fast as this code the model solution is.

        Raises:
            GraderError: nobody has measured that.
        """
        if self.speedups is None:
            return 1.0
        if case not in self.speedups:
            raise GraderError(f"how fast the model solution is was not measured for {case}")
        return self.speedups[case]


class Speedups(Struct, frozen=True, forbid_unknown_fields=True):
    """How many times as fast as baseline.py the model solution is, on the machine that published.

    Attributes:
        of: a hash of the two files that were measured.
        times: by "check/case".
    """

    of: str = ""
    times: dict[str, float] = {}


@contextlib.contextmanager
def find_baseline(root: Path, zygote: Zygote, exercise: Exercise) -> Iterator[Baseline]:
    """The baseline of an exercise; its worker starts when the first speed check asks for it.

    Where there are no solutions (in a learner's kit), it is exercises/<slug>/baseline.py, together
    with the published speed-ups of the model solution over it.

    Raises:
        CourseError: if the speed-ups cannot be read.
    """
    solution = root / "solutions" / exercise.slug / f"{exercise.slug}.py"
    visible = root / "exercises" / exercise.slug / "baseline.py"
    if solution.is_file() or not visible.is_file():
        with of_file(solution, zygote, exercise) as submission:
            yield Baseline(submission, "the model solution")
        return
    speedups = read_speedups(visible.with_name(SPEEDUPS)).times
    with of_file(visible, zygote, exercise) as submission:
        yield Baseline(submission, "the model solution (estimated from baseline.py)", speedups)


def read_speedups(path: Path) -> Speedups:
    """What was published; nothing, if there is no such file.

    Raises:
        CourseError: if the file is no such table.
    """
    if not path.is_file():
        return Speedups()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Speedups)
    except (OSError, msgspec.DecodeError) as error:
        raise CourseError(f"{path}: the published speed-ups cannot be read: {error}") from None


def of_file(path: Path, zygote: Zygote, exercise: Exercise) -> Submission:
    """A file of ours, as something to compare with: it may take its time."""
    patient = {"call_seconds": 60.0, "total_seconds": 10_000.0}
    return Submission(path, zygote, msgspec.structs.replace(exercise, **patient))
