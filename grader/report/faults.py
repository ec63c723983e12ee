"""What of many failures a learner reads: which check, which case, and what is said only once."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Result, Verdict

DETAILED_CHECKS = 3  # more at a time only discourages
WHOLE_FILE = {Verdict.CRASHED, Verdict.TIMEOUT, Verdict.FORBIDDEN}  # ways in which none of it ran


def first_fault(cases: Sequence[Result]) -> Result | None:
    """The case of one check to tell of: the first that failed, or of slow ones the slowest."""
    faults = [case for case in cases if case.verdict is not Verdict.PASSED]
    judged = [case for case in faults if case.verdict is not Verdict.SKIPPED]
    first = next(iter(judged or faults), None)
    if first is None or first.verdict is not Verdict.SLOW:
        return first
    return min((case for case in judged if case.verdict is Verdict.SLOW), key=_pace)


def _pace(slow: Result) -> tuple[float, float]:
    """Less is worse; what was not measured did not return at all."""
    return slow.credit, slow.speed.ratio if slow.speed is not None else 0.0


def not_run(results: Sequence[Result]) -> Result | None:
    """Where the file as a whole could not be used: the result that says why; otherwise None."""
    judged = [result for result in results if result.verdict is not Verdict.SKIPPED]
    said = {(result.verdict, result.function, result.message) for result in judged}
    if len(said) != 1 or judged[0].function or judged[0].verdict not in WHOLE_FILE:
        return None
    return judged[0]


def worth_explaining(checks: Sequence[Sequence[Result]]) -> list[Result]:
    """One fault each of the checks to explain.

    The first of each function comes first, so that a function with many checks hides no other;
    what would be said twice counts once.

    Args:
        checks: the cases of each check, in the order in which they are shown.
    """
    faults: dict[str, Result] = {}
    for cases in checks:
        fault = first_fault(cases)
        if fault is not None and fault.verdict is not Verdict.SKIPPED:
            faults.setdefault(_reason(fault), fault)
    firsts: dict[str, Result] = {}
    for fault in faults.values():
        firsts.setdefault(fault.function, fault)
    others = [fault for fault in faults.values() if fault is not firsts[fault.function]]
    return [*firsts.values(), *others][:DETAILED_CHECKS]


def _reason(result: Result) -> str:
    """What makes two failures the same to a reader."""
    first_line = result.message.split("\n")[0]
    if result.diagnosis or _general(result):
        return result.diagnosis or first_line
    return f"{result.check} {result.case} {first_line}"


def _general(result: Result) -> bool:
    return result.verdict in (Verdict.MISSING, Verdict.CRASHED, Verdict.TIMEOUT, Verdict.ERROR)
