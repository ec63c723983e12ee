"""What msgspec finds wrong with a course.yml → file, line, key, and what to write instead."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from grader.errors import CourseError
from grader.model import Course, Exercise, Late
from grader.slugs import NO_SLUG

KINDS = {
    "float": "a number",
    "int": "a whole number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
SHARE = "expected a share from 0 to 1: write 0.1 for 10 %"
INSTEAD = {
    "due": "expected a date, a time and a time zone: write it like 2026-03-20T23:59:00+09:00",
    "per_day": SHARE,
    "at_most": SHARE,
}


def convert(data: Any, root: yaml.Node, path: Path) -> Course:
    """The content of a course.yml → Course.

    Args:
        data: its content; what is wrong is taken out of it, to find what else is.
        root: the same as nodes, which know their lines.
        path: the file, for messages.

    Raises:
        CourseError: a line for each fault, until one hides what else there is.
    """
    faults: list[str] = []
    while True:
        try:
            course = msgspec.convert(data, Course)
        except msgspec.ValidationError as error:
            what, _, where = str(error).partition(" - at `")
            where, key = _place(what, where.rstrip("`") or "$")
            missing = "missing" in what and key is not None
            if not (missing and faults):  # it may be one that was taken out
                faults.append(f"{path}:{_explain(what, where, key, root)}")
            if missing or not _take_out(data, where, key):
                break
        else:
            break
    if faults:
        raise CourseError("\n".join(faults))
    return course


def _place(what: str, where: str) -> tuple[str, str | None]:
    """The path of the mapping that has a fault, and which of its keys; None: it is no mapping's."""
    named = re.search(r"(?:unknown|missing required) field `(.+?)`", what)
    if named:
        return where, named.group(1)
    home, _, key = where.rpartition(".")
    return (home, key) if re.fullmatch(r"\w+", key) and home else (where, None)


def _explain(what: str, where: str, key: str | None, root: yaml.Node) -> str:
    """Line, key, suggestion."""
    full = where if key is None else f"{where}.{key}"
    if key is not None and "unknown field" in what:
        known = _kind(where).__struct_fields__
        begun = [name for name in known if name.startswith(f"{key}_")]
        close = begun or difflib.get_close_matches(key, known, n=1)
        tip = f"did you mean `{close[0]}`?" if close else f"the keys are: {', '.join(known)}"
        return f"{line_of(root, full)}: unknown key `{key}`: {tip}"
    if key is not None and "missing" in what:
        return f"{line_of(root, where)}: the key `{key}` is missing here"
    shown = full.removeprefix("$.").replace("$", "the whole file")
    return f"{line_of(root, full)}: `{shown}`: {_plain(what, key)}"


def _plain(what: str, key: str | None) -> str:
    """What was expected, without the words of the library."""
    if key == "slug" and "regex" in what:
        return f"this {NO_SLUG}"
    if key in INSTEAD:
        return INSTEAD[key]
    what = re.sub(r"`(\w+)`", lambda found: KINDS.get(found[1], found[0]), what)
    return what[:1].lower() + what[1:]


def _take_out(data: Any, where: str, key: str | None) -> bool:
    """Remove a key from the mapping at a path; whether there was one."""
    if key is None or not re.fullmatch(r"\$(\.\w+|\[\d+\])*", where):
        return False
    for name, index in _steps(where):
        data = data[name] if name else data[int(index)]
    return isinstance(data, dict) and data.pop(key, None) is not None


def _kind(where: str) -> type[Course | Exercise | Late]:
    """What lies at a path."""
    if where.startswith("$.exercises["):
        return Exercise
    return Late if where.startswith("$.late") else Course


def _steps(where: str) -> list[tuple[str, str]]:
    """Of a path like $.exercises[0].points: a key or an index each."""
    return re.findall(r"\.(\w+)|\[(\d+)\]", where)


def line_of(node: yaml.Node, where: str) -> int:
    """The line, from 1, of a path like $.exercises[0].points, or of its nearest known parent."""
    line = node.start_mark.line + 1
    for key, index in _steps(where):
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == key]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and index:
            node = node.value[int(index)]
            line = node.start_mark.line + 1
    return int(line)
