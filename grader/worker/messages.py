"""What a learner reads when a call did not end in a result: what happened, where, what next."""

from __future__ import annotations

import difflib
import re
import signal
from itertools import dropwhile, takewhile
from pathlib import Path

from grader.forbidden import Use
from grader.worker.launcher import SCRATCH_BYTES, SCRATCH_FILES
from grader.worker.wire import Garbled, Raised

MESSAGE_LINES = 12
NUMBA_LINES = 5, 7  # of the beginning of a long message of numba's, and of its end
CANDIDATES = re.compile(r"There are \d+ candidate implementations|- Of which \d+ did not match")
PLACE = re.compile(r'During: typing of|File "[^"]*", line \d+')  # of the compiled line
COMPILED_LINE = re.compile(r'File "([^"\n]*)", line (\d+):\n(?:.*\n)*?(.*)\n *\^')
KILLED = "the process was killed"  # which nobody may do to themselves


def one_line(text: str) -> str:
    """A submission's words where they stand in a line of ours: they begin none of their own."""
    return " ".join(text.split())


def absent_message(name: str, there: list[str], path: Path) -> str:
    """There is no function of this name; perhaps there is one of a similar name."""
    close = difflib.get_close_matches(name, there, n=1)
    if close:
        found = one_line(close[0])
        return f"{path.name} has no function {name}, but it has {found}: rename it"
    return f"{path.name} has no function {name}: write it, with exactly this name"


def forbidden_message(use: Use, path: Path) -> str:
    """What is ruled out, where it stands, and what to write instead."""
    what = "the matrix product @" if use.rule == "@" else use.spelled.removeprefix(".")
    why = "" if use.rule in ("@", use.spelled) else f" (course.yml rules out {use.rule})"
    return (
        f"this exercise asks you to write it yourself, without {what}{why}"
        f"\n  {path.name}, line {use.line}:  {use.source}"
        "\nNothing was run. Write that part in plain Python, numpy or numba, and take the line out"
    )


def raised_message(raised: Raised, name: str, path: Path) -> str:
    """A call ended in an exception."""
    if raised.type == "TypeError" and not raised.frames:
        return f"{name} could not be called the way the handout says: {one_line(raised.message)}"
    expected = " (it should take these arguments)" if raised.is_a("ValueError") else ""
    return f"{name} raised {_spell(raised, path)}{expected}{_where(raised, path)}"


def import_message(raised: Raised, path: Path) -> str:
    """The file itself raised, or is no Python."""
    if raised.is_a("SyntaxError"):
        return f"Python cannot read the file: {one_line(raised.message)}{_where(raised, path)}"
    return f"the file could not be imported: {_spell(raised, path)}{_where(raised, path)}"


def _spell(raised: Raised, path: Path) -> str:
    """Type and message, and what the grader has to do with it."""
    kind = one_line(raised.type)
    text = f"{kind}: {_indented(raised)}" if raised.message else kind
    if raised.is_a("MemoryError"):
        text += " (more than the grader allows)"
    if raised.is_a("OSError") and "No space left on device" in raised.message:
        text += f" (you may write {SCRATCH_BYTES >> 20} MB in {SCRATCH_FILES:,} files and folders)"
    if raised.is_a("PermissionError"):
        text += " (the grader allows no files beyond your own folder, no processes, no network)"
    if raised.is_a("EOFError"):
        text += " (nobody is there to type: do not call input())"
    if raised.is_a("ModuleNotFoundError") or raised.is_a("FileNotFoundError"):
        text += (
            f" (only {path.name} is graded, alone in a folder: put everything that it needs in it)"
        )
    return text


def _indented(raised: Raised) -> str:
    """A submission's own words, several lines of them recognisable as such."""
    lines = [line for line in raised.message.splitlines() if line.strip()]
    if len(lines) > MESSAGE_LINES:
        numba = raised.is_a("NumbaError")
        lines = _without_candidates(lines) if numba else [*lines[:MESSAGE_LINES], "…"]
    return "\n    | ".join(lines)


def _without_candidates(lines: list[str]) -> list[str]:
    """What numba says, and the line that it says it of; between them stands all that it tried."""
    most, last = NUMBA_LINES
    head = list(takewhile(lambda line: not CANDIDATES.search(line), lines))[:most]
    tail = list(dropwhile(lambda line: not PLACE.match(line.strip()), lines[len(head) :]))
    return [*head, "…", *(tail or lines[-last:])[:last]]


def _where(raised: Raised, path: Path) -> str:
    """The innermost line of the submission, quoted; of compiled code, the line in it."""
    told = COMPILED_LINE.search(raised.message) if raised.is_a("NumbaError") else None
    if told is not None and told[1] == path.name:
        return f"\n  {path.name}, line {told[2]}:  {told[3].strip()}"
    if not raised.frames:
        return ""
    line, _, text = raised.frames[-1]
    return f"\n  {path.name}, line {line}:  {one_line(text)}"


def late_message(seconds: float, awaited: str, shortened: bool) -> str:
    """No answer within the limit."""
    why = " (less than usual, since an earlier call never came back)" if shortened else ""
    return (
        f"stopped after {seconds:.3g} s{why} before {awaited}: "
        "is there a loop that never ends, or one that does far too much?"
    )


def death_message(status: int, awaited: str) -> str:
    """The process ended, with this exit code or minus this signal."""
    if status == -signal.SIGKILL:
        return f"{KILLED} before {awaited}: it hung up, or the machine ran short"
    if status < 0:
        name = signal.Signals(-status).name if -status in list(signal.Signals) else str(-status)
        return f"the process died of signal {name} before {awaited}{_SIGNALS.get(-status, '')}"
    return f"the process ended itself (exit code {status}) before {awaited}: return a value instead"


_SIGNALS: dict[int, str] = {
    signal.SIGSEGV: ": it touched memory that is not its own, or recursed too deeply",
    signal.SIGABRT: ": a library, or your code, called abort",
    signal.SIGXFSZ: ": it wrote too large a file",
}


def garbled_message(error: Garbled) -> str:
    """What came was no answer."""
    return f"the answer could not be read: {error}"
