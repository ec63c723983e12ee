"""The course as nbgrader wants it: an assignment for each exercise, and a configuration."""

from __future__ import annotations

from pathlib import Path
from string import Template

from grader.model import Course
from grader.publish.notebooks import make_notebook

CONFIG = Path(__file__).parent.parent / "templates" / "nbgrader_config.py.in"


def nbgrader_course(root: Path, course: Course, language: str) -> dict[str, bytes]:
    """An nbgrader course directory. It holds the solutions: nbgrader takes them out on release.

    Args:
        root: the folder of course.yml.
        course: the course.
        language: of the handouts, en or ko.
    """
    files = {"nbgrader_config.py": _config(root).encode()}
    for exercise in course.exercises:
        slug = exercise.slug
        solution = (root / "solutions" / slug / f"{slug}.py").read_text(encoding="utf-8")
        notebook = make_notebook(root, exercise, language, solution)
        files[f"source/{slug}/{slug}.ipynb"] = notebook
    return files


def _config(root: Path) -> str:
    template = Template(CONFIG.read_text(encoding="utf-8"))
    return template.substitute(course=repr(str(root.resolve())))
