"""What keeps the interpreter from an answer; each says where, and what to do about it.

Exception
├── Unsupported    the source is no kernel that can be read; the learner rewrites the line
├── OutOfBudget    the kernel does not end in time; the learner looks at its loops and its grid
└── NotCollected   a figure was asked for that this launch has not; the author of a check is wrong
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.cuda.model import Fault


class Unsupported(Exception):
    """The source is not a kernel that the interpreter can read. Says where, what, and what instead.

    Attributes:
        line: 1-based, in the submitted source.
        what: the construct that stands there.
        instead: what to write.
    """

    def __init__(self, line: int, what: str, instead: str) -> None:
        super().__init__(f"line {line}: {what}. Instead: {instead}")
        self.line, self.what, self.instead = line, what, instead


class OutOfBudget(Exception):
    """The kernel ran longer than it may: an endless loop, or a launch that is far too large.

    Attributes:
        line: where it was when the budget was spent.
        faults: what had gone wrong until then; often the reason.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.faults: tuple[Fault, ...] = ()


class NotCollected(Exception):
    """Somebody asked for a figure that this run did not collect."""
