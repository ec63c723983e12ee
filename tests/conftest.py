"""What the tests share: the course, and one grader for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from grader.course import load_course
from grader.grading import Grader
from grader.model import Course, Exercise, Graded
from grader.publish.artefact import write_folder
from grader.publish.kit import student_kit
from tests.support import ROOT, Grade

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


@pytest.fixture(scope="session")
def kit(grader: Grader) -> dict[str, bytes]:
    return student_kit(grader, "made by a test\n", None)


@pytest.fixture(scope="session")
def kit_folder(kit: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "kit"
    write_folder(folder, kit)
    return folder


@pytest.fixture(scope="session")
def practice(kit_folder: Path) -> Iterator[Grader]:
    with Grader(kit_folder, load_course(kit_folder / "course.yml")) as running:
        yield running
