"""The commands `grade` and `course`: parse, call, print, exit code; nothing else.

Imports are inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from grader.model import Course, Exercise, Report

PASSED, NOT_PASSED, OUR_ERROR, INTERRUPTED = 0, 1, 3, 130
LARGEST_SEED = 2**32 - 1


@contextlib.contextmanager
def exit_codes() -> Iterator[None]:
    """Every way to end, with a message and an exit code."""
    import signal

    from grader.errors import GraderError, UsageError

    for stream in (sys.stdout, sys.stderr):  # a terminal without ✓ gets a ? instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for number in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal must clean up, too
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except GraderError as error:
        click.echo(f"Error: {error}\nThis is not your code's fault.", err=True)
        sys.exit(OUR_ERROR)
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing is left running.", err=True)
        sys.exit(INTERRUPTED)
    except (click.exceptions.Exit, click.ClickException, SystemExit):
        raise
    except BrokenPipeError:  # `grade | head`
        sys.stderr.close()
        sys.exit(NOT_PASSED)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("Error: a bug in the grader, not in your code; please report it.", err=True)
        sys.exit(OUR_ERROR)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this folder, which holds EXERCISE/EXERCISE.py, or one file. [default: exercises]",
)
@click.option("--hint", is_flag=True, help="A hint for the first thing that does not pass.")
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    help="Draw the same hidden numbers again. [default: new ones each time]",
)
@click.option("--json", "json_target", metavar="FILE|-", help="Write the report as JSON.")
@click.version_option(package_name="conv2npu")
def grade(
    slugs: tuple[str, ...],
    submission: Path | None,
    hint: bool,
    seed: int | None,
    json_target: str | None,
) -> None:
    """Grade your exercises: all of them, or those that you name.

    Exit code: 0 everything passed, 1 something did not, 2 wrong usage, 3 a fault of the grader.
    """
    with exit_codes():
        import secrets
        import time

        from grader.course import find_root, load_course
        from grader.model import Verdict
        from grader.report.json import write_json

        started = time.time()
        root = find_root(Path.cwd())
        course = load_course(root / "course.yml")
        exercises = _chosen(course, slugs)
        paths = _paths(submission or root / "exercises", exercises)
        seed = secrets.randbelow(LARGEST_SEED + 1) if seed is None else seed
        result = _grade_all(root, course, exercises, paths, seed, started)
        if json_target:
            write_json(result, json_target)
        if json_target != "-":
            from grader.report.terminal import print_report

            print_report(_console(), result, hint, exercises == list(course.exercises))
        verdicts = {case.verdict for item in result.exercises for case in item.results}
        if Verdict.ERROR in verdicts:
            sys.exit(OUR_ERROR)
        sys.exit(PASSED if verdicts == {Verdict.PASSED} else NOT_PASSED)


def _chosen(course: Course, slugs: tuple[str, ...]) -> list[Exercise]:
    """The exercises asked for, in the order of the course."""
    import difflib

    from grader.errors import UsageError

    known = [exercise.slug for exercise in course.exercises]
    for slug in slugs:
        if slug not in known:
            close = difflib.get_close_matches(slug, known, n=1)
            tip = f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
            raise UsageError(f"there is no exercise {slug!r}: {tip}")
    return [exercise for exercise in course.exercises if not slugs or exercise.slug in slugs]


def _paths(submission: Path, exercises: list[Exercise]) -> list[Path]:
    """Where each exercise's file should be; missing files are the judge's business."""
    from grader.errors import UsageError

    if not submission.exists():
        raise UsageError(f"{submission}: there is no such file or folder")
    if submission.is_dir():
        nested = [submission / exercise.slug / f"{exercise.slug}.py" for exercise in exercises]
        flat = [submission / f"{exercise.slug}.py" for exercise in exercises]
        if any(path.exists() for path in nested):
            return nested
        if any(path.exists() for path in flat):
            return flat
        first = f"{exercises[0].slug}.py"
        raise UsageError(
            f"{submission}: no submission in it: neither {exercises[0].slug}/{first} nor {first}, "
            "nor any other exercise"
        )
    if len(exercises) != 1:
        raise UsageError(
            f"{submission} is one file: say which exercise it is for, "
            f"for example `grade {exercises[0].slug} --submission {submission}`"
        )
    return [submission]


def _grade_all(
    root: Path,
    course: Course,
    exercises: list[Exercise],
    paths: list[Path],
    seed: int,
    started: float,
) -> Report:
    from grader.grading import Grader

    with Grader(root, course) as grader:
        cases = sum(
            len(check.cases) for exercise in exercises for check in grader.prepare(exercise)
        )
        with _progress("grading", cases) as advance:
            graded = [
                grader.grade(exercise, _shortest(path), seed, advance)
                for exercise, path in zip(exercises, paths, strict=True)
            ]
        return grader.report(graded, seed, started)


def _shortest(path: Path) -> Path:
    """Relative to where the learner is, if it lies below."""
    resolved, here = path.absolute(), Path.cwd()
    return resolved.relative_to(here) if resolved.is_relative_to(here) else path


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


@contextlib.contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while something takes time; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress

    with Progress(console=_console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def course() -> None:
    """For those who build or teach the course."""


@course.command()
@click.option("--seeds", type=click.IntRange(1, 1000), default=5, show_default=True)
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def verify(seeds: int, slugs: tuple[str, ...]) -> None:
    """Everything that must hold before the course is published.

    Folders and entries match, starters are derived and earn nothing, solutions earn everything,
    every submission gets its folder's verdict under several seeds, every check is failed by at
    least one of them, sample tests work, handouts and figures exist in both languages.
    """
    with exit_codes():
        from grader.course import find_root, load_course
        from grader.verify import count_steps, verify_course

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        chosen = _chosen(loaded, slugs)
        with _progress("verifying", count_steps(root, chosen, seeds)) as advance:
            outcome = verify_course(root, loaded, chosen, seeds, advance)
        for problem in outcome.problems:
            click.echo(f"✗ {problem}")
        click.echo(f"{outcome.held} promises hold, {len(outcome.problems)} do not")
        sys.exit(NOT_PASSED if outcome.problems else PASSED)


@course.command()
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def starters(slugs: tuple[str, ...]) -> None:
    """Derive every starter anew from its solution."""
    with exit_codes():
        from grader.course import find_root, load_course
        from grader.publish.starter import write_starter

        root = find_root(Path.cwd())
        for exercise in _chosen(load_course(root / "course.yml"), slugs):
            changed = write_starter(root, exercise.slug)
            click.echo(f"{exercise.slug}: {'written' if changed else 'up to date'}")


@course.command()
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def speedups(slugs: tuple[str, ...]) -> None:
    """Measure how much faster than their visible baselines the solutions are.

    Writes exercises/EXERCISE/speedups.json, which learners' kits compare with, since they hold no
    solutions. Run it on a quiet machine.
    """
    with exit_codes():
        from grader.course import find_root, load_course
        from grader.publish.speedups import write_speedups

        root = find_root(Path.cwd())
        for exercise in _chosen(load_course(root / "course.yml"), slugs):
            for case, ratio in write_speedups(root, exercise).items():
                click.echo(f"{exercise.slug} {case}: {ratio:.3g} times")


if __name__ == "__main__":
    grade()
