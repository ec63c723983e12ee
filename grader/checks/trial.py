"""How a learner can repeat what failed: the line, or the lines, after "Try it"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.checks.show import spell_call
from grader.worker.calls import Call, Launching

SIMULATOR = "NUMBA_ENABLE_CUDASIM=1 python"
STAND_IN = 99  # for what an output holds before: what is not overwritten catches the eye


def spell_trial(call: Call, path: Path) -> str:
    """A call as one line; a launch as lines for numba's simulator, which end in what it left.

    Args:
        call: the one that failed.
        path: of the submission, from whose folder Python is started.
    """
    if call.launching is None:
        return f"Try it: {spell_call(call)}"
    lines = _launch_lines(call, call.launching, path.stem)
    return "\n".join([f"Try it: start {SIMULATOR} in the folder of {path.name}", *lines])


def _launch_lines(call: Call, how: Launching, module: str) -> Iterator[str]:
    names = {p: f"out{number or ''}" for number, p in enumerate(how.outputs)}
    yield "  import numpy as np"
    yield f"  from {module} import {call.function}"
    for position, name in names.items():
        array = call.args[position]
        yield f"  {name} = np.full({array.shape}, {STAND_IN}, np.{array.dtype})"
    yield f"  {spell_call(call, names)}"
    yield f"  {names[how.judged]}"
