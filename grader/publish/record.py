"""Hidden checks → practice: what they ask the model solution, and what they say about its answers.

A check that judges by itself, without a word of `grader.checks`, cannot be recorded: it is named.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from grader.checks.check import Check
from grader.checks.word import WORDS, say
from grader.errors import CheckError, NotPassed, Unmeasured, Wrong
from grader.grading import Grader
from grader.judge import arguments_of
from grader.kernels import launching_of
from grader.misconceptions import Misconceptions
from grader.model import Exercise
from grader.practice.model import (
    PUBLIC_SEED,
    Called,
    Known,
    Launched,
    Like,
    Practice,
    PracticeCheck,
    Raced,
    Said,
    Step,
    Unmeasurable,
    key,
)
from grader.practice.values import Value, encode
from grader.worker.launcher import Zygote
from grader.worker.proxy import Answer, Call, Submission

FEW = 1024  # of a large array, so many numbers tell what the others are like


class Judged(Struct, frozen=True):
    """What was said about an answer."""

    answer: Answer
    word: str
    arguments: dict[str, Any]
    item: int | None  # which one of a tuple


class Recorder(Submission):
    """The model solution; every call and every word is written down."""

    def __init__(self, root: Path, zygote: Zygote, exercise: Exercise) -> None:
        slug = exercise.slug
        super().__init__(root / "solutions" / slug / f"{slug}.py", zygote, exercise)
        self._exercises = root / "exercises" / slug

    def begin(self) -> None:
        """Forget what was recorded."""
        self.steps: list[Step] = []
        self.judged: list[Judged] = []  # what a mistake might explain
        self._calls = 0
        self.race_listener = self._raced
        self.launch_listener = self._launched

    def _raced(self, word: str, function: str, fresh: Any, arguments: dict[str, Any]) -> None:
        """A word about speed: what it compares with must be visible."""
        baseline = self._exercises / "baseline.py"
        if not baseline.is_file():
            where = baseline.relative_to(self._exercises.parents[1])
            raise CheckError(f"it measures speed: write {where}, then `course speedups`")
        settings = arguments.pop("settings", None) or {}
        del arguments["expected"]
        self.steps.append(
            Raced(
                word,
                function,
                tuple(map(_like, fresh())),
                {name: encode(value) for name, value in settings.items()},
                {name: encode(value) for name, value in arguments.items()},
            )
        )

    def call(self, call: Call) -> Answer:
        """Run one call, and write it down as it was before it ran."""
        kwargs = {name: encode(value) for name, value in call.kwargs.items()}
        self.steps.append(Called(call.function, tuple(map(encode, call.args)), kwargs))
        return self._listened(super().call(call))

    def _launched(self, answer: Answer) -> Answer:
        """Write down a launch; the interpreter works on copies, so its arguments are as before."""
        call = answer.call
        how = launching_of(call)
        args = tuple(map(encode, call.args))
        self.steps.append(Launched(call.function, how.grid, how.block, args, how.outputs))
        return self._listened(answer)

    def _listened(self, answer: Answer) -> Answer:
        """The answer of the step that was written last."""
        heard = functools.partial(self._heard, self._calls, len(self.steps) - 1, answer.value)
        self._calls += 1
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
        if not WORDS[word].__module__.startswith("grader.checks."):
            raise CheckError(f"the word {word} is not one of grader.checks: kits do not have it")
        if word == "refuses":
            self.steps[step] = msgspec.structs.replace(self.steps[step], attempt=True)  # a Called
        item = _item(answer.value, whole)
        encoded = {name: encode(value) for name, value in arguments.items()}
        self.steps.append(Said(word, number, item, encoded))
        self.judged.append(Judged(answer, word, arguments, item))


def _like(value: Any) -> Like | Value:
    """A large array as a sample of it."""
    if not isinstance(value, np.ndarray) or value.size <= FEW:
        return encode(value)
    return Like(value.shape, encode(value.ravel()[:: max(1, value.size // FEW)][:FEW].copy()))


def _item(value: Any, whole: Any) -> int | None:
    """Which item of the answer is judged; None for the whole."""
    if value is whole:
        return None
    if isinstance(whole, tuple):
        for index, item in enumerate(whole):
            if item is value:
                return index
    raise CheckError("it judges something else than an answer or one item of it")


def record(grader: Grader, exercise: Exercise) -> Practice:
    """The practice of one exercise, under the public seed; what cannot be recorded is left out.

    Raises:
        CheckError: if no check can be recorded.
    """
    checks = grader.prepare(exercise)
    zygote = grader.zygote(exercise)
    # The limits are for learners; here all checks run for one solution, however many they are.
    patient = msgspec.structs.replace(exercise, total_seconds=10 * exercise.total_seconds)
    with (
        contextlib.closing(Recorder(grader.root, zygote, patient)) as recorder,
        Misconceptions(grader.root, zygote, exercise) as mistakes,
    ):
        known = {name: dict[str, Value]() for name in mistakes.names}
        recorded, left_out = dict[str, PracticeCheck](), dict[str, str]()
        for check in checks:
            try:
                recorded[check.name] = _record_check(check, recorder, mistakes, known, recorded)
            except (NotPassed, CheckError) as reason:
                left_out[check.name] = str(reason)
        words = {name: mistakes.words(name) for name in mistakes.names}
    told = {name: Known(words[name], answers) for name, answers in known.items() if answers}
    if not recorded:
        raise CheckError(f"{exercise.slug}: no check can become practice: {left_out}")
    return Practice(exercise.slug, PUBLIC_SEED, tuple(recorded.values()), told, left_out)


def _record_check(
    check: Check,
    recorder: Recorder,
    mistakes: Misconceptions,
    known: Mapping[str, dict[str, Value]],
    before: Collection[str],
) -> PracticeCheck:
    """All cases of one check; it needs only what was recorded before it."""
    cases = {}
    for case in check.cases:
        cases[case] = _record_case(check, case, recorder)
        for judged in recorder.judged:
            _ask_mistakes(mistakes, known, judged)
    needs = tuple(need.name for need in check.needs if need.name in before)
    return PracticeCheck(check.name, check.sentence, check.hint, check.weight, needs, cases)


def _record_case(check: Check, case: str, recorder: Recorder) -> tuple[Step, ...]:
    recorder.begin()
    try:
        check.run(**arguments_of(check, case, recorder, PUBLIC_SEED))
    except Unmeasured as reason:
        recorder.steps.append(Unmeasurable(str(reason)))
    if all(isinstance(step, Called | Launched) for step in recorder.steps):
        raise CheckError("no word (close, exactly, …) is said about any answer")
    return tuple(recorder.steps)


def _ask_mistakes(
    mistakes: Misconceptions, known: Mapping[str, dict[str, Value]], judged: Judged
) -> None:
    """Keep what each mistake answers to this call, where that is wrong and could be explained."""
    number = key(judged.answer.call)
    for name, answers in known.items():
        if number in answers:
            continue
        try:
            value = mistakes.answer(name, judged.answer.call)
            other = msgspec.structs.replace(judged.answer, value=value, listener=None)
            part = other if judged.item is None else other.part(judged.item)
            say(judged.word, part, judged.arguments)
        except (LookupError, TypeError):  # no answer, or none of the right kind
            continue
        except Wrong as wrong:
            if wrong.explains is not None:
                answers[number] = encode(value)
