"""`course verify` on a course of one tiny exercise: it holds, and every broken promise is named."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.checks.check import load_checks
from grader.course import load_course
from grader.errors import CourseError
from grader.grading import Grader
from grader.model import Exercise, Verdict
from grader.verify import Outcome, verify_course
from grader.verify.files import verify_entries, verify_exercise_files
from grader.verify.samples import verify_samples
from grader.verify.verdicts import verify_verdicts
from tests.support import ROOT
from tests.tiny_course import CHECKS, COURSE, WRONG, write_tiny_course

TOOTHLESS = '''

@check(hint="It runs.", needs=doubles)
def runs(submission):
    """comes back"""
    submission.double(1)
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course for which everything holds."""
    return write_tiny_course(tmp_path)


def verify(root: Path, seeds: int) -> Outcome:
    course = load_course(root / "course.yml")
    return verify_course(root, course, course.exercises, seeds)


def verify_parts(root: Path, samples: bool) -> Outcome:
    """As `verify`, but the sample tests, which take a second, only where they matter."""
    course = load_course(root / "course.yml")
    outcome = Outcome()
    verify_entries(root, course, outcome)
    if samples:
        verify_samples(root, "double", outcome)
    elif verify_exercise_files(root, "double", outcome):
        with Grader(root, course) as grader:
            verify_verdicts(grader, course.exercises[0], [1000], outcome)
    return outcome


def test_a_good_course_holds(root: Path) -> None:
    outcome = verify(root, seeds=5)
    assert outcome.problems == []
    assert outcome.held > 20


def test_the_diagnosis_comes_from_the_wrong_submissions_docstring(root: Path) -> None:
    course = load_course(root / "course.yml")
    wrong = root / "solutions/double/submissions/wrong/adds.py"
    with Grader(root, course) as grader:
        graded = grader.grade(course.exercises[0], wrong, 1)
    assert graded.results[0].diagnosis == "You add 2."


def test_all_seeds_of_a_submission_share_one_worker_and_each_has_the_whole_time(root: Path) -> None:
    course = load_course(root / "course.yml")
    path = root / "double.py"
    path.write_text(
        "import os, time\n"
        "def double(x):\n    print(os.getpid())\n    time.sleep(0.6)\n    return 2 * x\n"
    )
    exercise = msgspec.structs.replace(course.exercises[0], total_seconds=1.5)
    with Grader(root, course) as grader:
        with grader.attempts(exercise, path) as attempts:
            together = [attempts.grade(seed) for seed in (1, 2, 3)]
        alone = grader.grade(exercise, path, 3)
    assert [graded.verdict for graded in together] == ["passed"] * 3
    assert len({graded.results[0].output for graded in together}) == 1
    assert alone.results[0].output != together[2].results[0].output


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


