"""What must hold before a course is published. A check that found nothing to check fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from grader.errors import CourseError
from grader.grading import Grader
from grader.misconceptions import read_words
from grader.model import Course, Exercise, Graded, Verdict
from grader.publish.starter import starter_of

LANGUAGES = ("README.md", "README.ko.md")
FIRST_SEED = 1000
# A submission in a folder `timeout` never returns: there is no need to wait long for that.
SHORT = {"call_seconds": 1.0, "total_seconds": 2.0}
COURSE_POINTS = 100
SAMPLE_SECONDS = 120


class Outcome:
    """Promises that hold, counted, and those that do not, in words."""

    def __init__(self) -> None:
        self.held = 0
        self.problems: list[str] = []

    def promise(self, holds: bool, otherwise: str) -> bool:
        """Count a promise, or note what is wrong: where, and what to do."""
        if holds:
            self.held += 1
        else:
            self.problems.append(otherwise)
        return holds


def submissions_of(root: Path, slug: str) -> list[Path]:
    """The submissions of an exercise, each in the folder of the verdict that it deserves."""
    return sorted((root / "solutions" / slug / "submissions").glob("*/*.py"))


def count_steps(root: Path, exercises: Sequence[Exercise], seeds: int) -> int:
    """How often `verify_course` will report progress."""
    return sum((len(submissions_of(root, e.slug)) + 2) * seeds + 1 for e in exercises)


def verify_course(
    root: Path,
    course: Course,
    exercises: Sequence[Exercise],
    seeds: int,
    progress: Callable[[], None] = lambda: None,
) -> Outcome:
    """Check every promise of the given exercises, and of the course as a whole."""
    outcome = Outcome()
    _verify_entries(root, course, outcome)
    with Grader(root, course) as grader:
        for exercise in exercises:
            if _verify_files(root, exercise.slug, outcome):
                _verify_handouts(root, exercise.slug, outcome)
                _verify_starter(root, exercise.slug, outcome)
                _verify_samples(root, exercise.slug, outcome)
                progress()
                _verify_verdicts(
                    grader, exercise, range(FIRST_SEED, FIRST_SEED + seeds), outcome, progress
                )
    return outcome


def _verify_entries(root: Path, course: Course, outcome: Outcome) -> None:
    """Folders and entries match, and the points add up."""
    slugs = {exercise.slug for exercise in course.exercises}
    for home in ("exercises", "solutions"):
        found = {path.name for path in (root / home).glob("[a-z]*") if path.is_dir()}
        for slug in sorted(slugs - found):
            outcome.promise(False, f"{home}/{slug}: missing, though course.yml names it")
        for slug in sorted(found - slugs):
            outcome.promise(False, f"{home}/{slug}: no entry in course.yml has this slug")
        outcome.promise(found == slugs, f"{home}: folders and entries of course.yml differ")
    total = sum(exercise.points for exercise in course.exercises)
    outcome.promise(
        total == COURSE_POINTS, f"course.yml: the points add up to {total:g}, not {COURSE_POINTS}"
    )


def _verify_files(root: Path, slug: str, outcome: Outcome) -> bool:
    needed = [
        *(root / "exercises" / slug / name for name in LANGUAGES),
        root / "exercises" / slug / f"{slug}.py",
        root / "exercises" / slug / f"test_{slug}.py",
        root / "solutions" / slug / f"{slug}.py",
        root / "solutions" / slug / "checks.py",
    ]
    present = [
        outcome.promise(path.is_file(), f"{path.relative_to(root)}: missing") for path in needed
    ]
    return all(present)


def _verify_handouts(root: Path, slug: str, outcome: Outcome) -> None:
    """Both languages tell the same story: as many sections, figures and code blocks."""
    texts = [(root / "exercises" / slug / name).read_text(encoding="utf-8") for name in LANGUAGES]
    for what, mark in {"sections": "\n## ", "figures": "![", "code blocks": "\n```"}.items():
        counts = [text.count(mark) for text in texts]
        outcome.promise(
            counts[0] == counts[1] > 0,
            f"exercises/{slug}: {what} in {LANGUAGES}: {counts}; both need as many, at least one",
        )


def _verify_starter(root: Path, slug: str, outcome: Outcome) -> None:
    path = root / "exercises" / slug / f"{slug}.py"
    try:
        derived = starter_of(root, slug)
    except CourseError as error:
        outcome.promise(False, str(error))
        return
    outcome.promise(
        path.read_bytes() == derived.encode(),
        f"{path.relative_to(root)}: is not derived from the solution; run `course starters {slug}`",
    )


def _verify_samples(root: Path, slug: str, outcome: Outcome) -> None:
    """The sample tests pass with the solution, and every one of them fails with the starter."""
    test = root / "exercises" / slug / f"test_{slug}.py"
    solution = _run_samples(test, root / "solutions" / slug / f"{slug}.py")
    starter = _run_samples(test, root / "exercises" / slug / f"{slug}.py")
    where = test.relative_to(root)
    outcome.promise(
        " passed" in solution and " failed" not in solution and " error" not in solution,
        f"{where}: does not pass with the solution: {solution}",
    )
    outcome.promise(
        " failed" in starter and " passed" not in starter,
        f"{where}: something passes with the starter: {starter}",
    )


def _run_samples(test: Path, submission: Path) -> str:
    """pytest's closing line, for one test file beside one submission."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(test, folder)
        shutil.copy(submission, folder)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test.name],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SAMPLE_SECONDS,
        )
    lines = (run.stdout + run.stderr).strip().splitlines()
    return lines[-1] if lines else "no output"


