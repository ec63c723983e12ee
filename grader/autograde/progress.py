"""How far a batch is, and how long it will take: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

EVERY_SECONDS = 10.0


@contextlib.contextmanager
def show_progress(total: int) -> Iterator[Callable[[], None]]:
    """Shows on standard error; call what it gives after each attempt."""
    if not sys.stderr.isatty():
        yield _Lines(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("grading", total=total)
        yield lambda: progress.advance(bar)


class _Lines:
    """“120 of 300 graded, about 2 min left”, every ten seconds."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._started = self._told = time.monotonic()

    def __call__(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._told >= EVERY_SECONDS:
            self._told = now
            left = (now - self._started) / self._done * (self._total - self._done)
            shown = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
            text = f"{self._done} of {self._total} graded, about {shown} left\n"
            sys.stderr.write(text)
            sys.stderr.flush()
