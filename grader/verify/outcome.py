"""What a verification found."""

from __future__ import annotations


class Outcome:
    """Promises that hold, counted, and those that do not, in words."""

    def __init__(self) -> None:
        self.held = 0
        self.problems: list[str] = []

    def promise(self, holds: bool, otherwise: str) -> bool:
        """Count a promise, or note what is wrong: where, and what to do."""
        if holds:
            self.held += 1
        else:
            self.problems.append(otherwise)
        return holds
