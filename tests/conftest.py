"""What the tests share: the course, and one grader for all of them."""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import settings

from grader.course import load_course
from grader.grading import Grader
from grader.model import Course, Exercise, Graded
from grader.publish.artefact import write_folder
from grader.publish.kit import practice_kit, visible_kit
from tests.support import ROOT, Grade
from tests.tiny_course import write_tiny_course

# On a busy machine a slow example is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(ROOT / "course.yml")


@pytest.fixture(scope="session")
def exercises(course: Course) -> dict[str, Exercise]:
    return {exercise.slug: exercise for exercise in course.exercises}


@pytest.fixture(scope="session")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(ROOT, course) as running:
        yield running


@pytest.fixture
def grade_source(grader: Grader, exercises: dict[str, Exercise], tmp_path: Path) -> Grade:
    """Grade a submission given as source text."""

    def grade(source: str | bytes, slug: str = "convolution", seed: int = 7) -> Graded:
        path = tmp_path / f"{slug}.py"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        return grader.grade(exercises[slug], path, seed)

    return grade


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A course of one exercise, for which everything holds."""
    return write_tiny_course(tmp_path / "course")


@pytest.fixture(scope="session")
def part(course: Course) -> Course:
    """Every third exercise: publishing all of them takes long."""
    return msgspec.structs.replace(course, exercises=course.exercises[1::3])


@pytest.fixture(scope="session")
def kit(part: Course, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, bytes]:
    """The student kit of a part of the course: built once, whichever process of the tests asks."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "kit.msgpack"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            shared.write_bytes(msgspec.msgpack.encode(_kit(part, tmp_path_factory)))
    return msgspec.msgpack.decode(shared.read_bytes(), type=dict[str, bytes])


def _kit(part: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("part")
    shutil.copytree(ROOT / "solutions", root / "solutions")
    shutil.copytree(ROOT / "docs", root / "docs")
    for exercise in part.exercises:
        shutil.copytree(ROOT / "exercises" / exercise.slug, root / "exercises" / exercise.slug)
    entries = yaml.safe_load((ROOT / "course.yml").read_text(encoding="utf-8"))
    slugs = [exercise.slug for exercise in part.exercises]
    entries["exercises"] = [entry for entry in entries["exercises"] if entry["slug"] in slugs]
    (root / "course.yml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    with Grader(root, part) as running:
        files, notes = practice_kit(running, None)
    return visible_kit(root, part) | files | {"PUBLISHED.txt": notes.encode()}


@pytest.fixture(scope="session")
def kit_folder(kit: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "kit"
    write_folder(folder, kit)
    return folder


@pytest.fixture(scope="session")
def practice(kit_folder: Path) -> Iterator[Grader]:
    with Grader(kit_folder, load_course(kit_folder / "course.yml")) as running:
        yield running
