"""The word `within`: is a submission fast enough, beside the model solution?"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from grader.checks.compare import find_fault, spell_value
from grader.checks.word import race
from grader.errors import GraderError, Inconclusive, Slow, TimedOut, Unmeasured, Wrong
from grader.model import Speed
from grader.speed.baseline import Baseline
from grader.speed.marks import Limits
from grader.speed.pairs import (
    SECONDS,
    TURN_SECONDS,
    Measurement,
    Pair,
    batch_of,
    measure,
    on_one_core,
    our_fault,
    take_turns,
)
from grader.speed.roofline import attainable
from grader.speed.scaling import thread_gain
from grader.worker.batch import Batch
from grader.worker.calls import Call
from grader.worker.proxy import Function, Submission
from grader.worker.wire import ALIGNMENT

LEASH = 3.0  # a call that takes so many times what earns no marks at all is not waited for
LEASH_SECONDS = 2.0  # but never shorter than this
MUCH_FASTER = 2  # than the baseline: then the baseline's turns are too short
BASELINE_SECONDS = 60.0  # for a run of the baseline: a fault of ours if it takes longer
UNTIMED = "speeds are not measured in this attempt"
Outputs = np.ndarray | tuple[np.ndarray, ...]
Expected = Callable[..., Outputs]


@race
def within(
    function: Function,
    fresh: Callable[[], tuple[Any, ...]],
    *,
    expected: Expected,
    tolerance: float,
    full: float,
    zero: float,
    settings: Mapping[str, Any] | None = None,
    operations: int = 0,
    traffic: int = 0,
) -> None:
    """The function is right on every timed call, and at least `full` times the baseline's speed.

    Both run in workers of their own on one core and take turns, on inputs that are written while
    the worker stands still. What counts is the CPU time of all threads, read from outside.

    Args:
        function: of a submission.
        fresh: new arguments for one call: contiguous arrays, always of the same shapes, and
            numbers, always the same; or tuples of such.
        expected: the reference: its array for the same arguments, or a tuple of its arrays.
        tolerance: of each value, relative to the largest |value| expected.
        full: ratio to the model solution's speed from which all marks are earned. Not above 0.8:
            the same code in two processes differs by up to a tenth.
        zero: up to which none are.
        settings: keyword arguments, the same every time.
        operations: arithmetic operations of one call, for GFLOP/s in the report.
        traffic: bytes that one call must move, for the roofline.

    Raises:
        Wrong: an output is not what the reference gives.
        Slow: it takes longer than `full` allows; with the credit that it earns.
        TimedOut, Crashed, Missing: as any call.
        Inconclusive: the machine was too busy to tell; costs no marks.
        Unmeasured: speeds are not measured in this attempt.
    """
    submission, limits = function.submission, Limits(full, zero)
    if not submission.timed:
        raise Unmeasured(UNTIMED)
    baseline = submission.baseline
    if baseline is None:
        raise GraderError("there is no model solution to compare the speed with")
    speedup = baseline.speedup(submission.case)
    call = Call(function.name, fresh(), dict(settings or {}))
    out_bytes = _room_for(expected(*call.args))
    function(*call.args, **call.kwargs)  # compiles, where there is something to compile
    with our_fault():
        baseline.submission.started()
    with on_one_core(submission, baseline.submission):
        submission.rest()
        with our_fault():
            ours = batch_of(baseline.submission, call, out_bytes, BASELINE_SECONDS)
            goal = ours.run([call.args] * ours.count, BASELINE_SECONDS).cpu / speedup
        leash = max(LEASH_SECONDS, LEASH * goal / zero)
        try:
            theirs = batch_of(submission, call, out_bytes, leash)
            if theirs.count > MUCH_FASTER * ours.count:
                theirs, ours = _longer(submission, baseline, call, out_bytes, leash, theirs.count)
            elif theirs.count > ours.count:
                theirs = Batch(submission, call, ours.count, out_bytes)
        except TimedOut:
            raise Slow(hopeless(leash, goal, baseline), credit=0.0) from None
        found = measure(
            take_turns(theirs, ours, fresh, max(SECONDS, leash)),
            lambda pair: judge_pair(pair, call, expected, tolerance),
            limits,
            speedup,
        )
    gain = thread_gain(submission, call, out_bytes, found.cpu)
    submission.speed = _speed(found, limits, operations, traffic, gain)
    if found.dawdled is not None and (credit := limits.credit(found.dawdled)) < 1:
        raise Slow(_dawdling(found.dawdled, found, baseline), credit)
    conclude(found, limits, baseline)


def _longer(
    submission: Submission, baseline: Baseline, call: Call, out_bytes: int, leash: float, count: int
) -> tuple[Batch, Batch]:
    """Batches for a submission much faster than the baseline, which wants turns of `count` calls.

    A call by itself comes to caches that the other side has filled. Beside a slow baseline with one
    call a turn, a fast function would look up to twice as slow as it is.
    """
    submission.rest()
    with our_fault():
        one = batch_of(baseline.submission, call, out_bytes, BASELINE_SECONDS, most=1)
        took = one.run([call.args], BASELINE_SECONDS).cpu
        least = max(1, min(count, int(TURN_SECONDS / took)))
        ours = batch_of(baseline.submission, call, out_bytes, BASELINE_SECONDS, least=least)
    return batch_of(submission, call, out_bytes, leash, ours.count), ours


def conclude(found: Measurement, limits: Limits, baseline: Baseline) -> None:
    """Return quietly if it is fast enough.

    Raises:
        Slow, Inconclusive: as `within`.
    """
    if limits.inconclusive(found.low, found.high):
        raise Inconclusive(
            "inconclusive: other programs keep this machine too busy to measure the speed "
            f"({_spelled(found)}). Close them and run it again; this costs no points"
        )
    if found.high < limits.full:
        raise Slow(_too_slow(found, limits, baseline), credit=limits.credit(found.ratio))


def _room_for(outputs: Outputs) -> int:
    """Bytes that these may take, in whatever dtype they come."""
    arrays = outputs if isinstance(outputs, tuple) else (outputs,)
    return sum(8 * array.size + ALIGNMENT for array in arrays)


def judge_pair(pair: Pair, call: Call, expected: Expected, tolerance: float) -> None:
    """One timed output against the reference, drawn by lot; all others against the baseline's.

    Raises:
        Wrong: an output is not what the reference gives.
    """
    drawn = random.SystemRandom().randrange(len(pair.theirs.values))
    truth = expected(*pair.inputs[drawn])
    if drawn < len(pair.ours.values) and _fault(pair.ours.values[drawn], truth, tolerance):
        raise GraderError("the model solution is wrong on a timed call")
    for number, value in enumerate(pair.theirs.values):
        right = truth if number == drawn else pair.ours.values[number]
        if fault := _fault(value, right, tolerance if number == drawn else 2 * tolerance):
            raise Wrong(f"in a timed call of {call.function}: {fault}")


def _fault(got: Any, right: Outputs, tolerance: float) -> str:
    """What is wrong with an output; empty if nothing is. The tolerance is relative."""
    if not isinstance(right, tuple):
        return find_fault(got, right, tolerance * float(np.abs(right).max(initial=0)))
    if not isinstance(got, tuple) or len(got) != len(right):
        return f"expected {len(right)} values, got {spell_value(got)}"
    for number, (value, wanted) in enumerate(zip(got, right, strict=True), start=1):
        if fault := _fault(value, wanted, tolerance):
            return f"value {number} of {len(right)}: {fault}"
    return ""


def _speed(found: Measurement, limits: Limits, operations: int, traffic: int, gain: float) -> Speed:
    roof = attainable(operations / traffic) if operations and traffic else 0.0
    return speed_of(found, limits, operations, roof=roof, gain=gain)


def speed_of(
    found: Measurement,
    limits: Limits,
    operations: int,
    traffic: int = 0,
    roof: float = 0.0,
    gain: float = 0.0,
    device: Literal["cpu", "cuda"] = "cpu",
) -> Speed:
    """What was measured, for the report.

    Args:
        found: by all pairs.
        limits: of the check.
        operations: of one call, for GFLOP/s.
        traffic: bytes of one call, for GB/s, where these are to be shown.
        roof: operations a second that the machine attains; 0 where it is not known.
        gain: by all cores; 0 where it was not measured.
        device: that was measured.
    """
    rate = operations / found.cpu
    return Speed(
        ratio=round(found.ratio, 4),
        low=round(found.low, 4),
        high=round(found.high, 4) if math.isfinite(found.high) else 0.0,
        full=limits.full,
        zero=limits.zero,
        pairs=found.pairs,
        cpu_seconds=found.cpu,
        gflops=round(rate / 1e9, 2),
        roof=round(rate / roof, 3) if roof else 0.0,
        threads=round(gain, 2),
        gbytes=round(traffic / found.cpu / 1e9, 2),
        device=device,
    )


def _spelled(found: Measurement) -> str:
    return f"{found.ratio:.2g} times, between {found.low:.2g} and {found.high:.2g}"


def _too_slow(found: Measurement, limits: Limits, baseline: Baseline) -> str:
    return (
        f"right, but slow: {spell_ratio(found.ratio)} the speed of {baseline.name} "
        f"(between {found.low:.3g} and {found.high:.3g}, from {found.pairs} pairs), which earns "
        f"{int(100 * limits.credit(found.ratio))} % of these marks: all from {limits.full:g}, none "
        f"up to {limits.zero:g}. One call takes {spell_seconds(found.cpu)}"
    )


def _dawdling(ratio: float, found: Measurement, baseline: Baseline) -> str:
    return (
        f"right, but slow: {spell_ratio(ratio)} the speed of {baseline.name}, with what it sleeps "
        f"or does beside its calls, so that {SECONDS:g} s were enough for {found.pairs} pairs only"
    )


def hopeless(leash: float, ours: float, baseline: Baseline) -> str:
    """The message to whoever did not come back in time."""
    return (
        f"right, but far too slow: one call did not return within {spell_seconds(leash)}; "
        f"{baseline.name} takes {spell_seconds(ours)}"
    )


def spell_ratio(ratio: float) -> str:
    """1.5 → "1.5 times"."""
    return f"{ratio:.3g} times"


def spell_seconds(seconds: float) -> str:
    """0.0012 → "1.2 ms"."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
