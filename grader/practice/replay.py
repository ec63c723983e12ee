"""Recorded cases as checks: the judge cannot tell them from hidden ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from grader.checks.check import Check
from grader.checks.word import RACES, say
from grader.errors import GraderError
from grader.practice.model import Called, Like, Practice, PracticeCheck, Raced, Step
from grader.practice.values import Value, decode
from grader.worker.proxy import Answer, Submission


def replayed_checks(practice: Practice) -> tuple[Check, ...]:
    """A check for each recorded one, in their order."""
    checks: dict[str, Check] = {}
    for recorded in practice.checks:
        needs = checks[recorded.needs] if recorded.needs else None
        checks[recorded.name] = _replayed(recorded, needs)
    return tuple(checks.values())


def _replayed(recorded: PracticeCheck, needs: Check | None) -> Check:
    def run(submission: Submission, steps: Sequence[Step]) -> None:
        _replay(submission, steps)

    run.__name__, run.__doc__ = recorded.name, recorded.sentence
    cases = {name: {"steps": steps} for name, steps in recorded.cases.items()}
    return Check(run, recorded.hint, recorded.weight, needs, cases)


def _replay(submission: Submission, steps: Sequence[Step]) -> None:
    answers: list[Answer] = []
    for step in steps:
        if isinstance(step, Called):
            function = getattr(submission, step.function)
            ask = function.attempt if step.attempt else function
            kwargs = {name: decode(value) for name, value in step.kwargs.items()}
            answers.append(ask(*map(decode, step.args), **kwargs))
        elif isinstance(step, Raced):
            _race(submission, step)
        else:
            arguments = {name: decode(value) for name, value in step.arguments.items()}
            say(step.word, _item(answers[step.answer], step.item), arguments)


def _item(answer: Answer, item: int | None) -> Answer:
    """One item of a tuple; of anything else, the whole, which is then wrong as a whole."""
    if item is None or not isinstance(answer.value, tuple) or item >= len(answer.value):
        return answer
    return msgspec.structs.replace(answer, value=answer.value[item])


def _race(submission: Submission, step: Raced) -> None:
    """New numbers each time; right is what the visible baseline answers."""
    baseline = submission.baseline
    if baseline is None:
        raise GraderError("there is no baseline to compare the speed with")
    rng = np.random.default_rng()
    settings = {name: decode(value) for name, value in step.settings.items()}
    reference = getattr(baseline.submission, step.function)
    RACES[step.word](
        getattr(submission, step.function),
        lambda: tuple(_fresh(like, rng) for like in step.like),
        expected=lambda *args: reference(*args, **settings).value,
        settings=settings,
        **{name: decode(value) for name, value in step.arguments.items()},
    )


def _fresh(like: Like | Value, rng: np.random.Generator) -> Any:
    if not isinstance(like, Like):
        return decode(like)
    return rng.choice(decode(like.numbers), like.shape)
