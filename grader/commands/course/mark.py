"""`course autograde` and `course report`: for those who mark a class."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.choose import chosen
from grader.commands.device import device_option, judged_by
from grader.commands.ending import NOT_PASSED, PASSED, exit_codes
from grader.commands.progress import show_progress
from grader.commands.show import console

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from grader.autograde.batch import Graders
    from grader.gpu.device import Wanted
    from grader.model import Course


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--to",
    "home",
    type=click.Path(path_type=Path),
    default=Path("marks"),
    show_default=True,
    help="The folder of the evidence and of marks.csv.",
)
@click.option(
    "--processes", type=click.IntRange(1, 1024), help="At once. [default: one for each core]"
)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster instead.")
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    help="The file that the hidden numbers follow from. [default: solutions/.secret]",
)
@click.option(
    "--submitted",
    "times",
    type=click.Path(path_type=Path),
    help="A CSV with the columns student, submitted[, exercise]: when, with its time zone.",
)
@click.option("--gradebook", metavar="FILE|URL", help="Also write the marks into nbgrader's.")
@click.option(
    "--resume/--again",
    default=True,
    show_default=True,
    help="Keep what has been graded, or grade everything anew.",
)
@device_option
@click.option(
    "--allow-unsafe", "unsafe", is_flag=True, help="Grade even where there is no sandbox."
)
def autograde(
    submissions: Path,
    slugs: tuple[str, ...],
    home: Path,
    processes: int | None,
    scheduler: str | None,
    secret: Path | None,
    times: Path | None,
    gradebook: str | None,
    resume: bool,
    device: Wanted,
    unsafe: bool,
) -> None:
    """Grade a class: SUBMISSIONS holds a folder, or a zip, for each student.

    What has been graded is kept: run the same command again after whatever went wrong, or when
    more was handed in. Exit code: 0 everybody has a mark, 1 somebody has none yet and marks.csv
    says why, 2 wrong usage, 3 a fault of the grader, 130 stopped with Ctrl-C.
    """
    with exit_codes():
        from grader.autograde.batch import Class
        from grader.autograde.batch import autograde as grade_class
        from grader.autograde.late import read_times
        from grader.autograde.secret import NAME, read_secret
        from grader.autograde.summary import summarise
        from grader.course import find_root, load_course, problem_with_points
        from grader.gpu.device import choose_device

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        if problem := problem_with_points(loaded):
            click.echo(f"Warning: {problem}: totals are out of that", err=True)
        what = Class(
            root,
            loaded,
            judged_by(device, chosen(loaded, slugs)),
            submissions,
            home,
            read_secret(secret or root / "solutions" / NAME),
            read_times(times, [e.slug for e in loaded.exercises]) if times else {},
            not resume,
            scheduler is None and choose_device(device).kind == "cuda",
        )
        graders = _graders(root, loaded, processes, scheduler, device, unsafe)
        try:
            outcome = grade_class(what, graders, functools.partial(show_progress, "grading"))
        except KeyboardInterrupt as stop:
            stop.add_note("What was graded is kept: the same command goes on.")
            raise
        for line in summarise(outcome):
            click.echo(line)
        if gradebook is not None:
            from grader.autograde.gradebook import write_gradebook

            tell = functools.partial(click.echo, err=True)
            written = write_gradebook(gradebook, what.exercises, outcome.marks, tell)
            click.echo(f"gradebook: {written} marks in {gradebook}")
        sys.exit(PASSED if outcome.complete else NOT_PASSED)


def _graders(
    root: Path,
    course: Course,
    processes: int | None,
    scheduler: str | None,
    device: Wanted,
    unsafe: bool,
) -> Callable[[], AbstractContextManager[Graders]]:
    """What will grade: processes here, or a cluster."""
    if scheduler is not None:
        try:
            from grader.autograde.cluster import Cluster
        except ImportError:
            from grader.errors import UsageError

            needs = "--scheduler needs Dask: python -m pip install -e '.[dask]'"
            raise UsageError(needs) from None

        return lambda: Cluster(root, course.exercises, scheduler, unsafe, device)
    from grader.autograde.local import Pool, count_cores

    return lambda: Pool(root, processes or count_cores(), unsafe, device)


@click.command()
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--marks",
    "home",
    type=click.Path(path_type=Path),
    default=Path("marks"),
    show_default=True,
    help="The folder that `course autograde` wrote.",
)
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    help="The one of `course autograde`, if it had one.",
)
@click.option("--html", metavar="FILE|-", help="Write it as one HTML file.")
@click.option("--json", "json_target", metavar="FILE|-", help="Write it as JSON.")
def report(
    slugs: tuple[str, ...],
    home: Path,
    secret: Path | None,
    html: str | None,
    json_target: str | None,
) -> None:
    """How the class did: points, the hardest checks, the commonest mistakes, the time."""
    with exit_codes():
        from grader.autograde.gather import gather_overview, versions_of
        from grader.autograde.page import page
        from grader.autograde.secret import NAME, read_secret
        from grader.autograde.show_overview import print_overview
        from grader.course import find_root, load_course
        from grader.report.json import write_json, write_text

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        exercises = chosen(loaded, slugs)
        known = read_secret(secret or root / "solutions" / NAME, make=False)
        versions = versions_of(root, exercises, known)
        overview = gather_overview(loaded, exercises, home, versions)
        if html:
            write_text(page(overview), html)
        if json_target:
            write_json(overview, json_target)
        if "-" not in (html, json_target):
            print_overview(console(), overview)
        for target in (html, json_target):
            if target and target != "-":
                click.echo(f"written: {target}", err=True)
        if overview.pending:
            click.echo(
                f"{overview.pending} not graded yet by this version of the course and this secret: "
                "if `course autograde` had --secret FILE, say so here, too; else run it again",
                err=True,
            )
