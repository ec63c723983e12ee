"""How far something is, and how long it takes: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator

from grader.commands.show import console

EVERY_SECONDS = 10.0


@contextlib.contextmanager
def show_progress(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """Shows on standard error; call what it gives after each of the `total` steps."""
    if not sys.stderr.isatty():
        with _lines(doing, total) as advance:
            yield advance
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        bar = progress.add_task(doing, total=total)
        yield lambda: progress.advance(bar)


@contextlib.contextmanager
def _lines(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """“grading: 120 of 300, about 2 min left”, every ten seconds, however long a step takes."""
    done, started, ended = [0], time.monotonic(), threading.Event()

    def advance() -> None:
        done[0] += 1

    def tell() -> None:
        while not ended.wait(EVERY_SECONDS):
            left = time_left(time.monotonic() - started, done[0], total)
            sys.stderr.write(f"{doing}: {done[0]} of {total}{left}\n")
            sys.stderr.flush()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield advance
    finally:
        ended.set()
        teller.join()


def time_left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes, going by what is done; empty before anything is."""
    if not done:
        return ""
    left = seconds / done * (total - done)
    return f", about {left / 60:.0f} min left" if left >= 90 else f", about {left:.0f} s left"
