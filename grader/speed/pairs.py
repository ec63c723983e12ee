"""Submission and baseline take turns on one core, with the same inputs, until it is settled."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from msgspec import Struct

from grader.errors import GraderError, NotPassed
from grader.speed.interval import median_interval
from grader.speed.marks import Limits
from grader.worker import clock
from grader.worker.batch import Batch, Sample, room
from grader.worker.calls import Call
from grader.worker.proxy import Submission
from grader.worker.wire import BATCH_CALLS

SAMPLE_SECONDS = 0.004  # CPU time of one timed run, at least: well above the clock's grain
TURN_SECONDS = 0.2  # CPU time of a turn that is made longer for the other side's sake, at most
PAIRS = 61  # at most
SECONDS = 20.0  # for all pairs together, at most, however slow the submission is
HOPELESS_PAIRS = 5  # pairs after which one looks whether it is
HOPELESS = 3.0  # so many times slower than what earns no marks, in every pair: no noise does that
DAWDLED = 0.5  # of our patience: so much of it that the submission took for itself is its own fault
UNJUDGED_PAIRS = 1  # the first is a warm-up

Inputs = Sequence[tuple[Any, ...]]


class Turns(Protocol):
    """Calls that can be run again and again: a `Batch`, or launches on a card."""

    count: int  # calls that a run makes

    def run(self, inputs: Inputs, seconds: float) -> Sample:
        """Call with each of the inputs, within so many seconds."""

    def rest(self) -> None:
        """Wait until nothing of this side runs, for the other's turn."""


class Pair(Struct, frozen=True):
    """One turn of each, on the same inputs (of which the slower may have done only the first)."""

    inputs: Inputs
    theirs: Sample  # the submission's
    ours: Sample  # the baseline's

    @property
    def ratio(self) -> float:
        """CPU seconds of the baseline : of the submission, per call."""
        return self.ours.cpu / self.theirs.cpu

    @property
    def own_ratio(self) -> float:
        """The same for the time that the submission took for itself, also asleep."""
        return self.ours.cpu / self.theirs.own


class Measurement(Struct, frozen=True):
    """What all pairs together say."""

    ratio: float  # the median
    low: float
    high: float
    pairs: int
    cpu: float  # median CPU seconds of one call of the submission
    wall: float
    dawdled: float | None = None  # the ratio, by its own time, if that used up our patience


def batch_of(
    submission: Submission,
    call: Call,
    out_bytes: int,
    seconds: float,
    most: int = BATCH_CALLS,
    least: int = 1,
) -> Batch:
    """A batch long enough to be timed well, of `least` to `most` calls; and warmed up.

    Raises:
        NotPassed: if a call fails, or takes longer than `seconds`.
    """
    most = min(most, room(submission, call, out_bytes))
    one = Batch(submission, call, 1, out_bytes)
    took = min(one.run([call.args], seconds).cpu for _ in range(2))
    count = min(most, max(least, round(SAMPLE_SECONDS / max(took, 1e-7))))
    return Batch(submission, call, count, out_bytes)


def take_turns(
    theirs: Turns, ours: Turns, fresh: Callable[[], tuple[Any, ...]], seconds: float
) -> Iterator[Pair]:
    """Pairs without end; who goes first is drawn by lot, so that no rhythm favours anyone.

    Args:
        theirs: the submission's calls.
        ours: the baseline's.
        fresh: new arguments for one call.
        seconds: for one turn, at most.
    """
    lot = random.SystemRandom()
    while True:
        inputs = [fresh() for _ in range(max(theirs.count, ours.count))]
        turns: list[Turns] = [theirs, ours]
        lot.shuffle(turns)
        samples = {}
        for turn, other in (turns, turns[::-1]):
            other.rest()
            with our_fault() if turn is ours else contextlib.nullcontext():
                samples[turn] = turn.run(inputs[: turn.count], seconds)
        yield Pair(inputs, samples[theirs], samples[ours])


@contextlib.contextmanager
def our_fault() -> Iterator[None]:
    """Whatever goes wrong with the baseline says nothing about the submission."""
    try:
        yield
    except NotPassed as reason:
        raise GraderError(f"the model solution failed while it was timed: {reason}") from None


def measure(
    pairs: Iterator[Pair],
    judge: Callable[[Pair], None],
    limits: Limits,
    speedup: float,
    most: int = PAIRS,
    seconds: float = SECONDS,
) -> Measurement:
    """Look at pair after pair until the marks are settled, or patience ends.

    Args:
        pairs: from `take_turns`.
        judge: raises `NotPassed` if the outputs of a pair are wrong.
        limits: what the ratio is held against.
        speedup: of the model solution over the baseline; 1 where the baseline is the solution.
        most: so many pairs at most.
        seconds: and no longer than this.
    """
    ratios: list[float] = []
    own_ratios: list[float] = []
    samples: list[Sample] = []
    own = 0.0
    deadline = time.monotonic() + seconds
    low, high = 0.0, float("inf")
    for number, pair in enumerate(pairs):
        judge(pair)
        own_ratios.append(pair.own_ratio / speedup)
        own += pair.theirs.own * len(pair.theirs.values)
        if number >= UNJUDGED_PAIRS:
            ratios.append(pair.ratio / speedup)
            samples.append(pair.theirs)
            low, high = median_interval(ratios)
        late = time.monotonic() > deadline
        if _is_hopeless(ratios, limits, late):
            low, high = min(ratios), max(ratios)
            break
        if limits.settled(low, high) or len(ratios) >= most or late:
            break
    return Measurement(
        _median(ratios or [pair.ratio / speedup]),
        low,
        high,
        len(ratios),
        _median([sample.cpu for sample in samples or [pair.theirs]]),
        _median([sample.wall for sample in samples or [pair.theirs]]),
        _median(own_ratios) if low <= 0 and own > DAWDLED * seconds else None,
    )


def _is_hopeless(ratios: Sequence[float], limits: Limits, late: bool) -> bool:
    """On the CPU clock, that is: neighbours cost a process some of its speed, never most of it."""
    enough = len(ratios) >= (1 if late else HOPELESS_PAIRS)
    return enough and HOPELESS * max(ratios) < limits.zero


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def on_one_core(*submissions: Submission) -> AbstractContextManager[None]:
    """A context in which the workers of these submissions share one core.

    Raises:
        NotPassed: if one of them cannot be started.
    """
    return clock.pinned(*(submission.started().pid or 0 for submission in submissions))
