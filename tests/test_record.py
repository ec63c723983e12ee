"""Hidden checks become data, or are named; what was recorded judges as the checks do."""

import shutil
import sys
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import CheckError, CourseError
from grader.grading import Grader
from grader.judge import judge
from grader.model import Verdict
from grader.practice import PUBLIC_SEED, KnownAnswers, pack, replayed_checks
from grader.publish.artefact import write_folder
from grader.publish.chance import may_change
from grader.publish.faithful import compared
from grader.publish.kit import practice_kit, visible_kit
from grader.publish.publish import Targets, count_steps, publish
from grader.publish.record import record
from grader.publish.speedups import are_outdated
from grader.worker.proxy import Submission
from tests.support import ROOT
from tests.tiny_course import CHECKS

JUDGES_BY_ITSELF = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "assert submission.double(number).value == 2 * number",
)
JUDGES_SOMETHING_ELSE = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "answer = submission.double(number)\n"
    "    exactly(msgspec.structs.replace(answer, value=answer.value + 1), 2 * number + 1)",
).replace("from grader", "import msgspec\nfrom grader", 1)


ANOTHER = """

@check(hint="", needs=doubles)
def halves(submission):
    \"\"\"doubles a half\"\"\"
    exactly(submission.double(0.5), 1.0)
"""
PAIRS = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "answer = submission.double(3)\n"
    "    exactly(answer.part(0), 3)\n"
    "    exactly(answer.part(1), 3 * 10**30)",
)


@pytest.mark.parametrize(
    ("checks", "why"),
    [
        (JUDGES_BY_ITSELF, "no word (close, exactly, …) is said about any answer"),
        (JUDGES_SOMETHING_ELSE, "it judges something else than an answer or one item of it"),
    ],
)
def test_a_check_that_cannot_be_recorded_is_left_out_and_named(
    tiny: Path, checks: str, why: str
) -> None:
    (tiny / "solutions/double/checks.py").write_text(checks)
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader, pytest.raises(CheckError, match="no check can become"):
        record(grader, course.exercises[0])
    (tiny / "solutions/double/checks.py").write_text(checks + ANOTHER)
    with Grader(tiny, course) as grader:
        practice = record(grader, course.exercises[0])
        _, notes = practice_kit(grader, None)
    assert practice.left_out == {"doubles": why}
    assert [(check.name, check.needs) for check in practice.checks] == [("halves", ())]
    assert notes == f"double: not in the practice: doubles: {why}\n"


def test_progress_is_told_for_every_check_and_submission(tiny: Path, tmp_path: Path) -> None:
    (tiny / "solutions/double/checks.py").write_text(CHECKS + ANOTHER)
    course = load_course(tiny / "course.yml")
    steps: list[str] = []
    kit, book = Targets(folder=tmp_path / "kit"), Targets(nbgrader=tmp_path / "book")
    publish(tiny, course, kit, "held", lambda: steps.append("step"))
    assert len(steps) == count_steps(tiny, course, kit, compares=True) == 2 + 1
    assert count_steps(tiny, course, kit, compares=False) == 2
    assert count_steps(tiny, course, book, compares=True) == 0


BY_CHANCE = {
    "draws lots": "import random\ndef double(x):\n    return x + 2 * random.random()\n",
    "threads race": """import numba
import numpy as np

@numba.njit(parallel=True)
def race(x, out):
    for i in numba.prange(64):
        out[0] += x

def double(x):
    out = np.zeros(1)
    race(x, out)
    return out[0]
""",
}


@pytest.mark.parametrize("source", BY_CHANCE.values(), ids=BY_CHANCE)
def test_answers_that_may_change_are_not_recorded(tiny: Path, source: str) -> None:
    """They would give other bytes each time, and a learner hardly ever has the same."""
    (tiny / "solutions/double/submissions/wrong/by_chance.py").write_text(f'"""Luck."""\n{source}')
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader:
        practice = record(grader, course.exercises[0])
    assert list(practice.known) == ["adds"]


def test_answers_of_threads_that_race_are_not_recorded() -> None:
    wrong = sorted((ROOT / "solutions/fast_conv/submissions/wrong").glob("*.py"))
    assert [path.stem for path in wrong if may_change(path)] == [
        "channels_race",
        "remembers_by_address",
        "threads_share_their_sums",
    ]


