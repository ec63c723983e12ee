"""`course publish`: for those who hand it out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.commands.choose import chosen
from grader.commands.course.build import verify_aloud
from grader.commands.ending import NOT_PASSED, exit_codes
from grader.commands.progress import show_progress

FC = TypeVar("FC", bound=Callable[..., object])


def _target(name: str, what: str, folder: bool = False) -> Callable[[FC], FC]:
    """An option that names what to write."""
    kind = click.Path(path_type=Path)
    return click.option(name, type=kind, metavar="DIR" if folder else "FILE", help=what)


@click.command()
@_target("--to", "A student kit: a new folder.", folder=True)
@_target("--zip", "A student kit as one file.")
@_target("--nbgrader", "A course for nbgrader: a new folder.", folder=True)
@_target("--gradescope", "An autograder for Gradescope, which is one assignment.")
@_target("--classroom", "A template repository for GitHub Classroom: a new folder.", folder=True)
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--unverified", is_flag=True, help="Do not verify first; PUBLISHED.txt says so.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="Verify under so many sets of hidden numbers.",
)
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def publish(unverified: bool, seeds: int, slugs: tuple[str, ...], **targets: Any) -> None:
    """Hand out the course, or the exercises that you name, once `course verify` holds for them.

    What students get is looked through for solutions, hidden checks and secrets before anything
    is written. The same course gives the same bytes.
    """
    with exit_codes():
        import msgspec

        from grader.course import find_root, load_course
        from grader.errors import UsageError
        from grader.publish.publish import Targets, count_steps
        from grader.publish.publish import publish as publish_course

        if not any(isinstance(target, Path) for target in targets.values()):
            raise UsageError("say what to publish: --to DIR, or another; see --help")
        wanted = Targets(folder=targets.pop("to"), **targets)
        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        part = msgspec.structs.replace(loaded, exercises=tuple(chosen(loaded, slugs)))
        wanted.refuse_full()
        verified = None
        if not unverified:
            outcome = verify_aloud(root, loaded, list(part.exercises), seeds)
            if outcome.problems:
                click.echo("Nothing was published.")
                sys.exit(NOT_PASSED)
            verified = f"{outcome.held} promises hold, under {seeds} seeds"
        steps = count_steps(root, part, wanted, verified is not None)
        with show_progress("publishing", steps) as advance:
            lines = publish_course(root, part, wanted, verified, advance)
        for line in lines:
            click.echo(line)
