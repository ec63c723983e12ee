"""A submission's kernels on a real card: what they leave there, and how long they take.

Trusted are the clock and the comparison, which lie on this side. What runs on the other side is
numba's Python and ours; of the submission only the kernels get there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.cuda import Unsupported
from grader.errors import Crashed
from grader.gpu.device import Device
from grader.gpu.excerpt import excerpt
from grader.speed.roofline import Roofline
from grader.worker.batch import Sample
from grader.worker.calls import Call
from grader.worker.failures import FAILURES, as_verdicts
from grader.worker.launcher import Limits, Zygote
from grader.worker.messages import import_message, raised_message
from grader.worker.process import Worker
from grader.worker.proxy import Submission
from grader.worker.wire import ALIGNMENT, BATCH_CALLS, Arguments, Garbled, Remote, Reply, decode

FIRST_SECONDS = 60.0  # for the first launch, which starts the card and compiles
MEMORY_MB = 8192  # that is held: the driver alone takes some hundred
IDLE_ROUNDS = 5
LEAST_SHARE = 0.1  # of a run that is a launch's, however noisy the requests are
SWEEP_BYTES = 256 << 20  # overwritten before the clock runs: more than any card's caches hold

UNSWEPT = 64  # bytes, where nobody looks at the clock


class Card:
    """The kernels of one submission, in a worker that may drive the card.

    Args:
        submission: whose.
        zygote: starts the worker, when the first launch needs it.
        device: which files and what environment the worker gets.
        sweep: bytes that push everything else out of the card's caches; SWEEP_BYTES if 0.
        roofline: what the card attains, if that was measured.
    """

    def __init__(
        self,
        submission: Submission,
        zygote: Zygote,
        device: Device,
        sweep: int = 0,
        roofline: Roofline | None = None,
    ) -> None:
        self._submission, self._zygote, self._device = submission, zygote, device
        self._sweep, self.roofline = sweep or SWEEP_BYTES, roofline
        self._worker: Worker | None = None

    @property
    def name(self) -> str:
        """Of the module that holds the kernels."""
        return self._submission.path.stem

    def launch(self, call: Call) -> Any:
        """The judged array, as the card leaves it.

        Raises:
            Crashed: numba or the card refuses it.
            TimedOut: it does not end.
        """
        seconds = FIRST_SECONDS + self._submission.exercise.call_seconds
        launches = Launches(self, self.started(), call, 1, UNSWEPT)
        (value,) = launches.run([call.args], seconds).values
        return value

    def launches(self, call: Call, count: int) -> Launches:
        """`count` launches like this one, to be timed together.

        Raises:
            Crashed: the kernels cannot be loaded.
        """
        return Launches(self, self.started(), call, min(count, self.room(call)), self._sweep)

    def room(self, call: Call) -> int:
        """How many launches like this one fit into a batch."""
        step = bytes_of(call, self.started())
        return max(1, min(BATCH_CALLS, len(self.started().memory) // step))

    def started(self) -> Worker:
        """The worker, with the kernels loaded.

        Raises:
            Crashed: they cannot be.
        """
        if self._worker is None:
            try:
                sources = {self.name: excerpt(self._submission.read()).encode()}
            except Unsupported as problem:
                raise Crashed(f"this cannot be launched on a GPU: {problem}") from None
            limits = Limits(MEMORY_MB, address_space=False, devices=self._device.files)
            # To wake it would be timed; and nothing of a submission's Python runs in it.
            self._worker = Worker(self._zygote, sources, limits, restless=True)
            self.ask({"load": self.name}, FIRST_SECONDS)
        return self._worker

    def ask(self, request: dict[str, Any], seconds: float, kernel: str = "") -> Reply:
        """Ask the worker; every way to fail becomes a verdict with a message.

        Raises:
            Crashed, TimedOut: as any call.
        """
        awaited = f"{kernel} was done" if kernel else "the kernels were loaded"
        with as_verdicts(f"on the GPU, {awaited}"):
            try:
                reply = self.started().ask(request, seconds)
            except FAILURES:
                self.close()
                raise
        if reply.raised is not None:
            self.close()  # a fault leaves the card's context useless: the next launch needs another
            path = self._submission.path
            said = raised_message(reply.raised, kernel, path) if kernel else ""
            raise Crashed(f"on the GPU: {said or import_message(reply.raised, path)}")
        return reply

    def close(self) -> None:
        """Stop the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()


