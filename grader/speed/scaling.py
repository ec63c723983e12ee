"""How a submission scales over threads: for the learner to know, not for marks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from grader.worker.batch import Batch
from grader.worker.calls import Call
from grader.worker.proxy import Submission

ROUNDS = 5
SECONDS = 5.0  # for all rounds
LONGEST_SECONDS = 1.0  # of one call: longer ones are not tried


def thread_gain(submission: Submission, call: Call, out_bytes: int, cpu_seconds: float) -> float:
    """How many times as fast one call is with all cores as with one thread, by the wall clock.

    Args:
        submission: whose worker may use every core.
        call: what to call, with the arguments to use.
        out_bytes: the most that the result takes.
        cpu_seconds: of one call with one thread.

    Returns:
        The ratio of the fastest of a few calls each, which take turns; 0 where it was not measured:
        one core only, no numba, or a call too long to repeat.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if cores == 1 or "numba" not in submission.exercise.preload or cpu_seconds > LONGEST_SECONDS:
        return 0.0
    count = max(1, round(0.004 / max(cpu_seconds, 1e-7)))
    one, all_ = (
        _runner(Batch(submission, call, min(count, 32), out_bytes, threads), call)
        for threads in (1, cores or 1)
    )
    walls = list[tuple[float, float]]()
    deadline = time.monotonic() + SECONDS
    while len(walls) < ROUNDS and (not walls or time.monotonic() < deadline):
        walls.append((one(), all_()))
    return min(wall for wall, _ in walls) / min(wall for _, wall in walls)


def _runner(batch: Batch, call: Call) -> Callable[[], float]:
    inputs: list[tuple[Any, ...]] = [call.args] * batch.count
    return lambda: batch.run(inputs, 10.0 * LONGEST_SECONDS).wall
