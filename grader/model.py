"""The nouns of the course: frozen values, no behaviour beyond arithmetic.

Every other module imports from here; this module imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z")]
Positive = Annotated[float, Meta(gt=0, le=10_000)]


class Verdict(StrEnum):
    """What the judge says about one case of a check, and about a whole submission."""

    PASSED = "passed"
    WRONG = "wrong"  # ran, and gave a different answer
    SLOW = "slow"  # right, but over the threshold
    TIMEOUT = "timeout"  # did not come back within the limit
    MISSING = "missing"  # not written yet
    CRASHED = "crashed"  # raised, or the process died
    FORBIDDEN = "forbidden"  # used what the exercise rules out
    SKIPPED = "skipped"  # not run: a check it needs did not pass, or an earlier case never ended
    ERROR = "error"  # our fault, never the learner's: costs no points


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of course.yml."""

    slug: Slug
    title: Annotated[str, Meta(min_length=1)]
    points: Positive
    call_seconds: Positive = 5.0  # wall-clock limit of one call of the learner's function
    total_seconds: Positive = 10.0  # and of all calls together
    memory_mb: Annotated[int, Meta(ge=512, le=1 << 20)] = 2048  # address space of the worker, MiB
    preload: tuple[str, ...] = ("numpy",)  # modules that every worker of this exercise starts with


class Course(Struct, frozen=True, forbid_unknown_fields=True):
    """course.yml as a whole."""

    schema: Literal[1]
    title: Annotated[str, Meta(min_length=1)]
    exercises: Annotated[tuple[Exercise, ...], Meta(min_length=1)]


class Score(Struct, frozen=True):
    """Points earned out of the points that could be judged."""

    earned: float
    possible: float

    def __add__(self, other: Score) -> Score:
        return Score(self.earned + other.earned, self.possible + other.possible)


class Speed(Struct, frozen=True):
    """How fast a submission was, beside the model solution on the same core in the same minute."""

    ratio: float  # the model solution's CPU time : the submission's; 2 is twice as fast
    low: float  # the interval that holds the true ratio, see grader/speed/interval.py
    high: float
    full: float  # full marks from this ratio on
    zero: float  # none up to this one
    pairs: int  # measurements that this rests on
    cpu_seconds: float  # of one call of the submission
    gflops: float = 0.0  # 10⁹ operations a second; 0 where nobody counted the operations
    roof: float = 0.0  # the share of what this core attains (see roofline); 0: not known
    threads: float = 0.0  # how much faster with all cores, by the wall clock; 0: not measured


class Result(Struct, frozen=True):
    """One verdict on one case of one check, with the evidence for it."""

    check: str  # its name
    sentence: str  # what it asks for, as the learner reads it
    case: str
    verdict: Verdict
    message: str = ""
    diagnosis: str = ""  # the misconception that explains the output, in the learner's words
    hint: str = ""
    output: str = ""  # what the submission printed during this case
    weight: float = 1.0
    credit: float = 0.0  # the share of the weight that this case earns, 0 to 1
    seconds: float = 0.0
    speed: Speed | None = None


class Graded(Struct, frozen=True):
    """One exercise of one attempt."""

    slug: str
    title: str
    path: str
    verdict: Verdict
    score: Score
    results: tuple[Result, ...]


class Attempt(Struct, frozen=True):
    """The circumstances of one grading: what is needed to repeat it."""

    seed: int
    started: str  # ISO 8601, UTC
    seconds: float
    machine: str
    isolation: str


class Report(Struct, frozen=True):
    """Everything that one attempt found: the JSON report is this, field by field."""

    schema: int
    course: str
    attempt: Attempt
    score: Score
    exercises: tuple[Graded, ...]