class Launches:
    """Some launches of one kernel, run again and again; as `grader.worker.batch.Batch` for calls.

    Args:
        card: whose kernel.
        worker: of the card.
        call: arguments like those to come: the same shapes, dtypes and numbers.
        count: how many launches a run makes.
        sweep: bytes that push everything else out of the card's caches.
    """

    def __init__(self, card: Card, worker: Worker, call: Call, count: int, sweep: int) -> None:
        self._card, self._worker, self._call = card, worker, call
        self.count = count
        self._step = bytes_of(call, worker)
        self._ready(call, sweep)
        # What a request takes that launches nothing belongs to nobody's kernel.
        self._idle = min(self._timed({"start": False}, FIRST_SECONDS) for _ in range(IDLE_ROUNDS))

    def _ready(self, call: Call, sweep: int) -> None:
        how = call.launching
        if how is None:
            raise ValueError(f"{call.function} is called, not launched")
        arguments = Arguments(self._worker.memory)
        request = {
            "ready": call.function,
            "module": self._card.name,
            "grid": how.grid,
            "block": how.block,
            "args": [arguments.encode(value) for value in call.args],
            "judged": how.judged,
            "out": arguments.used,
            "count": self.count,
            "step": self._step,
            "sweep": sweep,
        }
        self._ask(request, FIRST_SECONDS)

    def run(self, inputs: Sequence[tuple[Any, ...]], seconds: float) -> Sample:
        """Launch the kernel with each of the inputs, `count` in all; the card is idle before.

        Returns:
            The judged arrays, and the seconds of one launch, from outside: a card's time is the
            time until it is done, so that is also what stands for the CPU time.

        Raises:
            TimedOut, Crashed: as any call; the limit is for all launches together.
        """
        for number, values in enumerate(inputs):
            arguments = Arguments(self._worker.memory, number * self._step)
            for value in values:
                arguments.encode(value)
        self._ask({"stage": True}, FIRST_SECONDS)
        took = self._timed({"start": True}, seconds)
        wall = max(took - self._idle, LEAST_SHARE * took) / self.count
        answers = self._ask({"fetch": True}, FIRST_SECONDS).values or []
        left = [a for a in answers if not isinstance(a, Remote)]  # nothing stays over there
        with as_verdicts("its arrays came back"):
            if len(left) != self.count:
                raise Garbled(f"{len(left)} arrays of {self.count} launches")
            return Sample([decode(value, self._worker.memory) for value in left], wall, wall, wall)

    def rest(self) -> None:
        """Nothing to wait for: a run ends when the card is idle."""

    def _timed(self, request: dict[str, Any], seconds: float) -> float:
        start = time.perf_counter()
        self._ask(request, seconds)
        return time.perf_counter() - start

    def _ask(self, request: dict[str, Any], seconds: float) -> Reply:
        return self._card.ask(request, seconds, self._call.function)


def bytes_of(call: Call, worker: Worker) -> int:
    """What one launch takes of the shared memory: its arguments, and the judged array again."""
    arguments = Arguments(worker.memory)
    for value in call.args:
        arguments.encode(np.zeros_like(value) if isinstance(value, np.ndarray) else value)
    how = call.launching
    out = call.args[how.judged].nbytes if how is not None else 0
    return arguments.used + -(-out // ALIGNMENT) * ALIGNMENT
