"""The word `launched_within`: how fast is a kernel on a card, beside the model solution's?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from grader.checks.speed import UNTIMED, Expected, conclude, hopeless, judge_pair, speed_of
from grader.errors import GraderError, Slow, TimedOut, Unmeasured
from grader.gpu.card import Card, Launches
from grader.model import Speed
from grader.speed.baseline import Baseline
from grader.speed.marks import Limits
from grader.speed.pairs import Measurement, measure, our_fault, take_turns
from grader.worker.calls import Call, Launching
from grader.worker.proxy import Submission
from grader.worker.wire import BATCH_CALLS

WITHOUT = "not measured here: how long it takes on an NVIDIA GPU"
SAMPLE_SECONDS = 0.005  # of one timed run, at least: a hundred times what a request takes
WARM_SECONDS = 1.0  # of launches before the first pair: a card that rests has slow clocks
LEASH = 10.0  # a launch that takes so many times what earns no marks is not waited for
LEASH_SECONDS = 10.0  # but never shorter than this


def card_of(submission: Submission) -> Card:
    """Where its speed is measured.

    Raises:
        Unmeasured: nowhere, or not in this attempt; what a check asks for then takes no points.
    """
    if submission.card is None:
        raise Unmeasured(WITHOUT)
    if not submission.timed:
        raise Unmeasured(UNTIMED)
    return submission.card


def launched_within(
    submission: Submission,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    fresh: Callable[[], tuple[Any, ...]],
    *,
    expected: Expected,
    tolerance: float,
    full: float,
    zero: float,
    operations: int,
    traffic: int,
    outputs: Sequence[int] = (-1,),
) -> None:
    """The kernel is right on every timed launch, and at least `full` times the baseline's speed.

    Both take turns on the same card. Before the clock runs, the inputs are brought there, its
    caches are swept and it is idle; the clock stops when it is idle again. A run launches on one
    set of arrays after the other, none of which is in a cache.

    Args:
        submission: whose kernel.
        kernel: its name.
        grid: blocks along x, y, z.
        block: threads along x, y, z.
        fresh: new arguments for one launch: always of the same shapes, and the same numbers. A
            launch should take some hundred microseconds: Python takes about ten to start one.
        expected: the reference: the judged array for the same arguments.
        tolerance: of each value, relative to the largest |value| expected.
        full: ratio to the model solution's speed from which all marks are earned.
        zero: up to which none are.
        operations: arithmetic operations of one launch.
        traffic: bytes that one launch must move.
        outputs: positions of the arrays that it may write to; the first one is judged.

    Raises:
        Unmeasured: there is no card, or it is not asked for.
        Wrong, Slow, TimedOut, Crashed, Inconclusive: as `within`.
    """
    card, baseline, limits = card_of(submission), submission.baseline, Limits(full, zero)
    if baseline is None or baseline.submission.card is None:
        raise GraderError("there is no model solution to compare the speed with")
    args = fresh()
    positions = tuple(position % len(args) for position in outputs)
    call = Call(kernel, args, {}, Launching(grid, block, positions, positions[0]))
    submission.last_call = call
    with our_fault():
        ours = _batch(baseline.submission.card, call, LEASH_SECONDS)
        goal = _warm(ours, call)
    theirs = _patient(card, call, goal, limits, baseline, ours.count)
    found = measure(
        take_turns(theirs, ours, fresh, max(LEASH_SECONDS, LEASH * goal / zero)),
        lambda pair: judge_pair(pair, call, expected, tolerance),
        limits,
        1.0,
    )
    submission.speed = _speed(card, found, limits, operations, traffic)
    conclude(found, limits, baseline)


def _batch(card: Card, call: Call, seconds: float, most: int = BATCH_CALLS) -> Launches:
    """Enough launches to be timed well, and none of them the first."""
    one = card.launches(call, 1)
    took = min(one.run([call.args], seconds).wall for _ in range(2))
    return card.launches(call, max(1, min(most, round(SAMPLE_SECONDS / took))))


def _warm(launches: Launches, call: Call) -> float:
    """Seconds of one launch, once the card has been busy for a while."""
    deadline = time.monotonic() + WARM_SECONDS
    while True:
        sample = launches.run([call.args] * launches.count, LEASH_SECONDS)
        if time.monotonic() > deadline:
            return sample.wall


def _patient(
    card: Card, call: Call, goal: float, limits: Limits, baseline: Baseline, most: int
) -> Launches:
    """The submission's launches; what takes far longer than earns marks is not waited for."""
    leash = max(LEASH_SECONDS, LEASH * goal / limits.zero)
    try:
        return _batch(card, call, leash, most)
    except TimedOut:
        raise Slow(hopeless(leash, goal, baseline), credit=0.0) from None


def _speed(card: Card, found: Measurement, limits: Limits, operations: int, traffic: int) -> Speed:
    attains = card.roofline
    roof = attains.attainable(operations / traffic) if attains is not None else 0.0
    return speed_of(found, limits, operations, traffic, roof, device="cuda")
