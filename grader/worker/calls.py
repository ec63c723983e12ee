"""One call of a learner's function, or one launch of a kernel, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from grader.worker.wire import Arguments, Raised

if TYPE_CHECKING:
    from grader.cuda.model import Counts


class Launching(Struct, frozen=True):
    """How a kernel is launched, and what of it is looked at."""

    grid: tuple[int, ...]
    block: tuple[int, ...]
    outputs: tuple[int, ...]  # positions of the arrays that it may write to
    judged: int  # position of the one that is compared

    @property
    def a_block(self) -> int:
        """Threads of a block."""
        return math.prod(self.block)

    @property
    def threads(self) -> int:
        """Of all blocks together."""
        return math.prod(self.grid) * self.a_block


class Call(Struct, frozen=True):
    """One call of a learner's function: enough to repeat it on another submission."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    launching: Launching | None = None  # of a kernel


class Answer(Struct, frozen=True):
    """What came back from a call.

    `raised` is set, and `value` is None, where the call ended in an exception that the check
    asked for. `changed` says that the submission wrote to one of its array arguments. `listener`
    is told how the answer is judged, see `grader.checks.word`. Of a kernel, `counts` is what it was
    seen to do, `parameters` are its names for its arguments, and `noted` keeps a figure for the
    report. `item` says which value of a tuple it is.
    """

    value: Any
    call: Call
    raised: Raised | None = None
    changed: bool = False
    listener: Callable[[str, Answer, dict[str, Any]], None] | None = None
    counts: Counts | None = None
    parameters: tuple[str, ...] = ()
    noted: Callable[[str, float], None] | None = None
    item: int | None = None

    def part(self, index: int) -> Answer:
        """One value of a tuple, as an answer of its own."""
        return msgspec.structs.replace(self, value=self.value[index], item=index)


def call_request(call: Call, module: str, arguments: Arguments) -> dict[str, Any]:
    """The request that makes a worker do `call` with a module that it has loaded."""
    return {
        "call": call.function,
        "module": module,
        "args": [arguments.encode(value) for value in call.args],
        "kwargs": {name: arguments.encode(value) for name, value in call.kwargs.items()},
        "out": arguments.used,
    }
