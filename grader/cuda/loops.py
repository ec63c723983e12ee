"""for over range, and while: each lane leaves when its own turns are done."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

import numpy as np

from grader.cuda import operators
from grader.cuda.assignments import bind
from grader.cuda.errors import OutOfBudget, Unsupported
from grader.cuda.evaluate import evaluate, number
from grader.cuda.lanes import NOBODY, Mask
from grader.cuda.names import Path, spell
from grader.cuda.numbers import INT64, Value, cast
from grader.cuda.run import ENDLESS, Frame, Loop, Run

Execute = Callable[[Run, Frame, Sequence[ast.stmt], Mask], Mask]


def run_for(run: Run, frame: Frame, node: ast.For, mask: Mask, execute: Execute) -> Mask:
    """A for loop. Returns the lanes that come out of it."""
    start, stop, step = _range(run, frame, node, mask)
    rising = (step > 0).all()
    index, loop, out, inside = start, Loop(), NOBODY, mask
    frame.loops.append(loop)
    for _ in range(run.budget.iterations):
        goes_on = index < stop if rising else index > stop
        if not rising and isinstance(step, np.ndarray):
            goes_on = np.where(step > 0, index < stop, index > stop)
        stays = inside.keep(goes_on)
        run.tally.branch(node.lineno, inside, stays)
        out = out.union(inside.minus(stays))
        if not stays:
            break
        bind(frame, _target(node), index, stays)
        inside = _turn(run, frame, node.body, stays, execute)
        if not inside:
            break
        index = index + step
    else:
        raise _endless(run, node.lineno)
    frame.loops.pop()
    return _come_out(mask, out, loop)


def run_while(run: Run, frame: Frame, node: ast.While, mask: Mask, execute: Execute) -> Mask:
    """A while loop. Returns the lanes that come out of it."""
    loop, out, inside = Loop(), NOBODY, mask
    frame.loops.append(loop)
    for _ in range(run.budget.iterations):
        run.spend(node.lineno)
        condition = operators.truth(number(run, frame, node.test, inside))
        stays = inside.keep(condition)
        run.tally.branch(node.lineno, inside, stays)
        out = out.union(inside.minus(stays))
        if not stays:
            break
        inside = _turn(run, frame, node.body, stays, execute)
        if not inside:
            break
    else:
        raise _endless(run, node.lineno)
    frame.loops.pop()
    return _come_out(mask, out, loop)


def _turn(run: Run, frame: Frame, body: Sequence[ast.stmt], stays: Mask, execute: Execute) -> Mask:
    loop = frame.loops[-1]
    loop.continued = NOBODY
    return execute(run, frame, body, stays).union(loop.continued)


def _come_out(mask: Mask, out: Mask, loop: Loop) -> Mask:
    out = out.union(loop.broken)
    return mask if out.count == mask.count else out


def _range(run: Run, frame: Frame, node: ast.For, mask: Mask) -> tuple[Value, Value, Value]:
    call = node.iter
    is_range = isinstance(call, ast.Call) and evaluate_path(run, frame, call, mask) == "range"
    if not isinstance(call, ast.Call) or not is_range or not 1 <= len(call.args) <= 3:
        what = f"a for loop over {spell(call)}, which is no range"
        raise Unsupported(node.lineno, what, "for i in range(…), and its item by [i]")
    ends = [_integer(number(run, frame, item, mask), item) for item in call.args]
    one, zero = np.int64(1), np.int64(0)
    start, stop, step = (zero, *ends, one) if len(ends) == 1 else (*ends, one)[:3]
    wrong = mask.keep(step == 0)
    if wrong:
        what = "{who} counts in steps of 0: the loop would never end"
        run.faults.add("range", node.lineno, wrong, what)
        stop, step = np.where(step == 0, start, stop), np.where(step == 0, one, step)
    return start, stop, step


def evaluate_path(run: Run, frame: Frame, call: ast.Call, mask: Mask) -> str:
    """The name of what is called, without `builtins.`; empty if it has none."""
    function = evaluate(run, frame, call.func, mask) if isinstance(call.func, ast.Name) else ""
    return function.removeprefix("builtins.") if isinstance(function, Path) else ""


def _integer(value: Value, node: ast.expr) -> Value:
    if value.dtype.kind not in "iu":
        raise Unsupported(node.lineno, f"range(…) of {value.dtype}", "an integer: // or int(…)")
    return cast(value, INT64)


def _target(node: ast.For) -> ast.Name:
    if not isinstance(node.target, ast.Name):
        raise Unsupported(node.lineno, "a loop with several variables", "one variable")
    return node.target


def _endless(run: Run, line: int) -> OutOfBudget:
    return OutOfBudget(line, f"still looping after {run.budget.iterations:,} turns: {ENDLESS}")
