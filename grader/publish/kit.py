"""The student kit: the course without its answers, ready to install and run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template

from grader.grading import Grader
from grader.model import Course, Exercise
from grader.practice import PUBLIC_SEED, Practice, pack
from grader.publish.artefact import read_tree
from grader.publish.notebooks import LANGUAGES, file_name, make_notebook
from grader.publish.part import course_yml, unlinked
from grader.publish.record import record
from grader.publish.speedups import are_outdated
from grader.publish.starter import starter_of

HOUSE = Path(__file__).resolve().parent.parent.parent  # where the grader lies
TEMPLATES = Path(__file__).parent / "templates"
# Parts of the grader that only an instructor needs.
INSTRUCTORS = ("publish", "verify", "autograde", "commands/course")

Progress = Callable[[], None]
Compare = Callable[[Grader, Exercise, Practice, Progress], Practice]


def visible_kit(root: Path, course: Course) -> dict[str, bytes]:
    """The kit of a course, but for its practice: what can be built at once.

    Args:
        root: the folder of course.yml.
        course: the course, or some exercises of it.

    Raises:
        CourseError: if a solution has no starter.
    """
    kit = program() | {"course.yml": course_yml(root, course)}
    for exercise in course.exercises:
        slug = exercise.slug
        kit |= read_tree(root, root / "exercises" / slug)
        starter = starter_of(root, slug)  # whatever somebody has written into theirs
        kit[f"exercises/{slug}/{slug}.py"] = starter.encode()
        for language in LANGUAGES:
            notebook = make_notebook(root, exercise, language, starter)
            kit[f"notebooks/{file_name(slug, language)}"] = notebook
    kit = unlinked(kit, [exercise.slug for exercise in course.exercises])
    return kit | _linked(root, kit) | _words(course)


def practice_kit(
    grader: Grader,
    compare: Compare | None,
    progress: Progress = lambda: None,
) -> tuple[dict[str, bytes], str]:
    """The practice of a course, which takes minutes to record, and notes for PUBLISHED.txt.

    Args:
        grader: of the course.
        compare: takes checks out of a practice that do not judge as the course does; see
            `faithful.compared`. None: nothing is compared.
        progress: called after each check that was recorded, and by `compare`.

    Raises:
        CheckError: if no check of an exercise can become practice.
    """
    files, notes = dict[str, bytes](), ""
    for exercise in grader.course.exercises:
        practice = record(grader, exercise, progress)
        practice = compare(grader, exercise, practice, progress) if compare else practice
        files[f"practice/{exercise.slug}.xz"] = pack(practice)
        notes += _notes(grader.root, practice)
    return files, notes


def _notes(root: Path, practice: Practice) -> str:
    """What a kit cannot do as the course does it, a line each."""
    slug = practice.slug
    notes = [f"not in the practice: {name}: {why}" for name, why in practice.left_out.items()]
    if are_outdated(root, slug):
        notes.append(
            "its speed is estimated from an older solution or baseline.py: "
            f"`course speedups {slug}` on a quiet machine, then publish again"
        )
    return "".join(f"{slug}: {note}\n" for note in notes)


def _linked(root: Path, kit: Mapping[str, bytes]) -> dict[str, bytes]:
    """What handouts refer to outside exercises/."""
    texts = [content.decode() for name, content in kit.items() if name.endswith(".md")]
    names = {name for text in texts for name in re.findall(r"\]\(\.\./\.\./([\w/.-]+)\)", text)}
    return {name: (root / name).read_bytes() for name in sorted(names) if (root / name).is_file()}


def program() -> dict[str, bytes]:
    """The grader as learners need it, and its command line."""
    files = read_tree(HOUSE, HOUSE / "grader")
    own = tuple(f"grader/{part}/" for part in INSTRUCTORS)
    return {
        **{name: content for name, content in files.items() if not name.startswith(own)},
        "cli.py": (HOUSE / "cli.py").read_bytes(),
        "pyproject.toml": _pyproject().encode(),
        "LICENSE": (HOUSE / "LICENSE").read_bytes(),
    }


def _pyproject() -> str:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    template = Template((TEMPLATES / "kit/pyproject.toml.in").read_text(encoding="utf-8"))
    dependencies = "".join(f'    "{name}",\n' for name in project["dependencies"])
    cuda = ", ".join(f'"{name}"' for name in project["optional-dependencies"]["cuda"])
    return template.substitute(
        name=project["name"],
        version=project["version"],
        python=project["requires-python"],
        dependencies=dependencies,
        cuda=cuda,
    )


def _words(course: Course) -> dict[str, bytes]:
    """What a student reads first, in both languages."""
    rows = "".join(
        f"| {number} | [{exercise.title}](exercises/{exercise.slug}/README.md) | "
        f"[한국어](exercises/{exercise.slug}/README.ko.md) | "
        f"`exercises/{exercise.slug}/{exercise.slug}.py` | {exercise.points:g} |\n"
        for number, exercise in enumerate(course.exercises, start=1)
    )
    first = course.exercises[0].slug
    values = {"title": course.title, "rows": rows, "first": first, "seed": PUBLIC_SEED}
    return {
        name: Template((TEMPLATES / "kit" / name).read_text(encoding="utf-8"))
        .substitute(values)
        .encode()
        for name in ("README.md", "README.ko.md")
    }
