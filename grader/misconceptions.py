"""Known wrong answers: when a learner's output equals one of them, we know what went wrong."""

from __future__ import annotations

import ast
import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from grader.errors import NotPassed
from grader.kernels import explains_kernel, known_output
from grader.model import Exercise
from grader.worker.calls import Call, call_request
from grader.worker.launcher import Limits, Zygote
from grader.worker.process import Died, TookTooLong, Worker
from grader.worker.watch import TookTooMuch
from grader.worker.wire import Arguments, Garbled, Reply, decode

PATIENCE_SECONDS = 5.0  # for all questions about one learner
PATIENCE = 5  # so many outputs that nothing explains, and we stop asking


class Asked(ABC):
    """Mistakes by name; which of them explain a wrong output.

    Args:
        names: of all that may be asked.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._likely: list[str] = []  # those that explained an output before
        self._unexplained = 0
        self._spent = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def explaining(self, call: Call, reason: NotPassed) -> list[str]:
        """The names of those whose answer to the same call is the wrong one that came.

        Those that explained an earlier output are asked first, and if one of them explains this
        output too, the others are not asked.
        """
        impatient = self._unexplained >= PATIENCE or self._spent >= PATIENCE_SECONDS
        if reason.explains is None or impatient:
            return []
        start = time.monotonic()
        others = [name for name in self._names if name not in self._likely]
        found = self._asked(self._likely, call, reason) or self._asked(others, call, reason)
        self._likely += [name for name in found if name not in self._likely]
        self._unexplained += not found
        self._spent += time.monotonic() - start
        return found

    def _asked(self, names: list[str], call: Call, reason: NotPassed) -> list[str]:
        return [name for name in names if self._explains(name, call, reason)]

    @abstractmethod
    def close(self) -> None:
        """Stop what was started."""

    @abstractmethod
    def words(self, name: str) -> str:
        """What is said to the learner, as one line."""

    @abstractmethod
    def _explains(self, name: str, call: Call, reason: NotPassed) -> bool: ...


class Misconceptions(Asked):
    """The files of solutions/<slug>/submissions/wrong, together in one worker.

    The worker starts when the first wrong output asks for it. Each learner gets a fresh one, so
    that a diagnosis does not depend on who was graded before.
    """

    def __init__(self, root: Path, zygote: Zygote, exercise: Exercise) -> None:
        folder = root / "solutions" / exercise.slug / "submissions" / "wrong"
        self._paths = {path.stem: path for path in sorted(folder.glob("*.py"))}
        super().__init__(list(self._paths))
        self._zygote, self._exercise = zygote, exercise
        self._worker: Worker | None = None
        self._loaded: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """Of all of them."""
        return self._names

    def path(self, name: str) -> Path:
        """The file of one of them."""
        return self._paths[name]

    def words(self, name: str) -> str:
        """What a file says to the learner: its docstring, as one line."""
        return read_words(self._paths[name])

    def answer(self, name: str, call: Call) -> Any:
        """What one of them answers to a call.

        Raises:
            LookupError: if it gives no answer to it.
        """
        if call.launching is not None:
            return known_output(self._paths[name], call, self._exercise.call_seconds)
        try:
            worker = self._started(name)
            arguments = Arguments(worker.memory)
            reply = self._ask(worker, call_request(call, name, arguments))
            if reply.value is not None:
                return decode(reply.value, worker.memory)
        except (Died, TookTooLong, TookTooMuch, Garbled):
            self.close()
        raise LookupError(name)

    def _explains(self, name: str, call: Call, reason: NotPassed) -> bool:
        """Whether one of them gives the wrong output; one that cannot do this call does not."""
        if call.launching is not None:
            return explains_kernel(self._paths[name], call, reason, self._exercise.call_seconds)
        try:
            answer = self.answer(name, call)
        except LookupError:
            return False
        return reason.explains is not None and reason.explains(answer)

    def _started(self, name: str) -> Worker:
        if self._worker is None:
            self._worker = Worker(self._zygote, {}, Limits(self._exercise.memory_mb))
        if name not in self._loaded:
            source = self._paths[name].read_text(encoding="utf-8")
            self._ask(self._worker, {"load": name, "source": source})
            self._loaded.add(name)
        return self._worker

    def _ask(self, worker: Worker, request: dict[str, object]) -> Reply:
        return worker.ask(request, self._exercise.call_seconds)

    def close(self) -> None:
        """Stop the worker."""
        worker, self._worker = self._worker, None
        self._loaded = set()
        if worker is not None:
            worker.stop()


def read_words(path: Path) -> str:
    """The docstring of a file, as one line, without running the file; empty if there is none."""
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(inspect.cleandoc(words).split())