def _verify_verdicts(
    grader: Grader,
    exercise: Exercise,
    seeds: Sequence[int],
    outcome: Outcome,
    progress: Callable[[], None],
) -> None:
    """Solution, starter and every submission get what they deserve, whatever the numbers."""
    root, slug = grader.root, exercise.slug
    checks = grader.prepare(exercise)
    sentences = [check.sentence for check in checks]
    for check in checks:
        outcome.promise(
            bool(check.hint.strip() and check.run.__doc__),
            f"solutions/{slug}/checks.py: {check.name} has no hint or no docstring",
        )
    outcome.promise(
        len(set(sentences)) == len(sentences),
        f"solutions/{slug}/checks.py: two checks have the same docstring",
    )
    solution = root / "solutions" / slug / f"{slug}.py"
    starter = root / "exercises" / slug / f"{slug}.py"
    caught: set[str] = set()
    submissions = submissions_of(root, slug)
    outcome.promise(bool(submissions), f"solutions/{slug}/submissions: there is none")
    deserved = {solution: "passed", starter: "missing"}
    deserved |= {path: path.parent.name for path in submissions}
    for path, verdict in deserved.items():
        where = path.relative_to(root)
        if verdict not in list(Verdict):
            outcome.promise(False, f"{where}: no verdict is called {verdict!r}")
            continue
        if path in submissions:
            outcome.promise(
                bool(read_words_or_empty(path)),
                f"{where}: needs a docstring that says what is wrong",
            )
        limits = SHORT if verdict == Verdict.TIMEOUT else {}
        judged = msgspec.structs.replace(exercise, **limits)
        for seed in seeds:
            graded = grader.grade(judged, path, seed)
            progress()
            caught |= {r.check for r in graded.results if r.verdict == verdict != Verdict.PASSED}
            _verify_graded(graded, verdict, f"{where}, seed {seed}", outcome)
    for check in checks:
        outcome.promise(
            check.sentence in caught,
            f"solutions/{slug}/checks.py: no submission fails {check.name}: "
            "a check that never caught anything may not be able to",
        )


def _verify_graded(graded: Graded, verdict: str, where: str, outcome: Outcome) -> None:
    errors = [r.message for r in graded.results if r.verdict is Verdict.ERROR]
    outcome.promise(not errors, f"{where}: {errors[:1]}")
    outcome.promise(graded.verdict == verdict, f"{where}: got {graded.verdict}, deserves {verdict}")
    if verdict == Verdict.PASSED:
        outcome.promise(
            graded.score.earned == graded.score.possible,
            f"{where}: earns {graded.score.earned:g} of {graded.score.possible:g} points",
        )
    if verdict == Verdict.MISSING:
        outcome.promise(graded.score.earned == 0, f"{where}: earns {graded.score.earned:g} points")


def read_words_or_empty(path: Path) -> str:
    """The docstring, or nothing where the file is not even Python."""
    try:
        return read_words(path)
    except SyntaxError:
        return path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
