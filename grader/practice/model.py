"""The practice of one exercise, and the file that holds it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from grader.practice.values import Value, encode
from grader.worker.calls import Call

PUBLIC_SEED = 2026  # of every practice case; the numbers of a mark come from another seed
HOME = "practice"


class Like(Struct, frozen=True, tag="like"):
    """An array of this shape, of numbers drawn from these."""

    shape: tuple[int, ...]
    numbers: Value  # some of an array's


class Earlier(Struct, frozen=True, tag="earlier"):
    """An answer that a word compares with another one."""

    answer: int  # to which call of the case, from 0


class Said(Struct, frozen=True, tag="said"):
    """A word about the answer to an earlier call, or about one item of a tuple."""

    word: str
    answer: int  # which call of the case, from 0
    item: int | None
    arguments: dict[str, Value | Earlier]


class Called(Struct, frozen=True, tag="called"):
    """A call; `attempt` where an exception is part of the answer."""

    function: str
    args: tuple[Value, ...]
    kwargs: dict[str, Value]
    attempt: bool = False
    of: int = 0  # 0: of the file as it is; n: of the n-th one that was altered


class Altered(Struct, frozen=True, tag="altered"):
    """From here on there is another submission: the same file, with a source at its end."""

    source: str


class Read(Struct, frozen=True, tag="read"):
    """A word about the text of the file."""

    word: str
    arguments: dict[str, Value]


class Raced(Struct, frozen=True, tag="raced"):
    """A word about the speed of a function, on arguments like these; `expected` is the baseline."""

    word: str
    function: str
    like: tuple[Like | Value, ...]
    settings: dict[str, Value]  # keyword arguments of the function
    arguments: dict[str, Value]  # and of the word


class Launched(Struct, frozen=True, tag="launched"):
    """A kernel's launch; `outputs` are the positions of what it may write to, the judged first."""

    kernel: str
    grid: tuple[int, ...]
    block: tuple[int, ...]
    args: tuple[Value, ...]
    outputs: tuple[int, ...]


class Unmeasurable(Struct, frozen=True, tag="unmeasurable"):
    """Something that no machine without a GPU can measure."""

    why: str


Step = Called | Altered | Read | Said | Raced | Launched | Unmeasurable


class PracticeCheck(Struct, frozen=True):
    """A check: what a learner reads of it, and its cases, step by step."""

    name: str
    sentence: str
    hint: str
    weight: float
    needs: tuple[str, ...]
    cases: dict[str, tuple[Step, ...]]

    @property
    def measures_speed(self) -> bool:
        """Whether it says a word about speed."""
        return any(isinstance(step, Raced) for steps in self.cases.values() for step in steps)


class Known(Struct, frozen=True):
    """A known mistake: what to say about it, and what it answers, by `key` of the call."""

    words: str
    answers: dict[str, Value]


class Practice(Struct, frozen=True):
    """Everything about one exercise that a kit has instead of its checks."""

    slug: str
    seed: int
    checks: tuple[PracticeCheck, ...]
    known: dict[str, Known]
    left_out: dict[str, str] = {}  # checks that could not be recorded, and why


def is_kit(root: Path) -> bool:
    """Whether this course has practice cases and no hidden checks."""
    return (root / HOME).is_dir() and not (root / "solutions").is_dir()


def key(call: Call) -> str:
    """What tells one call from another: a hash of everything in it."""
    import hashlib

    args = tuple(encode(value) for value in call.args)
    kwargs = {name: encode(value) for name, value in sorted(call.kwargs.items())}
    data = msgspec.msgpack.encode(Called(call.function, args, kwargs))
    if call.launching is not None:
        data += msgspec.msgpack.encode(call.launching)
    return hashlib.sha256(data).hexdigest()[:16]
