"""Recorded cases as checks: the judge cannot tell them from hidden ones."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.checks.check import Check
from grader.checks.compare import spell_value
from grader.checks.word import RACES, READINGS, say
from grader.errors import GraderError, Unmeasured, Wrong
from grader.practice.model import (
    Altered,
    Called,
    Earlier,
    Launched,
    Like,
    Practice,
    PracticeCheck,
    Raced,
    Read,
    Said,
    Step,
    Unmeasurable,
)
from grader.practice.values import Value, decode
from grader.worker.calls import Answer
from grader.worker.proxy import Submission


def replayed_checks(practice: Practice) -> tuple[Check, ...]:
    """A check for each recorded one, in their order."""
    checks: dict[str, Check] = {}
    for recorded in practice.checks:
        needs = tuple(checks[name] for name in recorded.needs)
        checks[recorded.name] = _replayed(recorded, needs)
    return tuple(checks.values())


def _replayed(recorded: PracticeCheck, needs: tuple[Check, ...]) -> Check:
    def run(submission: Submission, steps: Sequence[Step]) -> None:
        _replay(submission, steps)

    run.__name__, run.__doc__ = recorded.name, recorded.sentence
    cases = {name: {"steps": steps} for name, steps in recorded.cases.items()}
    return Check(run, recorded.hint, recorded.weight, needs, cases)


def _replay(submission: Submission, steps: Sequence[Step]) -> None:
    answers: list[Answer] = []
    asked = [submission]  # and what it was altered to
    with contextlib.ExitStack() as closing:
        for step in steps:
            match step:
                case Called():
                    answers.append(_call(asked[step.of], step))
                case Launched():
                    answers.append(_launch(submission, step))
                case Altered():
                    asked.append(closing.enter_context(submission.altered(step.source)))
                case Read():
                    READINGS[step.word](submission, **_decoded(step.arguments))
                case Raced():
                    _race(submission, step)
                case Said():
                    _say(step, answers)
                case Unmeasurable():
                    raise Unmeasured(step.why)


def _call(submission: Submission, step: Called) -> Answer:
    function = getattr(submission, step.function)
    ask = function.attempt if step.attempt else function
    answer: Answer = ask(*map(decode, step.args), **_decoded(step.kwargs))
    return answer


def _decoded(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: decode(value) for name, value in values.items()}


def _launch(submission: Submission, step: Launched) -> Answer:
    from grader.checks.kernels import launched  # only a course with kernels needs the interpreter

    args = [decode(value) for value in step.args]
    return launched(submission, step.kernel, step.grid, step.block, args, step.outputs).answer


def _say(step: Said, answers: Sequence[Answer]) -> None:
    arguments = {
        name: answers[value.answer] if isinstance(value, Earlier) else decode(value)
        for name, value in step.arguments.items()
    }
    answer, item = answers[step.answer], step.item
    if item is None:
        say(step.word, answer, arguments)
        return
    if not _has(answer.value, item):
        raise Wrong(f"expected more than {item} values, got {spell_value(answer.value)}")
    try:
        say(step.word, answer.part(item), arguments)
    except Wrong as fault:
        message = f"value {item + 1} of {len(answer.value)}: {fault}"
        raise Wrong(message, _of_item(fault.explains, item)) from None


def _of_item(
    explains: Callable[[object], bool] | None, item: int
) -> Callable[[object], bool] | None:
    """What explains one value of a tuple, asked of a whole tuple."""
    if explains is None:
        return None
    return lambda other: isinstance(other, tuple) and _has(other, item) and explains(other[item])


def _has(value: Any, item: int) -> bool:
    return isinstance(value, tuple) and item < len(value)


def _race(submission: Submission, step: Raced) -> None:
    """New numbers each time; right is what the visible baseline answers."""
    baseline = submission.baseline
    if baseline is None:
        raise GraderError("there is no baseline to compare the speed with")
    rng = np.random.default_rng()
    settings = _decoded(step.settings)
    reference = getattr(baseline.submission, step.function)
    RACES[step.word](
        getattr(submission, step.function),
        lambda: tuple(_fresh(like, rng) for like in step.like),
        expected=lambda *args: reference(*args, **settings).value,
        settings=settings,
        **_decoded(step.arguments),
    )


def _fresh(like: Like | Value, rng: np.random.Generator) -> Any:
    if not isinstance(like, Like):
        return decode(like)
    return rng.choice(decode(like.numbers), like.shape)
