"""Checks × submission → results. The only place where an exception becomes a verdict."""

from __future__ import annotations

import contextlib
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from grader.checks.check import Check
from grader.checks.show import printable
from grader.checks.trial import spell_trial
from grader.errors import GraderError, NotPassed, Unmeasured, ZygoteGone
from grader.misconceptions import Asked
from grader.model import Result, Verdict
from grader.score import overall
from grader.unsteady import NAME, WORDS, Unsteady
from grader.worker.calls import Call
from grader.worker.proxy import Submission

# After one of these the other cases of the check would only say the same again, slowly.
ENDS_CHECK = {
    Verdict.MISSING: "not run: there is nothing to run yet",
    Verdict.TIMEOUT: "not run: the case before it did not end",
    Verdict.FORBIDDEN: "not run: the file uses what this exercise rules out",
    Verdict.ERROR: "not judged: the case before it could not be judged",
}
ENOUGH = "not run: who grades asked for no more after the case before it"

Explained = tuple[Result, list[str]]  # a result, and the misconceptions that would explain it


class _Bench(NamedTuple):
    """What every case is judged with: the submission, and who may explain a wrong answer."""

    submission: Submission
    misconceptions: Asked
    unsteady: Unsteady
    seed: int


def judge(
    checks: Sequence[Check],
    submission: Submission,
    misconceptions: Asked,
    seed: int,
    progress: Callable[[], None] = lambda: None,
    enough: Verdict | None = None,
) -> tuple[Result, ...]:
    """Run every case of every check.

    Args:
        checks: in the order in which they are shown.
        submission: the learner's code, behind its proxy.
        misconceptions: the known wrong answers of this exercise, asked when an output is wrong.
        seed: of the attempt; a case's numbers follow from it, the check's name and the case's.
        progress: called after each case.
        enough: a verdict after which the other cases of a check need not be run.

    Returns:
        One result a case, in order.
    """
    outcome: dict[str, Verdict] = {}
    explained: list[Explained] = []
    with contextlib.closing(Unsteady()) as unsteady:
        bench = _Bench(submission, misconceptions, unsteady, seed)
        for check in checks:
            results = []
            for item in _judge_check(check, bench, outcome, enough):
                results.append(item)
                progress()
            outcome[check.name] = overall([result for result, _ in results])
            explained += results
    return _with_diagnosis(explained, misconceptions)


def _judge_check(
    check: Check, bench: _Bench, outcome: Mapping[str, Verdict], enough: Verdict | None
) -> Iterator[Explained]:
    stop = _not_run(check, outcome)
    for case in check.cases:
        if stop is None and bench.submission.exhausted:
            stop = (Verdict.TIMEOUT, "not run: the time for this exercise is used up")
        if stop is not None:
            yield _result(check, case, stop[0], stop[1]), []
            continue
        result, causes = _judge_case(check, case, bench)
        yield result, causes
        if result.verdict in ENDS_CHECK:
            kind = Verdict.ERROR if result.verdict is Verdict.ERROR else Verdict.SKIPPED
            stop = (kind, ENDS_CHECK[result.verdict])
        elif result.verdict is enough:
            stop = (Verdict.SKIPPED, ENOUGH)


def _not_run(check: Check, outcome: Mapping[str, Verdict]) -> tuple[Verdict, str] | None:
    """Why a check is not run at all, if so. Our errors must not cost points one check later."""
    failed = [need for need in check.needs if outcome[need.name] is not Verdict.PASSED]
    for need in failed:
        if outcome[need.name] is Verdict.ERROR:
            return Verdict.ERROR, f"not judged: “{need.sentence}” could not be judged"
    if failed:
        return Verdict.SKIPPED, f"not run: it needs “{failed[0].sentence}” to pass first"
    return None


def _judge_case(check: Check, case: str, bench: _Bench) -> Explained:
    submission, misconceptions, unsteady, seed = bench
    arguments = arguments_of(check, case, submission, seed)
    verdict, message, causes = Verdict.PASSED, "", list[str]()
    submission.last_call = submission.speed = submission.counts = None
    submission.case = f"{check.name}/{case}"
    credit, unmeasured = 0.0, False
    start = time.perf_counter()
    try:
        reason = _run(check, arguments)
        took = time.perf_counter() - start
        credit = 1.0 if reason is None else reason.credit
        if reason is not None:
            verdict, message = reason.verdict, str(reason)
            call = submission.last_call
            if call is not None and verdict not in (Verdict.MISSING, Verdict.SLOW):
                message += f"\n{spell_trial(call, submission.path)}"
                causes = _causes(misconceptions, call, reason)
                if not causes and unsteady.explains(submission, call, reason, took):
                    causes = [NAME]
    except ZygoteGone:
        raise
    except Unmeasured as reason:
        verdict, message, unmeasured = Verdict.SKIPPED, str(reason), True
    except GraderError as error:
        verdict, message = Verdict.ERROR, str(error)
    except Exception as bug:
        line = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{Path(line.filename).name}, line {line.lineno}"
        verdict = Verdict.ERROR
        message = f"a bug in the check {check.name} ({where}): {type(bug).__name__}: {bug}"
    seconds = time.perf_counter() - start
    result = _result(check, case, verdict, message, submission.take_output(), seconds)
    called = submission.last_call.function if submission.last_call is not None else ""
    seen = {"speed": submission.speed, "counts": submission.counts, "unmeasured": unmeasured}
    return msgspec.structs.replace(result, credit=credit, function=called, **seen), causes


def _causes(misconceptions: Asked, call: Call, reason: NotPassed) -> list[str]:
    """The verdict stands, whether or not it can be explained."""
    try:
        return misconceptions.explaining(call, reason)
    except Exception:
        return []


def arguments_of(check: Check, case: str, submission: Submission, seed: int) -> dict[str, object]:
    """What a check is called with, its own generator included: the same for the same seed."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{check.name}/{case}".encode())])
    available = {"submission": submission, "rng": rng, **check.cases[case]}
    return {name: available[name] for name in check.parameters if name in available}


def _run(check: Check, arguments: Mapping[str, object]) -> NotPassed | None:
    try:
        check.run(**arguments)
    except NotPassed as reason:
        # Its frames would keep every array of this case alive.
        return reason.with_traceback(None)
    return None


def _result(
    check: Check, case: str, verdict: Verdict, message: str, output: str = "", seconds: float = 0.0
) -> Result:
    hint = "" if verdict is Verdict.PASSED else check.hint
    return Result(
        check=check.name,
        sentence=check.sentence,
        case=case,
        verdict=verdict,
        message=printable(message),
        hint=hint,
        output=printable(output),
        weight=check.weight,
        seconds=round(seconds, 4),
    )


def _with_diagnosis(explained: Sequence[Explained], misconceptions: Asked) -> tuple[Result, ...]:
    """Name one cause a result: of several that fit, the one that fits most cases."""
    votes = Counter(name for _, causes in explained for name in causes)

    def diagnosed(result: Result, causes: list[str]) -> Result:
        if not causes:
            return result
        name = max(causes, key=lambda cause: votes[cause])
        words = WORDS if name == NAME else misconceptions.words(name)
        return msgspec.structs.replace(result, diagnosis=words)

    return tuple(diagnosed(result, causes) for result, causes in explained)