def test_a_check_that_judges_beside_its_words_is_left_out(tiny: Path) -> None:
    checks = CHECKS.replace("from grader", "from grader.errors import Wrong\nfrom grader", 1)
    checks = checks.replace(
        "exactly(submission.double(number), 2 * number)",
        "answer = submission.double(number)\n"
        "    exactly(answer.part(0), number)\n"
        "    if answer.value[1] != 2 * number:\n"
        "        raise Wrong('not doubled')",
    )
    (tiny / "solutions/double/checks.py").write_text(checks + ANOTHER.replace("1.0", "(0.5, 1.0)"))
    solution = tiny / "solutions/double/double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return x, 2 * x"))
    wrong = tiny / "solutions/double/submissions/wrong/adds.py"
    wrong.write_text('"""You add."""\ndef double(x):\n    return x, x + 2\n')
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader:
        practice = record(grader, course.exercises[0])
        assert practice.left_out == {}
        practice = compared(grader, course.exercises[0], practice)
    assert practice.left_out == {"doubles": "for adds.py it says passed, and the course wrong"}
    assert [(check.name, check.needs) for check in practice.checks] == [("halves", ())]


def test_values_of_a_tuple_are_judged_one_by_one(tiny: Path, tmp_path: Path) -> None:
    (tiny / "solutions/double/checks.py").write_text(PAIRS)
    solution = tiny / "solutions/double/double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return x, 10**30 * x"))
    wrong = tiny / "solutions/double/submissions/wrong/adds.py"
    wrong.write_text('"""You add."""\ndef double(x):\n    return x, x + 1\n')
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader:
        files, _ = practice_kit(grader, None)
    write_folder(tmp_path / "kit", visible_kit(tiny, course) | files)
    with Grader(tmp_path / "kit", course) as kit:
        (found,) = kit.grade(course.exercises[0], wrong, PUBLIC_SEED).results
        (right,) = kit.grade(course.exercises[0], solution, PUBLIC_SEED).results
    assert right.verdict == "passed"
    assert (found.verdict, found.diagnosis) == ("wrong", "You add.")
    assert found.message.startswith("value 2 of 2: expected 3000")


TIMING = ROOT / "tests/courses/timing"


KERNEL = """\
from numba import cuda


@cuda.jit
def double(x, out):
    i = cuda.grid(1)
    if i < x.size:
        ### BEGIN SOLUTION
        out[i] = x[i] + x[i]
        ### END SOLUTION
"""
KERNEL_CHECKS = """\
import numpy as np

from grader.checks import check, close
from grader.checks.kernels import counts_at_most, launched
from grader.errors import Unmeasured


def run(submission, rng):
    x = rng.standard_normal(40).astype(np.float32)
    done = launched(submission, "double", (2,), (32,), (x, np.zeros_like(x)))
    close(done.answer, x + x, 0)
    return done


@check(hint="Think of 2 * x.")
def doubles(submission, rng):
    run(submission, rng)


@check(hint="Load once.")
def frugal(submission, rng):
    counts_at_most(run(submission, rng).answer, "stores", "stores", 1, "Store once.", 40, 1)


@check(hint="Find a GPU.")
def fast(submission):
    raise Unmeasured("not measured here")
"""
WRONG_KERNELS = {
    "wrong/adds": KERNEL.replace("x[i] + x[i]", "x[i] + 2"),
    "wrong/no_guard": KERNEL.replace("i < x.size", "i < 64"),
    "slow/twice": KERNEL.replace("x[i] + x[i]", "out[i] = x[i] + x[i]"),
}


