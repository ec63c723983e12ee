"""The report as a table, what went wrong and why, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.checks.show import printable
from grader.model import Graded, Report, Result, Verdict
from grader.report.built import spell_built
from grader.report.faults import first_fault, not_run, worth_explaining
from grader.report.speed import spell_speed

STYLES = {
    Verdict.PASSED: "green",
    Verdict.SKIPPED: "dim",
    Verdict.MISSING: "dim",
    Verdict.SLOW: "yellow",
    Verdict.ERROR: "magenta",
}
SIGNS = {
    Verdict.PASSED: "✓",
    Verdict.SKIPPED: "·",
    Verdict.MISSING: "·",
    Verdict.SLOW: "~",
    Verdict.ERROR: "!",
}
OUTPUT_LINES = 12


def print_report(
    console: Console, report: Report, hint: bool, complete: bool, again: bool = True
) -> None:
    """Print everything that a learner should see of one attempt.

    Args:
        console: where to.
        report: what was found.
        hint: also print the hint of the first check that did not pass.
        complete: the report covers every exercise of the course.
        again: say how to grade the same numbers again, with the seed.
    """
    console.print(_table(report))
    if report.attempt.device:
        console.print(Text(f"  {printable(report.attempt.device)}", "dim"))
    if len(report.exercises) > 1:  # of one, the details say it
        for line in _unmeasured(report):
            console.print(line)
    for graded in report.exercises:
        if graded.verdict not in (Verdict.PASSED, Verdict.MISSING) or len(report.exercises) == 1:
            console.print(_details(graded))
    for renderable in _next_step(report, hint, complete, again):
        console.print(renderable)


def _table(report: Report) -> Table:
    table = Table(
        title=Text(printable(report.course), "bold"),
        title_justify="left",
        title_style="bold",
        box=None,
    )
    table.add_column("")
    table.add_column("exercise")
    table.add_column("verdict")
    table.add_column("points", justify="right")
    for graded in report.exercises:
        style = STYLES.get(graded.verdict, "red")
        sign = SIGNS.get(graded.verdict, "✗")
        verdict = "not written yet" if graded.verdict is Verdict.MISSING else graded.verdict.value
        points = f"{_points(graded.score.earned)} / {_points(graded.score.possible)}"
        table.add_row(Text(sign, style), graded.slug, Text(verdict, style), points)
    if len(report.exercises) > 1:
        total = f"{_points(report.score.earned)} / {_points(report.score.possible)}"
        table.add_section()
        table.add_row("", Text("all", "bold"), "", Text(total, "bold"))
    return table


def _unmeasured(report: Report) -> Iterator[Text]:
    """What this machine lacks is no silent pass."""
    found: dict[str, list[str]] = {}
    for graded in report.exercises:
        for result in graded.results:
            if result.unmeasured:
                found.setdefault(result.message, []).append(graded.slug)
    for message, slugs in found.items():
        yield Text(f"  {', '.join(dict.fromkeys(slugs))}: {message}; no points are at stake", "dim")


def _points(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _details(graded: Graded) -> Group:
    """Each check as a line; for a few that failed, one failing case and why."""
    lines: list[RenderableType] = [Text(f"\n{graded.title}", "bold")]
    checks = [list(group) for _, group in groupby(graded.results, key=lambda item: item.check)]
    cause = not_run(graded.results)
    if cause is not None:
        lines.append(Padding(_explanation(cause, set()), (0, 0, 1, 2)))
        lines += [Text(f"· {cases[0].sentence}  (not run)", "dim") for cases in checks]
    else:
        lines += _judged(checks)
    told_of_cards = [*map(spell_built, graded.built), *filter(None, [graded.not_built])]
    lines += [Padding(Text(printable(line), "dim"), (0, 0, 0, 2)) for line in told_of_cards]
    return Group(*lines)


def _judged(checks: Sequence[Sequence[Result]]) -> Iterator[RenderableType]:
    """The checks of a file that ran."""
    explained = worth_explaining(checks)
    told: set[str] = set()
    for cases in checks:
        failed = first_fault(cases)
        yield _line(cases, failed)
        for case in cases:
            if case.speed is not None:
                text = Text(f"{case.case}: {spell_speed(case.speed)}", "dim")
                yield Padding(text, (0, 0, 0, 4))
        if failed is not None and any(failed is fault for fault in explained):
            named = failed.verdict is Verdict.SLOW and len(cases) > 1
            yield Padding(_explanation(failed, told, named), (0, 0, 1, 4))


def _line(cases: Sequence[Result], failed: Result | None) -> Text:
    verdict = Verdict.PASSED if failed is None else failed.verdict
    line = Text.assemble((f"{SIGNS.get(verdict, '✗')} ", STYLES.get(verdict, "red")))
    line.append(cases[0].sentence, "" if verdict is not Verdict.SKIPPED else "dim")
    bad = sum(case.verdict not in (Verdict.PASSED, Verdict.SKIPPED) for case in cases)
    if bad and len(cases) > 1 and verdict is not Verdict.MISSING:
        fail = "fails" if bad == 1 else "fail"
        line.append(f"  ({bad} of {len(cases)} cases {fail})", "dim")
    if failed is not None and verdict is Verdict.SKIPPED:
        line.append(f"  ({failed.message})", "dim")
    return line


def _explanation(result: Result, told: set[str], named: bool = False) -> Group:
    parts: list[RenderableType] = []
    if result.diagnosis:
        parts.append(Text.assemble(("Why: ", "bold yellow"), (result.diagnosis, "yellow")))
    parts.append(Text(f"{result.case}: {result.message}" if named else result.message))
    if result.output and "output" not in told:
        told.add("output")
        lines = result.output.rstrip().split("\n")
        shown = lines[:OUTPUT_LINES] + (["…"] if len(lines) > OUTPUT_LINES else [])
        parts.append(Text("Your code printed:", "dim"))
        text = Text("\n".join(shown), "dim", no_wrap=True, overflow="ellipsis")
        parts.append(Padding(text, (0, 0, 0, 2)))
    return Group(*parts)


def _next_step(
    report: Report, hint: bool, complete: bool, repeat: bool
) -> Iterator[RenderableType]:
    todo = next((g for g in report.exercises if g.verdict is not Verdict.PASSED), None)
    if todo is None:
        done = (
            "The course is done. Well done." if complete else "Well done. `grade` shows the rest."
        )
        yield Text(f"\n{done}", "green")
        return
    failed = first_fault(todo.results)
    if todo.verdict is Verdict.ERROR:
        message = failed.message if failed else ""
        yield Text(f"{todo.slug} could not be judged; this costs no points: {message}", "magenta")
        return
    if hint and failed is not None:
        yield Panel(Text(failed.hint), title=f"hint: {todo.slug}", title_align="left")
    text = Text.assemble(("\nNext: ", "bold"))
    handout = f"exercises/{todo.slug}/README.md (한국어: README.ko.md)"
    if todo.verdict is Verdict.MISSING:
        text.append(f"read {handout}, then write your code in {todo.path}")
        if failed is not None:
            text.append(f"\n({failed.message})", "dim")
    else:
        text.append(f"mend {todo.path}; the handout is {handout}")
    again = _command(todo)
    if not hint:
        text.append(f"\nA hint:                  {again} --hint", "dim")
    if repeat and todo.verdict is not Verdict.MISSING:
        text.append(f"\nThe same numbers again:  {again} --seed {report.attempt.seed}", "dim")
    yield text


def _command(graded: Graded) -> str:
    """What to type to grade this exercise once more."""
    usual = graded.path.endswith(f"exercises/{graded.slug}/{graded.slug}.py")
    return f"grade {graded.slug}" + ("" if usual else f" --submission {graded.path}")
