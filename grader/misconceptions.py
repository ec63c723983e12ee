"""Known wrong answers: when a learner's output equals one of them, we know what went wrong."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

from grader.errors import NotPassed
from grader.model import Exercise
from grader.worker.process import Zygote
from grader.worker.proxy import Call, Submission


class Misconceptions:
    """The files of solutions/<slug>/submissions/wrong, each run in a worker of its own.

    The workers start when the first wrong output asks for them, and serve every submission of the
    exercise until `close`.
    """

    def __init__(self, root: Path, zygote: Zygote, exercise: Exercise) -> None:
        folder = root / "solutions" / exercise.slug / "submissions" / "wrong"
        self._paths = {path.stem: path for path in sorted(folder.glob("*.py"))}
        self._zygote, self._exercise = zygote, exercise
        self._running: dict[str, Submission] = {}

    def explaining(self, call: Call, explains: Callable[[object], bool]) -> list[str]:
        """The names of those whose answer to the same call satisfies `explains`."""
        found = []
        for name, path in self._paths.items():
            if name not in self._running:
                self._running[name] = Submission(path, self._zygote, self._exercise)
            try:
                if explains(self._running[name].call(call).value):
                    found.append(name)
            except NotPassed:
                continue  # it cannot do this call: then it does not explain the output either
        return found

    def words(self, name: str) -> str:
        """What a file says to the learner: its docstring, as one line."""
        return read_words(self._paths[name])

    def close(self) -> None:
        """Stop all workers."""
        running, self._running = self._running, {}
        for submission in running.values():
            submission.close()


def read_words(path: Path) -> str:
    """The docstring of a file, as one line, without running the file; empty if there is none."""
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(inspect.cleandoc(words).split())
