"""A submission, held at arm's length.

    with Submission(path, zygote, exercise) as submission:
        answer = submission.conv2d(image, kernel)

reads like calling the learner's function; really the arguments go to a worker, and what comes back
is an `Answer` or an exception that carries a verdict.
"""

from __future__ import annotations

import contextlib
import importlib.util
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import Crashed, Forbidden, Missing, NotPassed, TimedOut
from grader.forbidden import TooDeep, find_forbidden
from grader.model import Exercise, Speed
from grader.worker.calls import Answer, Call, Launching, call_request
from grader.worker.failures import FAILURES, as_verdicts
from grader.worker.launcher import Limits, Zygote
from grader.worker.messages import (
    absent_message,
    forbidden_message,
    garbled_message,
    import_message,
    late_message,
    raised_message,
)
from grader.worker.patience import Patience
from grader.worker.process import Worker
from grader.worker.source import read_code
from grader.worker.wire import Arguments, Garbled, Reply, decode

if TYPE_CHECKING:
    from grader.gpu.card import Card
    from grader.gpu.types import Types
    from grader.speed.baseline import Baseline


class Submission:
    """One file of a learner, run in a worker that is started when needed.

    Attributes:
        last_call: of this case, for the learner to repeat.
        baseline: the code that its speed is compared with, if any.
        timed: whether its speed is to be measured in this attempt.
        case: "check/case" that is being judged.
        speed: what `within` has measured in this case.
        counts: what a kernel was seen to do in this case.
        launches: of each kernel and types of arguments the largest that the interpreter could read.
        card: where its kernels are also launched, if there is one.
        race_listener: is told what `within` is asked, see `grader.checks.word`.
        launch_listener: is given what a kernel left, and gives it back with its own listener.
        reading_listener: is told what is asked of the text of the file.
    """

    def __init__(self, path: Path, zygote: Zygote, exercise: Exercise) -> None:
        self.path, self.exercise = path, exercise
        self._zygote = zygote
        self._worker: Worker | None = None
        self._content: bytes | None = None
        self._loading: NotPassed | None = None
        self._is_read = False  # for what is ruled out
        self._patience = Patience(exercise.call_seconds, exercise.total_seconds)
        self.last_call: Call | None = None
        self.baseline: Baseline | None = None  # what its speed is compared with
        self.timed = True
        self.case = ""  # "check/case" that is being judged
        self.speed: Speed | None = None  # what this case has measured
        self.counts: dict[str, float] | None = None  # what its kernel was seen to do
        self.launches: dict[tuple[str, Types], Launching] = {}
        self.card: Card | None = None
        self.race_listener: Callable[[str, str, Any, dict[str, Any]], None] | None = None
        self.launch_listener: Callable[[Answer], Answer] | None = None
        self.reading_listener: Callable[[str, dict[str, Any]], None] | None = None
        self._output = ""

    def __enter__(self) -> Submission:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self, name)

    def close(self) -> None:
        """Stop the worker and everything it started."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()
        if self.card is not None:
            self.card.close()

    def renew(self, timed: bool = True) -> None:
        """Another attempt: the time for all calls begins anew."""
        self._patience = Patience(self.exercise.call_seconds, self.exercise.total_seconds)
        self.timed = timed

    @property
    def exhausted(self) -> bool:
        """Whether the calls so far have used up the exercise's total time."""
        return self._patience.left <= 0

    def rest(self) -> None:
        """Wait until its worker, if there is one, stands still; it goes on when it is asked."""
        if self._worker is not None:
            self._worker.rest()

    def take_output(self) -> str:
        """What the submission printed since the last call of this method."""
        output, self._output = self._output, ""
        return output

    def altered(self, source: str) -> Submission:
        """The same file with `source` at its end, where it can replace functions of the file.

        For checks that ask what a function makes of another one. It runs in a worker of its own,
        under the limits of the exercise; close it, or use it in `with`.

        Raises:
            Missing: if there is no file.
            Crashed: if it is too large.
        """
        altered = self._another()
        altered._content = self._source + b"\n\n" + source.encode()
        return altered

    def _another(self) -> Submission:
        """Of the same file, with a worker of its own."""
        return Submission(self.path, self._zygote, self.exercise)

    def call(self, call: Call) -> Answer:
        """Run one call in the worker.

        Raises:
            Missing: the function is not written yet.
            Crashed: it raised, could not be called with these arguments, or its process died.
            TimedOut: it did not return within the limit.
        """
        worker = self.started()
        self.last_call = call
        arguments = Arguments(worker.memory)
        request = call_request(call, self.path.stem, arguments)
        reply = self._ask(worker, request, f"{call.function} returned")
        if reply.absent is not None:
            raise Missing(absent_message(call.function, reply.absent, self.path))
        if reply.raised is not None:
            return Answer(None, call, raised=reply.raised, changed=arguments.changed())
        start = time.monotonic()
        try:
            value = None if reply.value is None else decode(reply.value, worker.memory)
        except Garbled as error:
            self.close()
            raise Crashed(garbled_message(error)) from None
        finally:
            self._patience.spent += time.monotonic() - start  # large answers cost their own time
        return Answer(value, call, changed=arguments.changed())

    def note(self, what: str, value: float) -> None:
        """Keep a figure that was counted in this case."""
        self.counts = {**(self.counts or {}), what: round(value, 4)}

    def started(self) -> Worker:
        """The worker, with the submission imported; a file that does not import is tried once.

        Raises:
            Missing, Crashed, TimedOut: there is none, or importing it failed.
        """
        if self._loading is not None:
            raise self._loading
        if self._worker is None:
            name = self.path.stem
            self._refuse_forbidden()
            limits = Limits(self.exercise.memory_mb, self.exercise.forbid)
            worker = Worker(self._zygote, {name: self._source}, limits)
            self._worker = worker
            try:
                reply = self._ask(worker, {"load": name}, "the file was imported")
                if reply.raised is not None:
                    raise Crashed(import_message(reply.raised, self.path))
            except NotPassed as reason:
                self._loading = reason
                self.close()
                raise
        return self._worker

    def read(self) -> str:
        """The file's text, for those who never run it.

        Raises:
            Missing, Crashed, Forbidden: there is none, or it uses what the exercise rules out.
        """
        if self._loading is not None:
            raise self._loading
        self._refuse_forbidden()
        try:
            return importlib.util.decode_source(self._source)
        except (UnicodeDecodeError, SyntaxError) as error:
            raise Crashed(f"{self.path.name} is no text in UTF-8: {error}") from None

    def _refuse_forbidden(self) -> None:
        """Read the file for what its exercise rules out, once, before anything of it runs."""
        if self._is_read:
            return
        try:
            use = find_forbidden(self._source, self.exercise.forbid)
            if use is not None:
                raise Forbidden(forbidden_message(use, self.path))
        except TooDeep:
            self._loading = Crashed(f"{self.path.name} is nested too deeply to be read")
            raise self._loading from None
        except Forbidden as reason:
            self._loading = reason
            raise
        self._is_read = True

    @contextlib.contextmanager
    def interpreting(self) -> Iterator[float]:
        """A kernel is interpreted meanwhile: gives the seconds it may take, and counts them.

        Raises:
            TimedOut: what the caller raises if that was too little; the next kernel gets less.
        """
        start = time.monotonic()
        try:
            yield self._patience.for_call()
        except TimedOut:
            self._patience.hung()
            raise
        finally:
            self._patience.spent += time.monotonic() - start
        self._patience.returned(time.monotonic() - start)

    @property
    def _source(self) -> bytes:
        """The file's code, read once: what is graded does not change while it is graded."""
        if self._content is None:
            self._content = read_code(self.path)
        return self._content

    def _ask(self, worker: Worker, request: dict[str, Any], awaited: str) -> Reply:
        """Ask within the limits; every way to fail becomes a verdict with a message."""
        patience = self._patience
        seconds = patience.for_import() if "load" in request else patience.for_call()
        start = time.monotonic()
        try:
            with self.guarded(worker, awaited):
                reply = worker.ask(request, seconds)
        except TimedOut:
            shortened, used_up = patience.shortened, seconds >= patience.left
            patience.hung()
            if used_up and seconds < self.exercise.call_seconds:
                total = self.exercise.total_seconds
                raise TimedOut(f"the {total:g} s for all calls ran out before {awaited}") from None
            raise TimedOut(late_message(seconds, awaited, shortened)) from None
        finally:
            patience.spent += time.monotonic() - start
        patience.returned(time.monotonic() - start)
        return reply

    @contextlib.contextmanager
    def guarded(self, worker: Worker, awaited: str) -> Iterator[None]:
        """Whatever is asked of the worker: every way to fail becomes a verdict with a message.

        Raises:
            TimedOut, Crashed: `awaited` says before what.
        """
        with as_verdicts(awaited):
            try:
                yield
            except FAILURES:
                self.close()
                raise
            finally:
                self._output += worker.printed()


class Function:
    """One function of a submission, called by position and keyword like the real one."""

    def __init__(self, submission: Submission, name: str) -> None:
        self._submission, self._name = submission, name

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @property
    def submission(self) -> Submission:
        """Whose function it is."""
        return self._submission

    def __call__(self, *args: Any, **kwargs: Any) -> Answer:
        """Call it; an exception that the submission raises becomes `Missing` or `Crashed`."""
        answer = self.attempt(*args, **kwargs)
        if answer.raised is not None:
            if answer.raised.type == "NotImplementedError":
                raise Missing(f"{self._name} is not written yet")
            raise Crashed(raised_message(answer.raised, self._name, self._submission.path))
        return answer

    def attempt(self, *args: Any, **kwargs: Any) -> Answer:
        """Call it; an exception is part of the answer, for checks that ask for one."""
        return self._submission.call(Call(self._name, args, kwargs))