SUBMISSIONS = "solutions/double/submissions"
BROKEN = {
    "points": (replace("course.yml", "100", "90"), "points add up to 90, not 100"),
    "folder without entry": (write("exercises/other/x.py", ""), "exercises/other: no entry"),
    "entry without folder": (
        write("course.yml", COURSE + "  - {slug: gone, title: G, points: 1}\n"),
        "exercises/gone: missing, though course.yml names it",
    ),
    "no korean": (remove("exercises/double/README.ko.md"), "README.ko.md: missing"),
    "no tests": (remove("exercises/double/test_double.py"), "test_double.py: missing"),
    "handouts differ": (
        replace("exercises/double/README.ko.md", "## What", "What"),
        "exercises/double: sections in",
    ),
    "no figure": (replace("exercises/double/README.md", "![", "["), "exercises/double: figures in"),
    "edited starter": (
        replace("exercises/double/double.py", "Twice", "Two times"),
        "double.py: is not derived from the solution; run `course starters double`",
    ),
    "no markers": (
        replace("solutions/double/double.py", "### BEGIN SOLUTION", "#"),
        "### END SOLUTION without a ### BEGIN SOLUTION",
    ),
    "wrong solution": (
        replace("solutions/double/double.py", "2 * x", "3 * x"),
        "solutions/double/double.py, seed 1000: got wrong, deserves passed",
    ),
    "sample fails": (
        replace("exercises/double/test_double.py", "6", "7"),
        "test_double.py: does not pass with the solution: 1 failed",
    ),
    "sample proves nothing": (
        write("exercises/double/test_double.py", "def test_nothing() -> None:\n    pass\n"),
        "test_double.py: something passes with the starter: 1 passed",
    ),
    "no sample at all": (
        write("exercises/double/test_double.py", ""),
        "test_double.py: does not pass with the solution: no tests ran",
    ),
    "no submissions": (remove(f"{SUBMISSIONS}/wrong/adds.py"), "submissions: there is none"),
    "submission that passes": (
        replace(f"{SUBMISSIONS}/wrong/adds.py", "x + 2", "x + x"),
        "wrong/adds.py, seed 1000: got passed, deserves wrong",
    ),
    "wrong folder": (
        write(f"{SUBMISSIONS}/crashed/adds.py", WRONG),
        "crashed/adds.py, seed 1000: got wrong, deserves crashed",
    ),
    "no such verdict": (
        write(f"{SUBMISSIONS}/bad/adds.py", WRONG),
        "bad/adds.py: no verdict is called 'bad'",
    ),
    "no words": (
        write(f"{SUBMISSIONS}/wrong/silent.py", "def double(x): return x"),
        "silent.py: needs a docstring that says what is wrong",
    ),
    "no hint": (
        replace("solutions/double/checks.py", "Think of 2 * x.", ""),
        "doubles has no hint",
    ),
    "toothless check": (
        write("solutions/double/checks.py", CHECKS + TOOTHLESS),
        "no submission fails runs",
    ),
    "same sentence": (
        write(
            "solutions/double/checks.py",
            CHECKS + TOOTHLESS.replace("comes back", "gives twice the number"),
        ),
        "two checks have the same docstring",
    ),
    "check with a bug": (
        replace("solutions/double/checks.py", "2 * number)", "2 * nunber)"),
        "a bug in the check doubles (checks.py, line 8): NameError: name 'nunber' is not defined",
    ),
    "starter earns": (
        replace("solutions/double/checks.py", "exactly(submission.double(number), 2 * number)",
                "submission.double.attempt(number)"),
        "exercises/double/double.py, seed 1000: got passed, deserves missing",
    ),
}  # fmt: skip


UNMEASURED = """

@check(hint="Find a GPU.")
def fast(submission):
    \"\"\"is fast\"\"\"
    from grader.errors import Unmeasured

    raise Unmeasured("not measured here")
"""


def test_who_asks_for_one_verdict_only_need_not_wait_for_the_other_cases(
    grader: Grader, exercises: dict[str, Exercise]
) -> None:
    path = ROOT / "solutions/convolution/submissions/wrong/flips_the_kernel.py"
    with grader.attempts(exercises["convolution"], path) as attempts:
        whole, short = attempts.grade(1), attempts.grade(1, enough=Verdict.WRONG)
    assert whole.verdict == short.verdict == Verdict.WRONG
    cases: dict[str, list[Verdict]] = {result.check: [] for result in whole.results}
    for result in short.results:
        cases[result.check].append(result.verdict)
    ended = [verdicts for verdicts in cases.values() if Verdict.WRONG in verdicts]
    assert any(len(verdicts) > verdicts.index(Verdict.WRONG) + 1 for verdicts in ended)
    for verdicts in ended:
        assert set(verdicts[verdicts.index(Verdict.WRONG) + 1 :]) <= {Verdict.SKIPPED}


def test_what_cannot_be_measured_here_need_not_have_failed(root: Path) -> None:
    (root / "solutions/double/checks.py").write_text(CHECKS + UNMEASURED)
    course = load_course(root / "course.yml")
    assert verify_course(root, course, course.exercises, seeds=1).problems == []


@pytest.mark.parametrize(("change", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_named(
    root: Path,
    change: Callable[[Path], None],
    problem: str,
    request: pytest.FixtureRequest,
) -> None:
    change(root)
    problems = verify_parts(root, samples="sample" in request.node.name).problems
    assert [line for line in problems if problem in line], problems


CHECK_FILES = {
    "missing": (None, "checks.py: missing: the hidden checks of `double` belong there"),
    "syntax": ("def (", "checks.py:1: SyntaxError"),
    "raises": ("1 / 0", "checks.py: ZeroDivisionError: division by zero"),
    "no check": ("x = 1", "checks.py: no function in it is decorated with @check"),
}


@pytest.mark.parametrize(("text", "message"), CHECK_FILES.values(), ids=CHECK_FILES)
def test_a_checks_file_that_cannot_be_used(root: Path, text: str | None, message: str) -> None:
    path = root / "solutions/double/checks.py"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(CourseError) as caught:
        load_checks(root, "double")
    assert message in str(caught.value)
