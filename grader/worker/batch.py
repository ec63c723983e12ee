"""Many calls of one function on the clock, with inputs that nobody has seen before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from grader.errors import Crashed
from grader.worker import clock
from grader.worker.calls import Call, call_request
from grader.worker.messages import raised_message
from grader.worker.process import Worker
from grader.worker.proxy import Submission
from grader.worker.wire import (
    ALIGNMENT,
    BATCH_CALLS,
    Arguments,
    Garbled,
    Remote,
    Reply,
    Value,
    decode,
    decode_remote,
)

SLOTS = 4  # places that batches take turns in, so that no address is luckier than another


class Sample(Struct, frozen=True):
    """One run of a batch: what came, and the seconds that one call took."""

    values: list[Any]
    cpu: float  # of all threads
    wall: float
    own: float  # with all that it did and slept through before, but not for want of a core


class Batch:
    """`count` calls of one function of a submission, run again and again.

    Args:
        submission: whose.
        call: the function, its keyword arguments, and arguments like those to come: the same
            shapes, dtypes and strides.
        count: how many calls a run makes.
        out_bytes: the most that one result may take.
        threads: what numba may use.

    Raises:
        NotPassed: if the submission cannot even be started.
    """

    def __init__(
        self, submission: Submission, call: Call, count: int, out_bytes: int, threads: int = 1
    ) -> None:
        self._submission, self._call, self.count = submission, call, count
        self._out_bytes, self._threads = -(-out_bytes // ALIGNMENT) * ALIGNMENT, threads
        self._worker = submission.started()
        self._runs, self._copied = 0, False
        self._step = _bytes_of(call, self._worker) + self._out_bytes
        self._used = self._cpu_seconds()  # at the end of the last run

    def run(self, inputs: Sequence[tuple[Any, ...]], seconds: float) -> Sample:
        """Call the function with each of the inputs, `count` in all.

        Raises:
            TimedOut, Crashed: as any call; the limit is for all calls together.
        """
        try:
            return self._run(inputs, seconds)
        except PermissionError:  # this system lets nobody read another's memory
            self._copied = True
            return self._run(inputs, seconds)

    def _run(self, inputs: Sequence[tuple[Any, ...]], seconds: float) -> Sample:
        awaited = f"{self._call.function} returned"
        own = 0.0
        with self._submission.guarded(self._worker, awaited):
            start = self._next_start()
            preparation = self._preparation(start)
            begun = self._moment()
            self._heard(self._worker.ask(preparation, seconds))
            timed = self._worker.paused()
            own += clock.own_seconds(begun, self._moment())
            self._write(inputs, start)
            begun = self._moment()
            reply = timed.ask({"run": True}, seconds)
            own += clock.own_seconds(begun, self._moment())
            # What it computes at any other time is its own, too.
            before, self._used = self._used, self._cpu_seconds()
            own = max(own, timed.cpu, self._used - before)
            results = self._decoded(self._heard(reply))
        seconds_each = (seconds / self.count for seconds in (timed.cpu, timed.wall, own))
        return Sample(results, *seconds_each)

    def _write(self, inputs: Sequence[tuple[Any, ...]], start: int) -> None:
        for number, values in enumerate(inputs):
            arguments = Arguments(self._worker.memory, start + number * self._step)
            for argument in values:
                arguments.encode(argument)
            if arguments.used - arguments.start != self._step - self._out_bytes:
                raise ValueError("timed inputs must be contiguous and of one size")

    def _cpu_seconds(self) -> float:
        """CPU seconds of its process so far; 0 if that is gone, which whoever asks it next says."""
        try:
            return clock.cpu_seconds(self._worker.pid or 0)
        except OSError:
            return 0.0

    def _moment(self) -> clock.Moment:
        return clock.moment(self._worker.pid or 0)

    def rest(self) -> None:
        """Wait until the process that runs the calls stands still."""
        self._worker.rest()

    def _next_start(self) -> int:
        whole = self._step * self.count
        slots = max(1, min(SLOTS, len(self._worker.memory) // whole))
        self._runs += 1
        return whole * (self._runs % slots)

    def _preparation(self, start: int) -> dict[str, Any]:
        """Everything about the calls but what arrays hold: that is written while it stands still.

        Numbers, numpy's too, are the same in all calls. The worker reads them when it prepares.
        """
        for number in range(1, self.count):
            others = Arguments(self._worker.memory, start + number * self._step)
            for value in _emptied(self._call.args):
                others.encode(value)
        arguments = Arguments(self._worker.memory, start)
        call = Call(self._call.function, _emptied(self._call.args), self._call.kwargs)
        request = call_request(call, self._submission.path.stem, arguments)
        function = request.pop("call")
        return {
            **request,
            "prepare": function,
            "count": self.count,
            "step": self._step,
            "start": start,
            "threads": self._threads,
            "copied": self._copied,
        }

    def _heard(self, reply: Reply) -> Reply:
        if reply.raised is not None:
            path = self._submission.path
            raise Crashed(raised_message(reply.raised, self._call.function, path))
        return reply

    def _decoded(self, reply: Reply) -> list[Any]:
        """Copied while the process stands still: it cannot mend them afterwards."""
        values = reply.values or []
        if len(values) != self.count:
            raise Garbled(f"{len(values)} answers to {self.count} calls")
        return [self._value(value) for value in values]

    def _value(self, value: Value | Remote) -> Any:
        if isinstance(value, Remote):
            return decode_remote(value, self._worker.pid or 0, self._out_bytes)
        return decode(value, self._worker.memory)


def room(submission: Submission, call: Call, out_bytes: int) -> int:
    """How many calls like this one fit into a batch.

    Raises:
        NotPassed: if the submission cannot even be started.
    """
    worker = submission.started()
    size = _bytes_of(call, worker) + out_bytes + ALIGNMENT
    return max(1, min(BATCH_CALLS, len(worker.memory) // size))


def _bytes_of(call: Call, worker: Worker) -> int:
    arguments = Arguments(worker.memory)
    for value in (*_emptied(call.args), *call.kwargs.values()):
        arguments.encode(value)
    return arguments.used


def _emptied(value: Any) -> Any:
    """The same argument, or tuple of arguments, with zeros for what its arrays hold."""
    if isinstance(value, tuple):
        return tuple(map(_emptied, value))
    return np.zeros_like(value) if isinstance(value, np.ndarray) else value
