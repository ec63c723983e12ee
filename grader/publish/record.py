"""Hidden checks → practice: what they ask the model solution, and what they say about its answers.

A check that judges by itself, without a word of `grader.checks`, cannot be recorded: it is named.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec

from grader.checks.check import Check
from grader.checks.word import say
from grader.errors import CheckError, NotPassed, Unmeasured, Wrong
from grader.grading import Grader
from grader.judge import arguments_of
from grader.misconceptions import Misconceptions
from grader.model import Exercise
from grader.practice.model import (
    PUBLIC_SEED,
    Known,
    Practice,
    PracticeCheck,
    Raced,
    Read,
    Said,
    Step,
    Unmeasurable,
    key,
)
from grader.practice.values import Value, encode
from grader.publish.chance import may_change
from grader.publish.recorder import Judged, Recorder, Tape

KEPT = "kept for the marks: what it is about does not change with the hidden numbers"


def record(
    grader: Grader, exercise: Exercise, progress: Callable[[], None] = lambda: None
) -> Practice:
    """The practice of one exercise, under the public seed; what cannot be recorded is left out.

    `progress` is called after each check.

    Raises:
        CheckError: if no check can be recorded.
    """
    checks = grader.prepare(exercise)
    zygote = grader.zygote(exercise)
    # The limits are for learners; here all checks run for one solution, however many they are.
    patient = msgspec.structs.replace(exercise, total_seconds=10 * exercise.total_seconds)
    with (
        contextlib.closing(Recorder(grader.root, zygote, patient, Tape())) as recorder,
        Misconceptions(grader.root, zygote, exercise) as mistakes,
    ):
        certain = [name for name in mistakes.names if not may_change(mistakes.path(name))]
        known = {name: dict[str, Value]() for name in certain}
        recorded, left_out = dict[str, PracticeCheck](), dict[str, str]()
        for check in checks:
            try:
                recorded[check.name] = _record_check(check, recorder, mistakes, known, recorded)
            except (NotPassed, CheckError) as reason:
                left_out[check.name] = str(reason)
            left_out |= {f"{check.name}, {case}": KEPT for case in sorted(check.kept)}
            progress()
        words = {name: mistakes.words(name) for name in certain}
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
        if case in check.kept:
            continue
        cases[case] = _record_case(check, case, recorder)
        _ask_mistakes(mistakes, known, recorder.tape.judged)
    if not cases:
        raise CheckError("all of its cases are kept for the marks")
    needs = tuple(need.name for need in check.needs if need.name in before)
    return PracticeCheck(check.name, check.sentence, check.hint, check.weight, needs, cases)


def _record_case(check: Check, case: str, recorder: Recorder) -> tuple[Step, ...]:
    recorder.tape, recorder.case = Tape(), f"{check.name}/{case}"
    steps = recorder.tape.steps
    try:
        check.run(**arguments_of(check, case, recorder, PUBLIC_SEED))
    except Unmeasured as reason:
        steps.append(Unmeasurable(str(reason)))
    if not any(isinstance(step, Said | Read | Raced | Unmeasurable) for step in steps):
        raise CheckError("no word (close, exactly, …) is said about any answer")
    return tuple(steps)


def _ask_mistakes(
    mistakes: Misconceptions, known: Mapping[str, dict[str, Value]], judged: Sequence[Judged]
) -> None:
    """Keep what each mistake answers to a call, where that is wrong and could be explained."""
    said: dict[str, list[Judged]] = {}
    for one in judged:
        said.setdefault(key(one.answer.call), []).append(one)
    for number, about in said.items():
        for name, answers in known.items():
            if number in answers:
                continue
            with contextlib.suppress(LookupError):
                value = mistakes.answer(name, about[0].answer.call)
                if any(_could_explain(value, one) for one in about):
                    answers[number] = encode(value)


def _could_explain(value: Any, judged: Judged) -> bool:
    """Whether an answer is wrong in a way that tells what somebody did."""
    other = msgspec.structs.replace(judged.answer, value=value, listener=None, item=None)
    try:
        part = other if judged.item is None else other.part(judged.item)
        say(judged.word, part, judged.arguments)
    except (LookupError, TypeError):  # none of the right kind
        return False
    except Wrong as wrong:
        return wrong.explains is not None
    return False
