"""What a learner reads when a call did not end in a result: what happened, where, what next."""

from __future__ import annotations

import difflib
import signal
from pathlib import Path

from grader.worker.wire import Garbled, Raised

MESSAGE_LINES = 12
KILLED = "the process was killed"  # which nobody may do to themselves


def absent_message(name: str, there: list[str], path: Path) -> str:
    """There is no function of this name; perhaps there is one of a similar name."""
    close = difflib.get_close_matches(name, there, n=1)
    if close:
        return f"{path.name} has no function {name}, but it has {close[0]}: rename it"
    return f"{path.name} has no function {name}: write it, with exactly this name"


def raised_message(raised: Raised, name: str, path: Path) -> str:
    """A call ended in an exception."""
    if raised.type == "TypeError" and not raised.frames:
        return f"{name} could not be called the way the handout says: {raised.message}"
    return f"{name} raised {_spell(raised, path)}{_where(raised, path)}"


def import_message(raised: Raised, path: Path) -> str:
    """The file itself raised, or is no Python."""
    if raised.is_a("SyntaxError"):
        return f"Python cannot read the file: {raised.message}{_where(raised, path)}"
    return f"the file could not be imported: {_spell(raised, path)}{_where(raised, path)}"


def _spell(raised: Raised, path: Path) -> str:
    """Type and message, and what the grader has to do with it."""
    text = f"{raised.type}: {_indented(raised.message)}" if raised.message else raised.type
    if raised.is_a("MemoryError"):
        text += " (more than the grader allows)"
    if raised.is_a("PermissionError"):
        text += " (the grader allows no files beyond your own folder, no processes, no network)"
    if raised.is_a("EOFError"):
        text += " (nobody is there to type: do not call input())"
    if raised.is_a("ModuleNotFoundError") or raised.is_a("FileNotFoundError"):
        text += (
            f" (only {path.name} is graded, alone in a folder: put everything that it needs in it)"
        )
    return text


def _indented(message: str) -> str:
    """A submission's own words, several lines of them recognisable as such."""
    lines = [line for line in message.splitlines() if line.strip()]
    more = ["…"] if len(lines) > MESSAGE_LINES else []
    return "\n    | ".join(lines[:MESSAGE_LINES] + more)


def _where(raised: Raised, path: Path) -> str:
    """The innermost line of the submission, quoted."""
    if not raised.frames:
        return ""
    line, _, text = raised.frames[-1]
    return f"\n  {path.name}, line {line}:  {text.strip()}"


def late_message(seconds: float, awaited: str) -> str:
    """No answer within the limit."""
    return (
        f"stopped after {seconds:.3g} s before {awaited}: "
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
