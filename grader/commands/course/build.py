"""`course verify`, `starters`, `new`, `speedups`: for those who build it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.choose import chosen
from grader.commands.ending import NOT_PASSED, PASSED, exit_codes
from grader.commands.progress import show_progress

if TYPE_CHECKING:
    from grader.model import Course, Exercise
    from grader.verify import Outcome


@click.command()
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="Under so many sets of hidden numbers.",
)
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def verify(seeds: int, slugs: tuple[str, ...]) -> None:
    """Everything that must hold before the course is published.

    Folders and entries match, starters are derived and earn nothing, solutions earn everything,
    every submission gets its folder's verdict under several seeds, every check is failed by at
    least one of them, sample tests work, handouts and figures exist in both languages.
    """
    with exit_codes():
        from grader.course import find_root, load_course

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        outcome = verify_aloud(root, loaded, chosen(loaded, slugs), seeds)
        sys.exit(NOT_PASSED if outcome.problems else PASSED)


def verify_aloud(root: Path, course: Course, exercises: list[Exercise], seeds: int) -> Outcome:
    """Verify, and say what was found."""
    from grader.verify import count_steps, verify_course

    with show_progress("verifying", count_steps(root, exercises)) as advance:
        outcome = verify_course(root, course, exercises, seeds, advance)
    for problem in outcome.problems:
        click.echo(f"✗ {problem}")
    click.echo(f"{outcome.held} promises hold, {len(outcome.problems)} do not")
    return outcome


@click.command()
@click.option("--overwrite", is_flag=True, help="Also files that somebody has written code in.")
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def starters(slugs: tuple[str, ...], overwrite: bool) -> None:
    """Derive every starter anew from its solution.

    Whatever else was changed in exercises/EXERCISE/EXERCISE.py is lost; a file in which a function
    is written already is left alone.
    """
    with exit_codes():
        from grader.course import find_root, load_course
        from grader.publish.starter import write_starter

        root = find_root(Path.cwd())
        for exercise in chosen(load_course(root / "course.yml"), slugs):
            changed = write_starter(root, exercise.slug, overwrite)
            click.echo(f"{exercise.slug}: {'written' if changed else 'up to date'}")


@click.command()
@click.argument("slug")
def new(slug: str) -> None:
    """A new exercise: its folders and its entry, working, for you to change."""
    with exit_codes():
        from grader.course import find_root
        from grader.publish.new import new_exercise

        for line in new_exercise(find_root(Path.cwd()), slug):
            click.echo(line)


@click.command()
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
        for exercise in chosen(load_course(root / "course.yml"), slugs):
            for case, ratio in write_speedups(root, exercise).items():
                click.echo(f"{exercise.slug} {case}: {ratio:.3g} times")
