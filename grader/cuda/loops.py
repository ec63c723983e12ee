"""for and while: each lane leaves when its own turns are done."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from grader.cuda import operators
from grader.cuda.assignments import assign
from grader.cuda.errors import OutOfBudget
from grader.cuda.evaluate import number
from grader.cuda.iterables import iterable
from grader.cuda.lanes import NOBODY, Mask
from grader.cuda.run import ENDLESS, Frame, Loop, Run

Execute = Callable[[Run, Frame, Sequence[ast.stmt], Mask], Mask]


def run_for(run: Run, frame: Frame, node: ast.For, mask: Mask, execute: Execute) -> Mask:
    """A for loop. Returns the lanes that come out of it."""
    things = iterable(run, frame, node.iter, mask)
    loop, out, inside = Loop(), NOBODY, mask
    frame.loops.append(loop)
    for turn in range(run.budget.iterations):
        stays = inside.keep(things.goes_on(turn))
        run.tally.branch(node.lineno, inside, stays)
        out = out.union(inside.minus(stays))
        if not stays:
            break
        assign(run, frame, node.target, things.item(turn, stays), stays)
        inside = _turn(run, frame, node.body, stays, execute)
        if not inside:
            break
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


def _endless(run: Run, line: int) -> OutOfBudget:
    return OutOfBudget(line, f"still looping after {run.budget.iterations:,} turns: {ENDLESS}")
