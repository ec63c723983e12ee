"""Collects what a kernel did wrong: the first time on each line, with thread and block."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.cuda.lanes import Group, Mask
from grader.cuda.model import Fault
from grader.cuda.numbers import Value

MOST = 20  # faults of one launch


class Faults:
    """The faults so far. `group` is the one that runs, and names the threads."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int, str], Fault] = {}
        self.group: Group | None = None

    def add(
        self, kind: str, line: int, bad: Mask, what: str, about: str = "", lanes: int = 0
    ) -> None:
        """Keep this fault if it is the first of its kind on this line about this array.

        Args:
            kind: see `Fault`.
            line: of the source.
            bad: the lanes that did it; the first one is named.
            what: the message, with {who} where thread and block belong.
            about: the array or variable.
            lanes: how many did it, where `bad` names only one of them.
        """
        key = (kind, line, about)
        if key in self.found or len(self.found) >= MOST or self.group is None:
            return
        thread, block = self.group.name(int(self.group.thread[bad.where[0]]))
        message = what.replace("{who}", f"thread {thread} of block {block}")
        self.found[key] = Fault(kind, line, message, thread, block, lanes or bad.count)

    def name(self, thread: int) -> str:
        """Thread and block, as the messages spell them."""
        if self.group is None:
            return "another thread"
        within, block = self.group.name(thread)
        return f"thread {within} of block {block}"


def entry(value: Value, lane: int) -> Any:
    """What one lane holds."""
    return (value[lane] if isinstance(value, np.ndarray) else value).item()
