"""What numba says against a kernel, in our words: what, where, and the next step."""

from __future__ import annotations

import re
from pathlib import Path

from grader.worker.wire import Raised

# What numba's message contains, and what it means. {0}, {1}… are the groups.
MEANINGS = (
    (
        r"Cannot unify (.+?) and (.+?) for '(\w+)[.\d]*'",
        "the variable {2} is {0} on one way through the kernel and {1} on another; in a kernel it "
        "has one type. Make both the same, or give the second one another name",
    ),
    (
        r"[Uu]ntyped global name '([\w.]+)'",
        "{0} means nothing in a kernel: only numbers, small arrays, numba.cuda, math and functions "
        "with @cuda.jit(device=True) do",
    ),
    (
        r"Unknown attribute '(\w+)' of type ([^\n]+)",
        "there is no .{0} of {1} in a kernel",
    ),
    (
        r"No implementation of function .+? found for signature:\s+>>> ([^\n]+)",
        "there is no {0} in a kernel: look at the types of what stands there",
    ),
    (
        r"kernel must have void return type",
        "a kernel returns nothing: write to an array",
    ),
)
LINE = r'File "[^"\n]*", line (\d+)'
OTHERWISE = "look at the types of what stands there"
TEXT_CHARS = 300


def refusal(raised: Raised, kernel: str, source: str, path: Path) -> str:
    """The message to a learner whose kernel the interpreter could read and numba could not."""
    head = f"numba cannot compile {kernel} for a GPU"
    return f"{head}{_where(raised, source, path)}\n{_meaning(raised)}\n{_quoted(raised)}"


def _where(raised: Raised, source: str, path: Path) -> str:
    lines = re.split(r"\r\n|\r|\n", source)
    told = re.search(LINE, raised.message)  # the first one is the innermost
    number = int(told[1]) if told else 0
    if not 1 <= number <= len(lines):
        return ""
    return f"\n  {path.name}, line {number}:  {lines[number - 1].strip()}"


def _meaning(raised: Raised) -> str:
    for pattern, words in MEANINGS:
        if found := re.search(pattern, raised.message):
            return words.format(*found.groups())
    return OTHERWISE


def _quoted(raised: Raised) -> str:
    """The line of numba's own message that says most, for whoever looks it up."""
    lines = [line.strip() for line in raised.message.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("Failed in", "During:", "File "))]
    said = (told or lines or [""])[0].partition(", defined at ")[0]
    return f"(numba: {raised.type}: {said[:TEXT_CHARS]})"
