"""The nouns of the course: frozen values, no behaviour beyond arithmetic.

Every other module imports from here; this module imports nothing of ours.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z")]
Positive = Annotated[float, Meta(gt=0, le=10_000)]
Share = Annotated[float, Meta(ge=0, le=1)]


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
    forbid: tuple[str, ...] = ()  # what learners are to write themselves; grader/forbidden/rules.py
    due: Annotated[datetime, Meta(tz=True)] | None = (
        None  # with its time zone; `late` says the rest
    )
    devices: Annotated[tuple[Literal["cpu", "sim", "cuda"], ...], Meta(min_length=1)] = (
        "cpu",  # what judges it; kernels: sim, the interpreter, and cuda, a card
    )
    alone: bool = False  # in a batch, graded one at a time while nothing else runs: speed marks


class Late(Struct, frozen=True, forbid_unknown_fields=True):
    """What a submission loses that came after its exercise was due."""

    per_day: Share  # of what it earned, for every day begun
    grace_minutes: Annotated[float, Meta(ge=0, le=100_000)] = 0.0  # so late still counts as in time
    at_most: Share = 1.0  # the largest share that is lost, however late


class Course(Struct, frozen=True, forbid_unknown_fields=True):
    """course.yml as a whole."""

    schema: Literal[1]
    title: Annotated[str, Meta(min_length=1)]
    exercises: Annotated[tuple[Exercise, ...], Meta(min_length=1)]
    late: Late | None = None  # without it, being late costs nothing


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
    cpu_seconds: float  # of one call of the submission; on a card, seconds until it is done
    gflops: float = 0.0  # 10⁹ operations a second; 0 where nobody counted the operations
    roof: float = 0.0  # the share of what this core attains (see roofline); 0: not known
    threads: float = 0.0  # how much faster with all cores, by the wall clock; 0: not measured
    gbytes: float = 0.0  # 10⁹ bytes a second that it must move, on a card; 0: not said
    device: Literal["cpu", "cuda"] = "cpu"  # that was measured


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
    counts: dict[str, float] | None = None  # what a kernel was seen to do
    function: str = ""  # that the case called last; of a file that could not be used, none
    unmeasured: bool = False  # this machine cannot tell: takes no points, and says so


class Built(Struct, frozen=True):
    """One kernel as it was compiled for one kind of real card."""

    kernel: str
    architecture: str  # sm_80
    registers: int  # of a thread
    spilled: int  # bytes of a thread that found no register
    shared: int  # static bytes of shared memory of a block
    threads: int  # of the block that it was launched with
    blocks: int  # such blocks that fit on one multiprocessor at once
    warps: int  # of them all
    of_warps: int  # that would fit at most


class Build(Struct, frozen=True):
    """What came of compiling a submission's kernels."""

    built: tuple[Built, ...] = ()
    results: tuple[Result, ...] = ()  # one, of weight 0: whether a card could run the kernels
    why_not: str = ""  # why there is nothing of a kernel that was launched


class Graded(Struct, frozen=True):
    """One exercise of one attempt."""

    slug: str
    title: str
    path: str
    verdict: Verdict
    score: Score
    results: tuple[Result, ...]
    built: tuple[Built, ...] = ()  # of kernels, where the machine has a compiler for them
    not_built: str = ""  # why there is none of a kernel that was launched


class Attempt(Struct, frozen=True):
    """The circumstances of one grading: what is needed to repeat it."""

    seed: int
    started: str  # ISO 8601, UTC
    seconds: float
    machine: str
    isolation: str
    device: str = ""  # what judged kernels, and why


class Report(Struct, frozen=True):
    """Everything that one attempt found: the JSON report is this, field by field."""

    schema: int
    course: str
    attempt: Attempt
    score: Score
    exercises: tuple[Graded, ...]
