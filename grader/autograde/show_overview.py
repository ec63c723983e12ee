"""The overview of a class in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.autograde.overview import BINS, SHOWN, ExerciseView, Overview

BLOCKS = " ▁▂▃▄▅▆▇█"


def print_overview(console: Console, overview: Overview) -> None:
    """One table of the exercises that were tried, then each of them in more detail."""
    console.print(Text(f"{overview.course}: {overview.students} students", "bold"))
    if overview.tried:
        console.print(_table(overview.tried))
    if overview.untried:
        console.print(Text(f"Nobody handed in: {', '.join(overview.untried)}"))
    for view in overview.tried:
        console.print(Group(*_details(view)))


def _table(views: Iterable[ExerciseView]) -> Table:
    table = Table(box=None)
    table.add_column("exercise")
    table.add_column("mean", justify="right")
    table.add_column("median", justify="right")
    table.add_column("of", justify="right")
    table.add_column(f"0{' ' * (BINS - 4)}all")
    table.add_column("status")
    for view in views:
        statuses = ", ".join(f"{count} {status}" for status, count in view.statuses.items())
        table.add_row(
            view.slug,
            "" if view.mean is None else f"{view.mean:.1f}",
            "" if view.median is None else f"{view.median:.1f}",
            f"{view.points:g}",
            spark(view.bins),
            statuses,
        )
    return table


def spark(bins: tuple[int, ...]) -> str:
    """A histogram, one letter a bin."""
    most = max(bins) or 1
    return "".join(BLOCKS[-(-8 * count // most)] for count in bins)


def _details(view: ExerciseView) -> Iterator[RenderableType]:
    yield Text(f"\n{view.title}", "bold")
    hard = [check for check in view.checks if check.failed][:SHOWN]
    if hard:
        yield Text("The hardest checks:")
        yield _list("red", [(f"{100 * c.share:.0f} % did not pass:", c.sentence) for c in hard])
    if view.mistakes:
        yield Text("The commonest mistakes:")
        common = view.mistakes[:SHOWN]
        yield _list("yellow", [(str(m.students), m.diagnosis) for m in common])
    yield Text(view.effort, "dim")


def _list(style: str, lines: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style=style, min_width=7)
    table.add_column()
    for number, words in lines:
        table.add_row(number, Text(words))
    return table
