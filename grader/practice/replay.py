"""Recorded cases as checks: the judge cannot tell them from hidden ones."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.checks.check import Check
from grader.checks.word import say
from grader.practice.model import Called, Practice, PracticeCheck, Said
from grader.practice.values import decode
from grader.worker.proxy import Answer, Submission


def replayed_checks(practice: Practice) -> tuple[Check, ...]:
    """A check for each recorded one, in their order."""
    checks: dict[str, Check] = {}
    for recorded in practice.checks:
        needs = checks[recorded.needs] if recorded.needs else None
        checks[recorded.name] = _replayed(recorded, needs)
    return tuple(checks.values())


def _replayed(recorded: PracticeCheck, needs: Check | None) -> Check:
    def run(submission: Submission, steps: Sequence[Called | Said]) -> None:
        _replay(submission, steps)

    run.__name__, run.__doc__ = recorded.name, recorded.sentence
    cases = {name: {"steps": steps} for name, steps in recorded.cases.items()}
    return Check(run, recorded.hint, recorded.weight, needs, cases)


def _replay(submission: Submission, steps: Sequence[Called | Said]) -> None:
    answers: list[Answer] = []
    for step in steps:
        if isinstance(step, Called):
            function = getattr(submission, step.function)
            ask = function.attempt if step.attempt else function
            kwargs = {name: decode(value) for name, value in step.kwargs.items()}
            answers.append(ask(*map(decode, step.args), **kwargs))
        else:
            arguments = {name: decode(value) for name, value in step.arguments.items()}
            say(step.word, _item(answers[step.answer], step.item), arguments)


def _item(answer: Answer, item: int | None) -> Answer:
    """One item of a tuple; of anything else, the whole, which is then wrong as a whole."""
    if item is None or not isinstance(answer.value, tuple) or item >= len(answer.value):
        return answer
    return msgspec.structs.replace(answer, value=answer.value[item])
