"""Recorded cases as checks: the judge cannot tell them from hidden ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.checks.check import Check
from grader.checks.compare import spell_value
from grader.checks.word import RACES, say
from grader.errors import GraderError, Unmeasured, Wrong
from grader.practice.model import (
    Called,
    Launched,
    Like,
    Practice,
    PracticeCheck,
    Raced,
    Said,
    Step,
    Unmeasurable,
)
from grader.practice.values import Value, decode
from grader.worker.proxy import Answer, Submission


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
    for step in steps:
        if isinstance(step, Called):
            function = getattr(submission, step.function)
            ask = function.attempt if step.attempt else function
            kwargs = {name: decode(value) for name, value in step.kwargs.items()}
            answers.append(ask(*map(decode, step.args), **kwargs))
        elif isinstance(step, Launched):
            answers.append(_launch(submission, step))
        elif isinstance(step, Unmeasurable):
            raise Unmeasured(step.why)
        elif isinstance(step, Raced):
            _race(submission, step)
        else:
            _say(step, answers[step.answer])


def _launch(submission: Submission, step: Launched) -> Answer:
    from grader.checks.kernels import launched  # only a course with kernels needs the interpreter

    args = [decode(value) for value in step.args]
    return launched(submission, step.kernel, step.grid, step.block, args, step.outputs).answer


def _say(step: Said, answer: Answer) -> None:
    arguments = {name: decode(value) for name, value in step.arguments.items()}
    item = step.item
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
