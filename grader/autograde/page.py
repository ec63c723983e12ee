"""The overview of a class as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from grader.autograde.overview import SHOWN, ExerciseView, Overview

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
td.n { text-align: right; } rect { fill: #3b6ea5; } .dim { color: #666; } li { margin: .2rem 0; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } .dim { color: #999 } }
"""
WIDTH, HEIGHT = 160, 32


def page(overview: Overview) -> str:
    """HTML, with the words of submissions nowhere but as text."""
    title = escape(f"{overview.course}: {overview.students} students")
    body = "\n".join(part for view in overview.tried for part in _exercise(view))
    rows = "\n".join(_row(view) for view in overview.tried)
    untried = ", ".join(map(escape, overview.untried))
    nobody = f"<p>Nobody handed in: {untried}</p>" if untried else ""
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{STYLE}</style>
<h1>{title}</h1>
<table><tr><th>exercise<th>mean<th>median<th>of<th>points<th>status</tr>
{rows}
</table>
{nobody}
{body}
</html>
"""


def _row(view: ExerciseView) -> str:
    statuses = ", ".join(f"{count} {status}" for status, count in view.statuses.items())
    return (
        f"<tr><td>{escape(view.slug)}<td class=n>{_number(view.mean)}"
        f"<td class=n>{_number(view.median)}<td class=n>{view.points:g}"
        f"<td>{_bars(view.bins)}<td>{escape(statuses)}</tr>"
    )


def _students(count: int) -> str:
    return "1 student" if count == 1 else f"{count} students"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _bars(bins: tuple[int, ...]) -> str:
    """A histogram as SVG; each bar says its count."""
    most, width = max(bins) or 1, WIDTH / len(bins)
    bars = "".join(
        f'<rect x="{index * width:.0f}" y="{HEIGHT * (1 - count / most):.1f}" '
        f'width="{width - 2:.0f}" height="{HEIGHT * count / most:.1f}">'
        f"<title>{_students(count)}</title></rect>"
        for index, count in enumerate(bins)
    )
    label = f"students by tenths of the points: {', '.join(map(str, bins))}"
    return f'<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{label}">{bars}</svg>'


def _exercise(view: ExerciseView) -> Iterator[str]:
    yield f"<h2>{escape(view.title)}</h2>"
    hard = [check for check in view.checks if check.failed][:SHOWN]
    if hard:
        yield "<h3>The hardest checks</h3><ul>"
        yield from (
            f"<li>{100 * c.share:.0f} % did not pass: {escape(c.sentence)}</li>" for c in hard
        )
        yield "</ul>"
    if view.mistakes:
        yield "<h3>The commonest mistakes</h3><ul>"
        yield from (
            f"<li>{_students(m.students)}: {escape(m.diagnosis)}</li>"
            for m in view.mistakes[:SHOWN]
        )
        yield "</ul>"
    yield f"<p class=dim>{view.effort}.</p>"
