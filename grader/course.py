"""course.yml → Course, strictly: an error names file, line and key."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import msgspec
import yaml

from grader.errors import CourseError
from grader.model import Course, Exercise, Late

Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)


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
    try:
        course = msgspec.convert(data, Course)
    except msgspec.ValidationError as error:
        raise CourseError(_explain(str(error), root, path)) from None
    _refuse_repeated_slugs(course, root, path)
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


def _refuse_repeated_slugs(course: Course, root: yaml.Node, path: Path) -> None:
    slugs = [exercise.slug for exercise in course.exercises]
    for index, slug in enumerate(slugs):
        if slug in slugs[:index]:
            line = _line(root, f"$.exercises[{index}].slug")
            raise CourseError(f"{path}:{line}: the slug `{slug}` is taken; each needs its own")


def _explain(problem: str, root: yaml.Node, path: Path) -> str:
    """msgspec's message and its path ($.exercises[0].points) → file, line, key, suggestion."""
    what, _, where = problem.partition(" - at `")
    where = where.rstrip("`") or "$"
    unknown = re.search(r"unknown field `(.+?)`", what)
    if unknown:
        key = unknown.group(1)
        known = _kind(where).__struct_fields__
        close = difflib.get_close_matches(key, known, n=1)
        tip = f"did you mean `{close[0]}`?" if close else f"the keys are: {', '.join(known)}"
        return f"{path}:{_line(root, f'{where}.{key}')}: unknown key `{key}`: {tip}"
    missing = re.search(r"missing required field `(.+?)`", what)
    if missing:
        return f"{path}:{_line(root, where)}: the key `{missing.group(1)}` is missing here"
    key = where.removeprefix("$.").replace("$", "the whole file")
    return f"{path}:{_line(root, where)}: `{key}`: {what[:1].lower()}{what[1:]}"


def _kind(where: str) -> type[Course | Exercise | Late]:
    """What lies at a path."""
    if where.startswith("$.exercises["):
        return Exercise
    return Late if where.startswith("$.late") else Course


def _line(node: yaml.Node, where: str) -> int:
    """The line, from 1, of a path like $.exercises[0].points, or of its nearest known parent."""
    line = node.start_mark.line + 1
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", where):
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == key]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and index:
            node = node.value[int(index)]
            line = node.start_mark.line + 1
    return int(line)
