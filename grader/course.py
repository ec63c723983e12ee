"""course.yml → Course, strictly: an error names file, line and key."""

from __future__ import annotations

from pathlib import Path

import yaml

from grader.course_faults import convert, line_of
from grader.errors import CourseError
from grader.forbidden import problem_with
from grader.model import Course
from grader.slugs import problem_with_slug

Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)

COURSE_POINTS = 100


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a course.yml; else the installed course.

    Raises:
        CourseError: if there is none.
    """
    installed = Path(__file__).resolve().parent.parent
    for folder in (start, *start.parents, installed):
        if (folder / "course.yml").is_file():
            return folder
    raise CourseError(f"no course.yml in {start} or above it: run this inside a course")


def load_course(path: Path) -> Course:
    """Read and check one course.yml.

    Raises:
        CourseError: with file, line and key, if the file is missing, is no YAML, has a misspelt,
            repeated or missing key, or a value of the wrong type or range.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read: {error}") from None
    loader = Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise CourseError(f"{path}:1: the file is empty; it must have schema, title, exercises")
        _refuse_repeated_keys(root, path, set())
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CourseError(f"{path}:{line}: not valid YAML: {error.problem}") from None
    except CourseError:
        raise
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise CourseError(f"{path}: not valid YAML: {type(error).__name__}: {error}") from None
    course = convert(data, root, path)
    _refuse_bad_slugs(course, root, path)
    _refuse_unknown_rules(course, root, path)
    return course


def _refuse_repeated_keys(node: yaml.Node, path: Path, seen_nodes: set[int]) -> None:
    """YAML lets the last of two equal keys win, silently. And a course has no use for aliases."""
    if id(node) in seen_nodes:
        line = node.start_mark.line + 1
        raise CourseError(f"{path}:{line}: used a second time by an alias (*): write it out")
    seen_nodes.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, path, seen_nodes)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                line = key.start_mark.line + 1
                raise CourseError(f"{path}:{line}: the key `{key.value}` is here a second time")
            seen.add(str(key.value))
            _refuse_repeated_keys(value, path, seen_nodes)


def _refuse_bad_slugs(course: Course, root: yaml.Node, path: Path) -> None:
    slugs = [exercise.slug for exercise in course.exercises]
    for index, slug in enumerate(slugs):
        problem = "is taken; each needs its own" if slug in slugs[:index] else ""
        if problem := problem or problem_with_slug(slug):
            line = line_of(root, f"$.exercises[{index}].slug")
            raise CourseError(f"{path}:{line}: the slug `{slug}` {problem}")


def _refuse_unknown_rules(course: Course, root: yaml.Node, path: Path) -> None:
    for index, exercise in enumerate(course.exercises):
        for number, rule in enumerate(exercise.forbid):
            if problem := problem_with(rule):
                where = f"exercises[{index}].forbid[{number}]"
                line = line_of(root, f"$.{where}")
                raise CourseError(f"{path}:{line}: `{where}`: `{rule}` {problem}")


def problem_with_points(course: Course) -> str:
    """What is wrong with the points of a whole course; empty if nothing is."""
    total = round(sum(exercise.points for exercise in course.exercises), 6)
    fits = total == COURSE_POINTS
    return "" if fits else f"course.yml: the points add up to {total:g}, not {COURSE_POINTS}"
