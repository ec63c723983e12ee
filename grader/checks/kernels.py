"""Words for checks of CUDA kernels: no GPU is needed, and nothing of a learner's is run here.

Where a card judges too (`--device cuda`), the values are those that it leaves, once the interpreter
has found no fault.

`launched` gives an answer, which every other word can judge; `counts_at_most` judges what the
kernel was seen to do.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from grader.checks.compare import are_equal
from grader.checks.show import spell_apart
from grader.checks.word import plain_word
from grader.cuda import Counts, Fault, Launch, OutOfBudget, Traffic, Unsupported, parse_kernels
from grader.errors import Crashed, Missing, Slow, TimedOut, Wrong
from grader.gpu.types import types_of
from grader.kernels import decorators_of, is_stub, judged_output, launching_of, run_kernel, trace_of
from grader.worker.calls import Answer, Call, Launching
from grader.worker.messages import absent_message
from grader.worker.proxy import Submission

SHOWN_FAULTS = 3

# What `counts_at_most` can ask for.
FIGURES: Mapping[str, Callable[[Counts], float]] = {
    "global sectors": lambda counts: counts.traffic("global").units,
    "loaded sectors": lambda counts: counts.traffic("global", "load").units,
    "stored sectors": lambda counts: counts.traffic("global", "store").units,
    "sectors per load": lambda counts: _per_request(counts.traffic("global", "load")),
    "sectors per store": lambda counts: _per_request(counts.traffic("global", "store")),
    "loads": lambda counts: counts.traffic("global", "load").lanes,
    "stores": lambda counts: counts.traffic("global", "store").lanes,
    "atomics": lambda counts: sum(
        counts.traffic(space, "atomic").lanes for space in ("global", "shared")
    ),
    "shared cycles per access": lambda counts: _degree(counts.traffic("shared")),
    "float64 operations": lambda counts: counts.total("float64"),
}


class Launched(Struct, frozen=True):
    """What a launch without faults left and did."""

    answer: Answer  # the judged array
    counts: Counts


def launched(
    submission: Submission,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    args: Sequence[Any],
    outputs: Sequence[int] = (-1,),
) -> Launched:
    """Interpret `kernel[grid, block](*args)` as the GPU would do it, and refuse every fault.

    What it leaves is judged then, or, where there is a card, what it leaves there.

    Args:
        submission: whose kernel.
        kernel: its name.
        grid: blocks along x, y, z.
        block: threads along x, y, z.
        args: contiguous arrays and numbers.
        outputs: positions of the arrays that it may write to, from the end if negative; the first
            one is judged.

    Raises:
        Missing: there is no such kernel, or it is not written yet.
        Crashed: the file is no Python.
        Wrong: a race, an index out of bounds…, or Python that no kernel can use.
        TimedOut: it does not end.
    """
    positions = tuple(position % len(args) for position in outputs)
    how = Launching(grid, block, positions, positions[0])
    call = Call(kernel, tuple(args), {}, how)
    source = submission.read()
    _refuse_unreadable(submission, source)
    submission.last_call = call  # only now: what keeps the whole file from being used is no call's
    _refuse_missing(submission, source, kernel)
    with submission.interpreting() as seconds:
        launch = _run(source, call, seconds)
    _remember(submission, call)
    if launch.faults:
        trace = trace_of(launch)
        message = _with_faults(f"{kernel} is not safe on a GPU", launch.faults)
        raise Wrong(message, explains=lambda other: are_equal(other, trace))
    return _launched(submission, source, call, launch)


def _run(source: str, call: Call, seconds: float) -> Launch:
    try:
        return run_kernel(source, call, seconds)
    except Unsupported as problem:
        raise Wrong(f"this cannot be a kernel: {problem}") from None
    except OutOfBudget as problem:
        raise TimedOut(_with_faults(str(problem), problem.faults)) from None
    except ValueError as problem:
        what = f"{call.function} cannot be launched the way the handout says"
        cure = _without_decorator(source, call.function)
        raise Wrong(f"{what}: {cure or problem}") from None


def _without_decorator(source: str, kernel: str) -> str:
    """What a function of that name lacks; empty where that is not it."""
    if kernel in parse_kernels(source).functions:
        return ""
    place = f"put @cuda.jit above def {kernel}"
    decorators = decorators_of(source, kernel)
    instead = f", in place of @{', @'.join(decorators)}" if decorators else ""
    return f"it is no kernel yet: {place}{instead}"


def _refuse_unreadable(submission: Submission, source: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        where = f"\n  {submission.path.name}, line {error.lineno}:  {(error.text or '').strip()}"
        raise Crashed(f"Python cannot read the file: {error.msg}{where}") from None
    except (ValueError, RecursionError, MemoryError):
        raise Crashed("Python cannot read the file: it is no text, or nested too deep") from None


def _refuse_missing(submission: Submission, source: str, kernel: str) -> None:
    try:
        if is_stub(source, kernel):
            raise Missing(f"{kernel} is not written yet")
    except LookupError as error:
        raise Missing(absent_message(kernel, error.args[0], submission.path)) from None


def _launched(submission: Submission, source: str, call: Call, launch: Launch) -> Launched:
    counts = launch.counts
    on_card = submission.card
    value = judged_output(source, call, launch) if on_card is None else on_card.launch(call)
    names = parse_kernels(source).functions[call.function].parameters
    answer = Answer(value, call, counts=counts, parameters=names, noted=submission.note)
    if submission.launch_listener is not None:
        answer = submission.launch_listener(answer)
    return Launched(answer, counts)


def _remember(submission: Submission, call: Call) -> None:
    """What a compiler would be asked for: a kernel, its types, and its largest launch."""
    key, how = (call.function, types_of(call.args)), launching_of(call)
    known = submission.launches.get(key)
    if known is None or how.threads > known.threads:
        submission.launches[key] = how


def _per_request(traffic: Traffic) -> float:
    return traffic.units / traffic.requests if traffic.requests else 0.0


def _degree(traffic: Traffic) -> float:
    return traffic.excess if traffic.requests else 1.0  # what is not used has no conflicts


def _with_faults(message: str, faults: Sequence[Fault]) -> str:
    lines = [f"  {fault}" for fault in faults[:SHOWN_FAULTS]]
    more = len(faults) - SHOWN_FAULTS
    return "\n".join([message, *lines, *([f"  … and {more} more"] if more > 0 else [])])


@plain_word
def counts_at_most(
    answer: Answer,
    figure: str,
    what: str,
    limit: float,
    advice: str,
    per: float = 1.0,
    argument: int | None = None,
) -> None:
    """A figure of the launch stays within its limit; it is kept for the report.

    Args:
        answer: of `launched`.
        figure: one of `FIGURES`.
        what: the figure in words, with its unit: "32-byte sectors per output".
        limit: follows from arithmetic that the handout derives, with margin.
        advice: what to change if it does not hold.
        per: what the figure is divided by: the number of outputs, for one.
        argument: position of the array whose loads and stores are counted; None: of all arrays.

    Raises:
        Slow: it does not; no marks.
    """
    if answer.counts is None:
        raise TypeError(f"{answer.call.function} was not launched: nothing was counted")
    counts = answer.counts if argument is None else _of_argument(answer, answer.counts, argument)
    value = FIGURES[figure](counts) / per
    if answer.noted is not None:
        answer.noted(what, value)
    if value > limit:
        came, most = spell_apart(value, limit, 3)
        message = f"right, but wasteful: {came} {what}, at most {most} will do. {advice}"
        raise Slow(message, credit=0.0)


def _of_argument(answer: Answer, counts: Counts, position: int) -> Counts:
    """Only what was done to one array, whatever the kernel calls it."""
    name = answer.parameters[position]
    accesses = tuple(access for access in counts.accesses if access.array == name)
    return msgspec.structs.replace(counts, accesses=accesses)
