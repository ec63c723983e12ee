"""The model solution, while a check asks it: every call and every word is written down."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from grader.checks.word import PLAIN, WORDS
from grader.errors import CheckError
from grader.kernels import launching_of
from grader.model import Exercise
from grader.practice.model import Altered, Called, Earlier, Launched, Like, Raced, Read, Said, Step
from grader.practice.values import Value, encode
from grader.speed.baseline import SPEEDUPS, read_speedups
from grader.worker.calls import Answer, Call
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

FEW = 1024  # of a large array, so many numbers tell what the others are like


class Judged(Struct, frozen=True):
    """What was said about an answer."""

    answer: Answer
    word: str
    arguments: dict[str, Any]
    item: int | None  # which one of a tuple


class Tape:
    """What is written down about one case, by the solution and by what it was altered to."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.judged: list[Judged] = []  # what a mistake might explain
        self.calls: list[Call] = []
        self.altered = 0


class Recorder(Submission):
    """The model solution, or what a check made of it.

    Args:
        exercises: the folder of course.yml.
        zygote: what starts its worker.
        exercise: which one.
        tape: to write to.
        of: 0: the solution itself; n: the n-th that was altered.
    """

    def __init__(
        self, root: Path, zygote: Zygote, exercise: Exercise, tape: Tape, of: int = 0
    ) -> None:
        slug = exercise.slug
        super().__init__(root / "solutions" / slug / f"{slug}.py", zygote, exercise)
        self._root, self._of = root, of
        self.tape = tape
        self.race_listener = self._raced
        self.launch_listener = self._launched
        self.reading_listener = self._read

    def altered(self, source: str) -> Submission:
        """As of any submission; what is asked of it is written down, too."""
        self.tape.steps.append(Altered(source))
        self.tape.altered += 1
        return super().altered(source)

    def _another(self) -> Submission:
        return Recorder(self._root, self._zygote, self.exercise, self.tape, self.tape.altered)

    def call(self, call: Call) -> Answer:
        """Run one call, and write it down as it was before it ran."""
        kwargs = {name: encode(value) for name, value in call.kwargs.items()}
        args = tuple(map(encode, call.args))
        self.tape.steps.append(Called(call.function, args, kwargs, of=self._of))
        return self._listened(super().call(call))

    def _launched(self, answer: Answer) -> Answer:
        """Write down a launch; the interpreter works on copies, so its arguments are as before."""
        call = answer.call
        how = launching_of(call)
        args = tuple(map(encode, call.args))
        self.tape.steps.append(Launched(call.function, how.grid, how.block, args, how.outputs))
        return self._listened(answer)

    def _listened(self, answer: Answer) -> Answer:
        """The answer of the step that was written last."""
        step = len(self.tape.steps) - 1
        heard = functools.partial(self._heard, len(self.tape.calls), step, answer.value)
        self.tape.calls.append(answer.call)
        return msgspec.structs.replace(answer, listener=heard)

    def _heard(
        self,
        number: int,
        step: int,
        whole: Any,
        word: str,
        answer: Answer,
        arguments: dict[str, Any],
    ) -> None:
        _refuse_own_word(word)
        steps = self.tape.steps
        if word == "refuses":
            steps[step] = msgspec.structs.replace(steps[step], attempt=True)  # a Called
        item = _item(answer, whole)
        encoded = {name: self._encode(value) for name, value in arguments.items()}
        steps.append(Said(word, number, item, encoded))
        if self._of == 0 and word not in PLAIN:  # mistakes are not altered
            self.tape.judged.append(Judged(answer, word, arguments, item))

    def _encode(self, value: Any) -> Value | Earlier:
        """An argument of a word."""
        if not isinstance(value, Answer):
            return encode(value)
        return Earlier(next(i for i, call in enumerate(self.tape.calls) if call is value.call))

    def _read(self, word: str, arguments: dict[str, Any]) -> None:
        encoded = {name: encode(value) for name, value in arguments.items()}
        self.tape.steps.append(Read(word, encoded))

    def _raced(self, word: str, function: str, fresh: Any, arguments: dict[str, Any]) -> None:
        """A word about speed: what it compares with must be visible, and measured."""
        slug = self.exercise.slug
        folder = self._root / "exercises" / slug
        if not (folder / "baseline.py").is_file():
            raise CheckError(
                f"it measures speed, and there is no exercises/{slug}/baseline.py to compare with "
                "(needed, unless a right and slow one would be the answer)"
            )
        if self.case not in read_speedups(folder / SPEEDUPS).times:
            raise CheckError(
                "it measures speed, and how much faster than baseline.py the model solution is was "
                f"not measured: `course speedups {slug}` on a quiet machine, then publish again"
            )
        settings = arguments.pop("settings", None) or {}
        del arguments["expected"]
        self.tape.steps.append(
            Raced(
                word,
                function,
                tuple(map(_like, fresh())),
                {name: encode(value) for name, value in settings.items()},
                {name: encode(value) for name, value in arguments.items()},
            )
        )


def _refuse_own_word(word: str) -> None:
    if not WORDS[word].__module__.startswith("grader.checks."):
        raise CheckError(f"the word {word} is not one of grader.checks: kits do not have it")


def _like(value: Any) -> Like | Value:
    """A large array as a sample of it."""
    if not isinstance(value, np.ndarray) or value.size <= FEW:
        return encode(value)
    return Like(value.shape, encode(value.ravel()[:: max(1, value.size // FEW)][:FEW].copy()))


def _item(answer: Answer, whole: Any) -> int | None:
    """Which item of the answer is judged; None for the whole."""
    part = whole if answer.item is None else whole[answer.item]
    if answer.value is not part:
        raise CheckError("it judges something else than an answer or one item of it")
    return answer.item
