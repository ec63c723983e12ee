"""A student kit judges as the course does, and runs on its own."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import CourseError
from grader.grading import Grader
from grader.model import Course, Exercise, Result
from grader.practice import PUBLIC_SEED, pack
from grader.publish.artefact import zipped
from grader.publish.record import record
from grader.unsteady import WORDS
from grader.verify import submissions_of
from tests.support import ROOT

EVERY = 9  # of the submissions of each exercise, so many share one that is graded here


def essence(results: list[Result]) -> list[tuple[str, ...]]:
    return [(r.check, r.case, r.verdict, r.hint, f"{r.weight:g}") for r in results]


def same_message(kits: str, courses: str) -> bool:
    """A check may name the values of a tuple; a kit counts them."""
    if kits.startswith("expected more than"):
        return kits.partition("got ")[2] in courses
    return kits == courses or (kits.startswith("value ") and kits.partition(": ")[2] in courses)


def chosen(exercise: Exercise) -> list[Path]:
    paths = submissions_of(ROOT, exercise.slug)
    swift = [path for path in paths if path.parent.name != "timeout"]
    own = [ROOT / "solutions" / exercise.slug / f"{exercise.slug}.py"]
    return own + swift[::EVERY]


def test_a_kit_says_what_the_course_says(grader: Grader, practice: Grader) -> None:
    diagnosed = 0
    for exercise in practice.course.exercises:
        for path in chosen(exercise):
            here = practice.grade(exercise, path, PUBLIC_SEED)
            there = grader.grade(exercise, path, PUBLIC_SEED)
            recorded = {(result.check, result.case) for result in here.results}
            real = [result for result in there.results if (result.check, result.case) in recorded]
            assert essence(list(here.results)) == essence(real), path
            assert len(real) < len(there.results) or here.score == there.score, path
            for kits, courses in zip(here.results, real, strict=True):
                assert same_message(kits.message, courses.message), path
                # A mistake that depends on earlier questions is known by its record only.
                named = (
                    courses.diagnosis if courses.diagnosis != WORDS or not kits.diagnosis else ""
                )
                assert named in (kits.diagnosis, ""), path
            diagnosed += any(result.diagnosis for result in here.results)
    assert diagnosed > 5


def test_the_same_course_gives_the_same_bytes(
    grader: Grader, part: Course, kit: dict[str, bytes]
) -> None:
    for exercise in part.exercises[:2]:
        practice = pack(record(grader, exercise))
        assert practice == kit[f"practice/{exercise.slug}.xz"]
    backwards = dict(reversed(kit.items()))
    assert zipped(kit) == zipped(backwards)


def test_a_kit_holds_everything_a_learner_needs_and_no_more(
    kit: dict[str, bytes], part: Course
) -> None:
    for exercise in part.exercises:
        slug = exercise.slug
        needed = {f"exercises/{slug}/{name}" for name in (f"{slug}.py", f"test_{slug}.py")}
        needed |= {f"exercises/{slug}/{name}" for name in ("README.md", "README.ko.md")}
        assert needed | {f"practice/{slug}.xz"} <= kit.keys()
        for readme in ("README.md", "README.ko.md"):
            assert f"exercises/{slug}/{readme}".encode() in kit["README.md"]
    tops = {name.split("/")[0] for name in kit}
    assert tops == {
        *("LICENSE", "PUBLISHED.txt", "README.md", "README.ko.md", "cli.py", "course.yml"),
        *("docs", "exercises", "grader", "notebooks", "practice", "pyproject.toml"),
    }
    assert not [name for name in kit if "publish" in name or "verify" in name]
    assert {name for name in kit if name.startswith("grader/commands/")} == {
        f"grader/commands/{name}.py"
        for name in ("__init__", "choose", "device", "ending", "grade", "progress", "show")
    }


def installed(kit_folder: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The kit, installed into a fresh environment, which borrows our libraries; where, programs."""
    place = tmp_path / "kit"
    shutil.copytree(kit_folder, place)
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env/bin"
    done = subprocess.run(
        [programs / "python", "-m", "pip", "install", "-q", "--no-deps", "-e", "."],
        cwd=place,
        capture_output=True,
        text=True,
    )
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("no package index to install the kit's build system from")
    assert done.returncode == 0, done.stderr
    (packages,) = (tmp_path / "env").glob("lib/python*/site-packages")
    ours = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "borrowed.pth").write_text("\n".join(ours))
    return place, programs


def test_grade_runs_in_the_kit_alone(kit_folder: Path, tmp_path: Path) -> None:
    place, programs = installed(kit_folder, tmp_path)
    own = place / "exercises/stride/stride.py"
    shutil.copy(ROOT / "solutions/stride/submissions/wrong/swaps_the_pair.py", own)

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(programs / program), *arguments]
        return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=60)

    where = run("python", "-c", "import grader; print(grader.__file__)")
    assert where.stdout.strip() == str(place / "grader/__init__.py")
    done = run("grade", "stride", "--hint")
    assert done.returncode == 1, done.stderr
    parts = ["Why: ", "Try it: conv2d(", "hint: stride", "practice cases"]
    assert [part for part in parts if part not in done.stdout] == []
    assert "The same numbers again" not in done.stdout  # there are no others
    assert json.loads(run("grade", "--json", "-").stdout)["attempt"]["seed"] == PUBLIC_SEED
    refused = run("grade", "--seed", "5")
    assert refused.returncode == 2
    assert "practice cases have one seed" in refused.stderr
    samples = run("python", "-m", "pytest", "-q", "exercises/stride")
    assert re.search(r"[1-9] failed, [1-9] passed", samples.stdout), samples.stdout


def test_a_damaged_practice_file_is_named(kit_folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kit"
    shutil.copytree(kit_folder, place)
    (place / "practice/stride.xz").write_bytes(b"no")
    with (
        Grader(place, load_course(place / "course.yml")) as grader,
        pytest.raises(CourseError, match=r"practice/stride\.xz: cannot be read .*unpack the kit"),
    ):
        grader.prepare(grader.course.exercises[0])


def test_a_kit_can_compile_kernels_for_real_cards_like_the_course(kit: dict[str, bytes]) -> None:
    extras = [
        tomllib.loads(text)["project"]["optional-dependencies"]["cuda"]
        for text in (kit["pyproject.toml"].decode(), (ROOT / "pyproject.toml").read_text())
    ]
    assert extras[0] == extras[1]
    assert "grader/gpu/build.py" in kit
