"""Hidden checks → practice: what they ask the model solution, and what they say about its answers.

A check that judges by itself, without a word of `grader.checks`, cannot be recorded: it is named.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from grader.checks.check import Check
from grader.checks.word import say
from grader.errors import CheckError, NotPassed, Wrong
from grader.grading import Grader
from grader.judge import arguments_of
from grader.misconceptions import Misconceptions
from grader.model import Exercise
from grader.practice.model import PUBLIC_SEED, Called, Known, Practice, PracticeCheck, Said, key
from grader.practice.values import Value, encode
from grader.worker.proxy import Answer, Call, Submission

Steps = tuple[Called | Said, ...]


class Judged(Struct, frozen=True):
    """What was said about an answer."""

    answer: Answer
    word: str
    arguments: dict[str, Any]


class Recorder(Submission):
    """The model solution; every call and every word is written down."""

    def begin(self) -> None:
        """Forget what was recorded."""
        self.steps: list[Called | Said] = []
        self.judged: list[Judged] = []  # what a mistake might explain
        self._calls = 0

    def call(self, call: Call) -> Answer:
        """Run one call, and write it down as it was before it ran."""
        kwargs = {name: encode(value) for name, value in call.kwargs.items()}
        self.steps.append(Called(call.function, tuple(map(encode, call.args)), kwargs))
        number = self._calls
        self._calls += 1
        answer = super().call(call)
        heard = functools.partial(self._heard, number, len(self.steps) - 1, answer.value)
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
        if word == "refuses":
            self.steps[step] = msgspec.structs.replace(self.steps[step], attempt=True)
        item = _item(answer.value, whole)
        encoded = {name: encode(value) for name, value in arguments.items()}
        self.steps.append(Said(word, number, item, encoded))
        if item is None:
            self.judged.append(Judged(answer, word, arguments))


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
    """The practice of one exercise, under the public seed.

    Raises:
        CheckError: with the name of the check and the case, if one cannot be recorded.
    """
    checks = grader.prepare(exercise)
    solution = grader.root / "solutions" / exercise.slug / f"{exercise.slug}.py"
    zygote = grader.zygote(exercise)
    # The limits are for learners; here all checks run for one solution, however many they are.
    patient = msgspec.structs.replace(exercise, total_seconds=10 * exercise.total_seconds)
    with (
        contextlib.closing(Recorder(solution, zygote, patient)) as recorder,
        Misconceptions(grader.root, zygote, exercise) as mistakes,
    ):
        known = {name: dict[str, Value]() for name in mistakes.names}
        recorded = tuple(_record_check(check, recorder, mistakes, known) for check in checks)
        words = {name: mistakes.words(name) for name in mistakes.names}
    told = {name: Known(words[name], answers) for name, answers in known.items() if answers}
    return Practice(exercise.slug, PUBLIC_SEED, recorded, told)


def _record_check(
    check: Check,
    recorder: Recorder,
    mistakes: Misconceptions,
    known: Mapping[str, dict[str, Value]],
) -> PracticeCheck:
    cases = {}
    for case in check.cases:
        try:
            cases[case] = _record_case(check, case, recorder)
        except (NotPassed, CheckError) as reason:
            where = f"{recorder.path.parent.name}, check {check.name}, case {case!r}"
            raise CheckError(f"{where}: cannot become practice: {reason}") from None
        for judged in recorder.judged:
            _ask_mistakes(mistakes, known, judged)
    needs = check.needs.name if check.needs else None
    return PracticeCheck(check.name, check.sentence, check.hint, check.weight, needs, cases)


def _record_case(check: Check, case: str, recorder: Recorder) -> Steps:
    recorder.begin()
    check.run(**arguments_of(check, case, recorder, PUBLIC_SEED))
    if not any(isinstance(step, Said) for step in recorder.steps):
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
            say(judged.word, other, judged.arguments)
        except LookupError:
            continue
        except Wrong as wrong:
            if wrong.explains is not None:
                answers[number] = encode(value)
