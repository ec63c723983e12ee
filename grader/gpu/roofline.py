"""What the card attains, measured as submissions are: in a worker, on the trusted side's clock.

This is also the proof that a card can be used from inside a worker at all: whatever a submission's
kernel does there afterwards is its own doing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec import Struct

from grader.errors import GraderError, NotPassed
from grader.gpu.card import SWEEP_BYTES, Card
from grader.gpu.device import Device
from grader.gpu.probe import STEPS
from grader.model import Exercise
from grader.speed.roofline import Roofline
from grader.worker.calls import Call, Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

PROBE = Path(__file__).with_name("probe.py")
RUNS = 5


class Size(Struct, frozen=True):
    """How much work shows what a card attains."""

    blocks: int = 1024
    threads: int = 256
    values: int = 1 << 25  # read in each round: more than caches hold; a multiple of 4 · threads
    reads: int = 20  # rounds
    multiplies: int = 40_000
    sweep: int = SWEEP_BYTES


DEFAULT = Size()


def measure_card(zygote: Zygote, device: Device, size: Size | None = None) -> Roofline:
    """Operations a second in float32, and bytes a second from its memory.

    Raises:
        GraderError: the card cannot be used from inside a worker, or it computes wrong.
    """
    size = size or DEFAULT
    exercise = Exercise("probe", "What a card attains", 1.0)
    threads = size.blocks * size.threads
    with Submission(PROBE, zygote, exercise) as submission:
        card = submission.card = Card(submission, zygote, device, size.sweep)
        try:
            read = _fastest(card, "reads", size.values, size.reads, size)
            done = _fastest(card, "multiplies", threads, size.multiplies, size)
        except NotPassed as reason:
            raise GraderError(f"the GPU cannot be used from inside a worker: {reason}") from None
    operations = 2.0 * STEPS * threads * size.multiplies
    return Roofline(operations / done, 4.0 * size.values * size.reads / read)


def _fastest(card: Card, kernel: str, values: int, rounds: int, size: Size) -> float:
    """Seconds of the fastest of a few launches on ones, whose result is known."""
    threads = size.blocks * size.threads
    x, out = np.ones(values, np.float32), np.zeros(threads, np.float32)
    how = Launching((size.blocks,), (size.threads,), (2,), 2)
    call = Call(kernel, (x, rounds, out), {}, how)
    launches = card.launches(call, 1)
    runs = [launches.run([call.args], 60.0) for _ in range(RUNS)]
    a_thread = rounds * (values // threads if kernel == "reads" else STEPS)
    if any(run.values[0].tolist() != [a_thread] * threads for run in runs):
        raise GraderError(f"the GPU computes wrong: {kernel} of the probe")
    return min(run.wall for run in runs)