def test_a_kit_launches_kernels_and_counts_what_they_do(tiny: Path) -> None:
    (tiny / "solutions/double/double.py").write_text(KERNEL)
    (tiny / "solutions/double/checks.py").write_text(KERNEL_CHECKS)
    (tiny / "solutions/double/submissions/slow").mkdir()
    for name, source in WRONG_KERNELS.items():
        path = tiny / f"solutions/double/submissions/{name}.py"
        path.write_text(f'"""This is {path.stem}."""\n\n{source}')
    course = load_course(tiny / "course.yml")
    exercise = course.exercises[0]
    with Grader(tiny, course) as grader:
        practice = compared(grader, exercise, record(grader, exercise))
        path = tiny / "solutions/double/submissions/wrong/adds.py"
        with Submission(path, grader.zygote(exercise), exercise) as submission:
            known = KnownAnswers(practice)
            wrong, _, fast = judge(replayed_checks(practice), submission, known, seed=1)
        path = tiny / "solutions/double/submissions/wrong/no_guard.py"
        with Submission(path, grader.zygote(exercise), exercise) as submission:
            unsafe, *_ = judge(replayed_checks(practice), submission, known, seed=1)
        path = tiny / "solutions/double/submissions/slow/twice.py"
        with Submission(path, grader.zygote(exercise), exercise) as submission:
            right, slow, _ = judge(replayed_checks(practice), submission, known, seed=1)
    assert [check.name for check in practice.checks] == ["doubles", "frugal", "fast"]
    assert practice.left_out == {}
    assert (wrong.verdict, wrong.diagnosis) == (Verdict.WRONG, "This is adds.")
    assert (unsafe.verdict, unsafe.diagnosis) == (Verdict.WRONG, "This is no_guard.")
    assert (right.verdict, slow.verdict) == (Verdict.PASSED, Verdict.SLOW)
    assert fast.unmeasured
    assert fast.message == "not measured here"
    assert slow.counts == {"stores": 2}


def timing(folder: Path, speedups: str) -> Path:
    place = folder / "course"
    shutil.copytree(TIMING, place)
    (place / "exercises/blur/speedups.json").write_text(speedups)
    return place


SPEEDUPS = '{"of": "", "times": {"fast/20 000 values": 1.0}}'


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reads others' clocks")
def test_speed_is_measured_beside_the_visible_baseline(tmp_path: Path) -> None:
    home = timing(tmp_path, SPEEDUPS)
    course = load_course(home / "course.yml")
    (exercise,) = course.exercises
    with Grader(home, course) as grader:
        practice = record(grader, exercise)
    place = tmp_path / "kit"
    shutil.copytree(home / "exercises", place / "exercises")
    write_folder(place / "practice", {"blur.xz": pack(practice)})
    assert len(pack(practice)) < 50_000  # a sample of each large array, not all of it
    with Grader(place, course) as kit:
        graded = kit.grade(exercise, TIMING / "solutions/blur/blur.py", PUBLIC_SEED)
        wrong = tmp_path / "blur.py"
        wrong.write_text("def blur(x):\n    return x[8:] + 1\n")
        stopped = kit.grade(exercise, wrong, PUBLIC_SEED)
    assert [result.verdict for result in graded.results] == ["passed", "passed"]
    (speed,) = [result.speed for result in graded.results if result.speed]
    assert speed.ratio > 1
    assert [result.verdict for result in stopped.results] == ["wrong", "skipped"]


@pytest.mark.parametrize(
    ("speedups", "missing", "why"),
    [
        (
            SPEEDUPS,
            "exercises/blur/baseline.py",
            "there is no exercises/blur/baseline.py to compare with (needed, unless",
        ),
        (SPEEDUPS, "exercises/blur/speedups.json", "not measured: `course speedups blur` on a q"),
        ('{"of": "", "times": {"fast/other": 2}}', "", "not measured: `course speedups blur` on"),
    ],
)
def test_a_speed_check_that_has_nothing_to_compare_with_is_left_out_and_named(
    tmp_path: Path, speedups: str, missing: str, why: str
) -> None:
    home = timing(tmp_path, speedups)
    if missing:
        (home / missing).unlink()
    course = load_course(home / "course.yml")
    with Grader(home, course) as grader:
        practice = record(grader, course.exercises[0])
    assert why in practice.left_out["fast"]
    place = tmp_path / "kit"
    shutil.copytree(home / "exercises", place / "exercises")
    write_folder(place / "practice", {"blur.xz": pack(practice)})
    with Grader(place, course) as kit:  # the other checks work all the same
        path = TIMING / "solutions/blur/blur.py"
        assert kit.grade(course.exercises[0], path, PUBLIC_SEED).verdict is Verdict.PASSED


def test_speed_ups_of_another_solution_are_named(tmp_path: Path) -> None:
    home = timing(tmp_path, SPEEDUPS)
    assert are_outdated(home, "blur")
    assert not are_outdated(TIMING, "blur")  # there are none
    (home / "exercises/blur/speedups.json").write_text("[]")
    with pytest.raises(CourseError, match="the published speed-ups cannot be read"):
        are_outdated(home, "blur")
