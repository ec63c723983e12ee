"""A learner's kernel, read and interpreted: what a `Call` with a launch means. Nothing of it runs.

The interpreter is imported when the first kernel is met: most exercises have none.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import NotPassed
from grader.worker.calls import Call, Launching

if TYPE_CHECKING:
    from grader.cuda import Launch

ANY_LINE = r"the same line|line \d+"


def run_kernel(source: str, call: Call, seconds: float) -> Launch:
    """Launch a kernel in the interpreter, every block with every check.

    Args:
        source: of the submission.
        call: with its `launching`.
        seconds: for how long.

    Raises:
        Unsupported, OutOfBudget: see grader/cuda/errors.py.
        ValueError: there is no such kernel, or it has other parameters.
    """
    from grader.cuda import Budget, launch, parse_kernels

    module = parse_kernels(source)
    how = launching_of(call)
    known = module.functions.get(call.function)
    names = known.parameters if known is not None else ()
    arrays = [i for i, value in enumerate(call.args) if hasattr(value, "strides")]
    inputs = [names[i] for i in arrays if i not in how.outputs and i < len(names)]
    budget = Budget(seconds=seconds)
    return launch(module, call.function, how.grid, how.block, call.args, inputs, budget)


def judged_output(source: str, call: Call, launch: Launch) -> Any:
    """The array that is compared, as the kernel left it.

    Raises:
        NotCollected: the launch did not end.
        ValueError: the kernel has too few parameters.
    """
    from grader.cuda import parse_kernels

    names = parse_kernels(source).functions[call.function].parameters
    return launch.outputs[names[launching_of(call).judged]]


def launching_of(call: Call) -> Launching:
    """How it is launched.

    Raises:
        ValueError: it is no launch at all.
    """
    if call.launching is None:
        raise ValueError(f"{call.function} is called, not launched")
    return call.launching


def trace_of(launch: Launch) -> tuple[str, ...]:
    """The faults of a launch as an answer: equal for kernels that make the same mistake.

    Who did what where, and how many, in the order in which it came; not on which line.
    """
    return tuple(
        f"{fault.kind}, {fault.lanes}: {re.sub(ANY_LINE, 'a line', fault.message)}"
        for fault in launch.faults
    )


def known_output(path: Path, call: Call, seconds: float) -> Any:
    """The array that a known wrong kernel leaves, or, if it makes faults, the trace of those.

    Raises:
        LookupError: it leaves none.
    """
    from grader.cuda import NotCollected, OutOfBudget, Unsupported

    try:
        source = path.read_text(encoding="utf-8")
        launch = run_kernel(source, call, seconds)
        if launch.faults:
            return trace_of(launch)
        return judged_output(source, call, launch)
    except (Unsupported, OutOfBudget, NotCollected, ValueError) as reason:
        raise LookupError(f"{path.stem}: {reason}") from None


def explains_kernel(path: Path, call: Call, reason: NotPassed, seconds: float) -> bool:
    """Whether a known wrong kernel leaves the wrong output that came, or makes the same faults."""
    if reason.explains is None:
        return False
    try:
        return reason.explains(known_output(path, call, seconds))
    except LookupError:
        return False


def is_stub(source: str, kernel: str) -> bool:
    """Whether a function only says that it is not written yet.

    Raises:
        SyntaxError: the source is no Python.
        LookupError: there is no such function; the argument is the names of those that are.
    """
    functions = _functions(source)
    if kernel not in functions:
        raise LookupError(list(functions))
    return any(
        isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node)
        for node in functions[kernel].body
    )


def decorators_of(source: str, name: str) -> list[str]:
    """What stands above a function, as it is written, without @.

    Raises:
        SyntaxError: the source is no Python.
        KeyError: there is no such function.
    """
    return [ast.unparse(each) for each in _functions(source)[name].decorator_list]


def _functions(source: str) -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
