"""A learner's kernel, read and interpreted: what a `Call` with a launch means. Nothing of it runs.

The interpreter is imported when the first kernel is met: most exercises have none.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import NotPassed
from grader.worker.calls import Call, Launching

if TYPE_CHECKING:
    from grader.cuda import Launch


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


def known_output(path: Path, call: Call, seconds: float) -> Any:
    """The array that a known wrong kernel leaves.

    Raises:
        LookupError: it leaves none.
    """
    from grader.cuda import NotCollected, OutOfBudget, Unsupported

    try:
        source = path.read_text(encoding="utf-8")
        launch = run_kernel(source, call, seconds)
        if launch.faults:  # whoever makes this mistake is told of the fault itself
            raise LookupError(f"{path.stem}: {launch.faults[0]}")
        return judged_output(source, call, launch)
    except (Unsupported, OutOfBudget, NotCollected, ValueError) as reason:
        raise LookupError(f"{path.stem}: {reason}") from None


def explains_kernel(path: Path, call: Call, reason: NotPassed, seconds: float) -> bool:
    """Whether a known wrong kernel leaves the wrong output that came."""
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
    functions = {n.name: n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
    if kernel not in functions:
        raise LookupError(list(functions))
    return any(
        isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node)
        for node in functions[kernel].body
    )
