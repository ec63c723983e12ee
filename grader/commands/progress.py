"""How far something is, and how long it takes: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from grader.commands.show import console

EVERY_SECONDS = 10.0


@contextlib.contextmanager
def show_progress(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """Shows on standard error; call what it gives after each of the `total` steps."""
    if not sys.stderr.isatty():
        yield _Lines(doing, total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        bar = progress.add_task(doing, total=total)
        yield lambda: progress.advance(bar)


class _Lines:
    """“grading: 120 of 300, about 2 min left”, every ten seconds."""

    def __init__(self, doing: str, total: int) -> None:
        self._doing, self._total, self._done = doing, total, 0
        self._started = self._told = time.monotonic()

    def __call__(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._told >= EVERY_SECONDS:
            self._told = now
            left = (now - self._started) / self._done * (self._total - self._done)
            shown = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
            text = f"{self._doing}: {self._done} of {self._total}, about {shown} left\n"
            sys.stderr.write(text)
            sys.stderr.flush()
