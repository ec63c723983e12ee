"""`grade`: what a learner runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.choose import chosen, submitted_paths
from grader.commands.device import device_option, judged_by
from grader.commands.ending import NOT_PASSED, OUR_ERROR, PASSED, exit_codes
from grader.commands.progress import show_progress
from grader.commands.show import console

if TYPE_CHECKING:
    from grader.gpu.device import Wanted
    from grader.grading import Grader
    from grader.model import Course, Exercise, Report

LARGEST_SEED = 2**53 - 1  # as in grader/grading.py, which takes long to import


def _seed(_: click.Context, __: click.Parameter, typed: str | None) -> int | None:
    """What was typed after --seed, as a number."""
    if typed is None:
        return None
    plain = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LARGEST_SEED))
    if not plain or int(typed) > LARGEST_SEED:
        raise click.BadParameter(f"{typed!r} is no whole number from 0 to {LARGEST_SEED}")
    return int(typed)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this folder, which holds EXERCISE/EXERCISE.py or .ipynb, or one file. "
    "[default: exercises]",
)
@click.option("--hint", is_flag=True, help="A hint for the first thing that does not pass.")
@click.option(
    "--explain", is_flag=True, help="For CUDA kernels: what each line moves, and where it waits."
)
@device_option
@click.option(
    "--seed",
    metavar="NUMBER",
    callback=_seed,
    help="Draw the hidden numbers of a report again. Without it they are new each time; in a "
    "student kit they are always the same.",
)
@click.option(
    "--allow-unsafe",
    is_flag=True,
    help="Grade files of another user even where this machine has no sandbox (tier C).",
)
@click.option("--json", "json_target", metavar="FILE|-", help="Write the report as JSON.")
@click.version_option(package_name="conv2npu")
def grade(
    slugs: tuple[str, ...],
    submission: Path | None,
    hint: bool,
    explain: bool,
    device: Wanted,
    seed: int | None,
    allow_unsafe: bool,
    json_target: str | None,
) -> None:
    """Grade your exercises: all of them, or those that you name or number: `grade 5` is the
    fifth.

    Exit code: 0 everything passed, 1 something did not, 2 wrong usage, 3 a fault of the grader,
    130 stopped with Ctrl-C.
    """
    with exit_codes():
        import time

        from grader.course import find_root, load_course
        from grader.gpu.device import choose_device
        from grader.grading import Grader, attempt_seed
        from grader.model import Verdict
        from grader.practice import is_kit
        from grader.report.json import write_json

        started = time.time()
        root = find_root(Path.cwd())
        course = load_course(root / "course.yml")
        exercises = judged_by(device, chosen(course, slugs))
        judge = choose_device(device)
        paths = submitted_paths(submission or root / "exercises", exercises)
        seed = attempt_seed(root, seed)
        others = not allow_unsafe and _belong_to_others(paths)
        elsewhere = submission is not None
        with Grader(root, course, others=others, compiles=True, device=judge) as grader:
            result = _grade_all(grader, exercises, paths, seed, started, elsewhere)
        if json_target:
            write_json(result, json_target)
        if json_target != "-":
            from grader.report.terminal import print_report

            complete = exercises == list(course.exercises)
            print_report(console(), result, hint, complete, again=not is_kit(root))
            _explain_practice(root, exercises)
            if explain:
                _explain_kernels(root, course, exercises, paths, seed, others)
                if len(exercises) > 1:  # of one, the report says it
                    _show_built(result)
        cases = [case for item in result.exercises for case in item.results]
        verdicts = {case.verdict for case in cases if not case.unmeasured}
        if Verdict.ERROR in verdicts:
            sys.exit(OUR_ERROR)
        sys.exit(PASSED if verdicts == {Verdict.PASSED} else NOT_PASSED)


def _grade_all(
    grader: Grader,
    exercises: list[Exercise],
    paths: list[Path],
    seed: int,
    started: float,
    elsewhere: bool,
) -> Report:
    cases = sum(len(check.cases) for exercise in exercises for check in grader.prepare(exercise))
    if elsewhere:
        _warn_of_tier_c(grader.isolation)
    with show_progress("grading", cases) as advance:
        graded = [
            grader.grade(exercise, _shortest(path), seed, advance)
            for exercise, path in zip(exercises, paths, strict=True)
        ]
    return grader.report(graded, seed, started)


def _explain_kernels(
    root: Path,
    course: Course,
    exercises: list[Exercise],
    paths: list[Path],
    seed: int,
    others: bool,
) -> None:
    """Look inside every exercise that launches a kernel."""
    from grader.grading import Grader
    from grader.report.explain import explain
    from grader.worker.source import read_code

    with Grader(root, course, others=others) as grader:
        for exercise, path in zip(exercises, paths, strict=True):
            call = grader.launch_to_explain(exercise, path, seed)
            if call is None:
                click.echo(
                    f"\n{exercise.slug}: no kernel was launched, so there is none to explain"
                )
                continue
            for line in explain(read_code(path).decode(), call, exercise.call_seconds):
                click.echo(line)


def _show_built(report: Report) -> None:
    """What the kernels take on real cards."""
    from grader.report.built import spell_built

    for graded in report.exercises:
        for line in map(spell_built, graded.built):
            click.echo(f"{graded.slug}: {line}")


def _belong_to_others(paths: list[Path]) -> bool:
    """Whether one of the files is owned by another user than the one who grades."""
    import os

    return any(path.lstat().st_uid != os.getuid() for path in paths if path.exists())


def _warn_of_tier_c(isolation: str) -> None:
    """Who grades a folder from elsewhere should know how it is run."""
    if isolation.startswith("C:"):
        click.echo(
            "Warning: this machine has no sandbox (tier C): what is graded may do all that you "
            "may. Grade only what you trust.",
            err=True,
        )


def _explain_practice(root: Path, exercises: list[Exercise]) -> None:
    """In a student kit: what was judged, and what could not be."""
    from grader.practice import is_kit, load_practice

    if not is_kit(root):
        return
    click.echo("\nThese were practice cases; other numbers decide about your mark.")
    for exercise in exercises:
        missing = load_practice(root, exercise.slug).left_out
        if missing:
            names = "; ".join(missing)
            click.echo(f"{exercise.slug}: asked for your mark, and not here: {names}")


def _shortest(path: Path) -> Path:
    """Relative to where the learner is, if it lies below."""
    resolved, here = path.absolute(), Path.cwd()
    return resolved.relative_to(here) if resolved.is_relative_to(here) else path
