"""The commands `grade` and `course`: parse, call, print, exit code; nothing else.

Imports are inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import functools
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.console import Console

    from grader.autograde.batch import Graders
    from grader.gpu.device import Wanted
    from grader.grading import Grader
    from grader.model import Course, Exercise, Report
    from grader.verify import Outcome

FC = TypeVar("FC", bound=Callable[..., object])

PASSED, NOT_PASSED, OUR_ERROR, INTERRUPTED = 0, 1, 3, 130
LARGEST_SEED = 2**32 - 1  # as in grader/grading.py, which takes long to import


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


def _device_option(command: FC) -> FC:
    """Which device judges kernels; grader/gpu/device.py says what each of them means."""
    return click.option(
        "--device",
        type=click.Choice(["auto", "cpu", "sim", "cuda"]),  # as in grader/gpu/device.py
        default="auto",
        show_default=True,
        help="What judges CUDA kernels: a GPU if there is one (auto), the interpreter alone (sim), "
        "a GPU (cuda), or nothing, so that they are left out (cpu).",
    )(command)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this folder, which holds EXERCISE/EXERCISE.py, or one file. [default: exercises]",
)
@click.option("--hint", is_flag=True, help="A hint for the first thing that does not pass.")
@click.option(
    "--explain", is_flag=True, help="For CUDA kernels: what each line moves, and where it waits."
)
@_device_option
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    help="Draw the same hidden numbers again. [default: new ones each time]",
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
    """Grade your exercises: all of them, or those that you name.

    Exit code: 0 everything passed, 1 something did not, 2 wrong usage, 3 a fault of the grader.
    """
    with exit_codes():
        import time

        from grader.course import find_root, load_course
        from grader.gpu.device import choose_device
        from grader.grading import Grader, attempt_seed
        from grader.model import Verdict
        from grader.report.json import write_json

        started = time.time()
        root = find_root(Path.cwd())
        course = load_course(root / "course.yml")
        exercises = _judged_on(device, _chosen(course, slugs))
        chosen = choose_device(device)
        paths = _paths(submission or root / "exercises", exercises)
        seed = attempt_seed(root, seed)
        others = not allow_unsafe and _belong_to_others(paths)
        elsewhere = submission is not None
        with Grader(root, course, others=others, compiles=True, device=chosen) as grader:
            result = _grade_all(grader, exercises, paths, seed, started, elsewhere)
        if json_target:
            write_json(result, json_target)
        if json_target != "-":
            from grader.report.terminal import print_report

            print_report(_console(), result, hint, exercises == list(course.exercises))
            _explain_practice(root)
            if explain:
                _explain_kernels(root, course, exercises, paths, seed, others)
                if len(exercises) > 1:  # of one, the report says it
                    _show_built(result)
        cases = [case for item in result.exercises for case in item.results]
        verdicts = {case.verdict for case in cases if not case.unmeasured}
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


def _judged_on(device: Wanted, chosen: list[Exercise]) -> list[Exercise]:
    """Those exercises that the device judges; the others are named."""
    from grader.gpu.device import judged_on

    exercises, left_out = judged_on(chosen, device)
    if left_out:
        click.echo(f"Left out, for they have kernels: {', '.join(left_out)}", err=True)
    return exercises


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
    with _progress("grading", cases) as advance:
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

    with Grader(root, course, others=others) as grader:
        for exercise, path in zip(exercises, paths, strict=True):
            call = grader.launch_to_explain(exercise, path, seed)
            if call is None:
                click.echo(
                    f"\n{exercise.slug}: no kernel was launched, so there is none to explain"
                )
                continue
            for line in explain(path.read_text(encoding="utf-8"), call, exercise.call_seconds):
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


def _explain_practice(root: Path) -> None:
    from grader.practice import is_kit

    if is_kit(root):
        click.echo("\nThese were practice cases; other numbers decide about your mark.")


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

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        outcome = _verify(root, loaded, _chosen(loaded, slugs), seeds)
        sys.exit(NOT_PASSED if outcome.problems else PASSED)


def _verify(root: Path, course: Course, chosen: list[Exercise], seeds: int) -> Outcome:
    """Verify, and say what was found."""
    from grader.verify import count_steps, verify_course

    with _progress("verifying", count_steps(root, chosen)) as advance:
        outcome = verify_course(root, course, chosen, seeds, advance)
    for problem in outcome.problems:
        click.echo(f"✗ {problem}")
    click.echo(f"{outcome.held} promises hold, {len(outcome.problems)} do not")
    return outcome


def _target(name: str, what: str, folder: bool = False) -> Callable[[FC], FC]:
    """An option that names what to write."""
    kind = click.Path(path_type=Path)
    return click.option(name, type=kind, metavar="DIR" if folder else "FILE", help=what)


@course.command()
@_target("--to", "A student kit: a new folder.", folder=True)
@_target("--zip", "A student kit as one file.")
@_target("--nbgrader", "A course for nbgrader: a new folder.", folder=True)
@_target("--gradescope", "An autograder for Gradescope, of the exercises that you name, or all.")
@_target("--classroom", "A template repository for GitHub Classroom: a new folder.", folder=True)
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--unverified", is_flag=True, help="Do not verify first; the kit's log says so.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=5, show_default=True)
@click.argument("slugs", metavar="[EXERCISE]...", nargs=-1)
def publish(unverified: bool, seeds: int, slugs: tuple[str, ...], **targets: Any) -> None:
    """Hand the course out, once everything holds that `course verify` looks at.

    What students get is looked through for solutions, hidden checks and secrets before anything
    is written. The same course gives the same bytes.
    """
    with exit_codes():
        from grader.course import find_root, load_course
        from grader.errors import UsageError
        from grader.publish.publish import Targets
        from grader.publish.publish import publish as publish_course

        if not any(isinstance(target, Path) for target in targets.values()):
            raise UsageError("say what to publish: --to DIR, or another; see --help")
        wanted = Targets(folder=targets.pop("to"), slugs=slugs, **targets)
        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        _chosen(loaded, slugs)
        verified = None
        if not unverified:
            outcome = _verify(root, loaded, list(loaded.exercises), seeds)
            if outcome.problems:
                click.echo("Nothing was published.")
                sys.exit(NOT_PASSED)
            verified = f"{outcome.held} promises hold, under {seeds} seeds"
        for line in publish_course(root, loaded, wanted, verified):
            click.echo(line)


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
@click.argument("slug")
def new(slug: str) -> None:
    """A new exercise: its folders and its entry, working, for you to change."""
    with exit_codes():
        from grader.course import find_root
        from grader.publish.new import new_exercise

        for line in new_exercise(find_root(Path.cwd()), slug):
            click.echo(line)


@course.command()
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
    help="A CSV with the columns student, submitted[, exercise]: when they handed in.",
)
@click.option("--gradebook", metavar="FILE|URL", help="Also write the marks into nbgrader's.")
@click.option(
    "--resume/--again",
    default=True,
    show_default=True,
    help="Keep what has been graded, or grade everything anew.",
)
@_device_option
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
    says why, 2 wrong usage, 3 a fault of the grader.
    """
    with exit_codes():
        from grader.autograde.batch import Class
        from grader.autograde.batch import autograde as grade_class
        from grader.autograde.late import read_times
        from grader.autograde.progress import show_progress
        from grader.autograde.secret import NAME, read_secret
        from grader.autograde.summary import summarise
        from grader.course import find_root, load_course
        from grader.gpu.device import choose_device

        root = find_root(Path.cwd())
        loaded = load_course(root / "course.yml")
        what = Class(
            root,
            loaded,
            _judged_on(device, _chosen(loaded, slugs)),
            submissions,
            home,
            read_secret(secret or root / "solutions" / NAME),
            read_times(times) if times else {},
            not resume,
            scheduler is None and choose_device(device).kind == "cuda",
        )
        graders = _graders(root, loaded, processes, scheduler, device, unsafe)
        try:
            outcome = grade_class(what, graders, show_progress)
        except KeyboardInterrupt:
            click.echo("\nWhat was graded is kept: the same command goes on.", nl=False, err=True)
            raise
        for line in summarise(outcome):
            click.echo(line)
        if gradebook is not None:
            from grader.autograde.gradebook import write_gradebook

            tell = functools.partial(click.echo, err=True)
            written = write_gradebook(gradebook, what.exercises, outcome.marks, tell)
            click.echo(f"gradebook: {written} marks in {gradebook}")
        sys.exit(PASSED if outcome.complete else NOT_PASSED)


@course.command()
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
        chosen = _chosen(loaded, slugs)
        known = read_secret(secret or root / "solutions" / NAME, make=False)
        versions = versions_of(root, chosen, known)
        overview = gather_overview(loaded, chosen, home, versions)
        if html:
            write_text(page(overview), html)
        if json_target:
            write_json(overview, json_target)
        if "-" not in (html, json_target):
            print_overview(_console(), overview)


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
