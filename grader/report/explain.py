"""A kernel's source, and beside each line what the hardware does for it. Plain text, no colours."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.checks.show import printable, spell_call
from grader.cuda import (
    Counts,
    Launch,
    Module,
    OutOfBudget,
    Touch,
    Unsupported,
    parse_kernels,
    touched,
)
from grader.cuda.source import Function
from grader.kernels import launching_of, run_kernel
from grader.report.picture import draw, units
from grader.worker.calls import Call

PICTURES = 2  # of each kind of memory
HEAD = f"{'sectors':>8}{'cycles':>8}{'split':>7}{'traffic':>9}  line"
LEGEND = """\
sectors: 32-byte sectors of global memory per request of a warp (4 is best for 32 float32)
cycles:  of the banks of shared memory per request (1 is best)
split:   branches at which some threads of a warp go one way and some the other
traffic: share of all sectors that are moved"""


def explain(source: str, call: Call, seconds: float) -> Iterator[str]:
    """Lines of text about one launch.

    Args:
        source: of the submission.
        call: the launch, see `grader.launches.find_launch`.
        seconds: that it may take.
    """
    yield f"\n{printable(spell_call(call))}\n"
    try:
        module = parse_kernels(source)
        launch = run_kernel(source, call, seconds)
        how = launching_of(call)
        touches = touched(module, call.function, how.grid, how.block, call.args)
    except (Unsupported, OutOfBudget, ValueError) as problem:
        yield f"This cannot be shown: {problem}"
        return
    yield from _listing(source, module, launch)
    yield LEGEND
    for touch in _slowest(touches, launch.counted):
        yield ""
        yield from draw(touch)


def _listing(source: str, module: Module, launch: Launch) -> Iterator[str]:
    lines = source.splitlines()
    faults = {fault.line: str(fault) for fault in reversed(launch.faults)}
    yield HEAD
    for function in module.functions.values():
        for number in _shown(function):
            left = _figures(launch.counted, number)
            yield printable(f"{left}  {number:>4} | {lines[number - 1]}").rstrip()
            if number in faults:
                yield printable(f"   ! {faults[number]}")
        yield ""
    if launch.counted is None:
        yield f"Nothing was counted: {printable(launch.why)}"


def _shown(function: Function) -> Iterator[int]:
    """The numbers of a function's lines, without its docstring."""
    node = function.node
    first = node.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    words = range(first.lineno, (first.end_lineno or 0) + 1) if said else range(0)
    return (n for n in range(node.lineno, (node.end_lineno or 0) + 1) if n not in words)


def _figures(counts: Counts | None, number: int) -> str:
    if counts is None or all(line.line != number for line in counts.lines):
        return " " * 32
    moved, shared = (counts.traffic(space, line=number) for space in ("global", "shared"))
    line = next(line for line in counts.lines if line.line == number)
    return (
        f"{_ratio(moved.counted_units, moved.requests, '.1f'):>8}"
        f"{_ratio(shared.counted_units, shared.requests, '.2f'):>8}"
        f"{_ratio(line.divergent, line.branches, '.0%'):>7}"
        f"{_ratio(moved.counted_units or None, counts.traffic('global').units, '.0%'):>9}"
    )


def _ratio(part: int | None, whole: int, spelled: str) -> str:
    return "" if part is None or not whole else format(part / whole, spelled)


def _slowest(touches: Sequence[Touch], counts: Counts | None) -> list[Touch]:
    """The accesses to draw, in the order of lines: of each kind of memory those that take most."""
    cost = {(a.line, a.array, a.op): a.units or 0 for a in (counts.accesses if counts else ())}
    chosen: list[Touch] = []
    for space in ("global", "shared"):
        seen = [touch for touch in touches if touch.space == space]
        seen.sort(key=lambda touch: -cost.get((touch.line, touch.array, touch.op), units(touch)))
        chosen += seen[:PICTURES]
    return sorted(chosen, key=lambda touch: (touch.line, touch.array))
