"""Solution → starter: the marked regions give way to nbgrader's stub."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from grader.errors import CourseError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# Misspelt, a marker would publish the solution.
LIKE_A_MARKER = re.compile(r"\b(BEGIN|END)\s+SOLUTION\b", re.IGNORECASE)
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")


def derive_starter(solution: str, name: str) -> str:
    """Replace each region between BEGIN and END, markers included, by the stub.

    Args:
        solution: the source of the model solution.
        name: what errors call it.

    Raises:
        CourseError: with the line, if a marker is nested, missing, or there is none at all.
    """
    lines: list[str] = []
    begun = regions = 0
    for number, line in enumerate(solution.removesuffix("\n").split("\n"), start=1):
        marker = line.strip()
        if LIKE_A_MARKER.search(line) and marker not in (BEGIN, END):
            raise CourseError(f"{name}:{number}: write exactly {BEGIN} or {END}, not {marker!r}")
        if marker == BEGIN:
            if begun:
                raise CourseError(f"{name}:{number}: {BEGIN} inside the region of line {begun}")
            begun = number
            regions += 1
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stub for stub in STUB]
        elif marker == END:
            if not begun:
                raise CourseError(f"{name}:{number}: {END} without a {BEGIN} before it")
            begun = 0
        elif not begun:
            lines.append(line)
    if begun:
        raise CourseError(f"{name}:{begun}: {BEGIN} without an {END} after it")
    if not regions:
        raise CourseError(f"{name}: no {BEGIN} in it: what should the learner write?")
    return "\n".join(lines) + "\n"


def starter_of(root: Path, slug: str) -> str:
    """The starter that follows from an exercise's solution.

    Raises:
        CourseError: if the solution is missing or its markers are wrong.
    """
    path = root / "solutions" / slug / f"{slug}.py"
    try:
        return derive_starter(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read: {error}") from None


def write_starter(root: Path, slug: str, overwrite: bool = False) -> bool:
    """Write exercises/<slug>/<slug>.py where it differs; whether it did.

    Args:
        root: the folder of course.yml.
        slug: of the exercise.
        overwrite: also where somebody has written code into the file.

    Raises:
        CourseError: as `starter_of`; or somebody's work would be lost.
    """
    path = root / "exercises" / slug / f"{slug}.py"
    text = starter_of(root, slug)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if before == text:
        return False
    if not overwrite and (written := written_in(before, text)):
        raise CourseError(
            f"{path}: {written}: that would be lost. Move the file away, or say --overwrite"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def written_in(file: str, starter: str) -> str:
    """What of a file is somebody's work, in words; empty if nothing is.

    A file that came from an older solution has other text, but its functions are stubs.
    """
    try:
        functions = _functions(file)
    except SyntaxError as error:
        return f"somebody is writing in it, and line {error.lineno} is no Python"
    stubs = {name for name, stub in _functions(starter).items() if stub}
    done = [name for name in functions if name in stubs and not functions[name]]
    return f"somebody has written {', '.join(done)}" if done else ""


def _functions(source: str) -> dict[str, bool]:
    """Its functions and methods, and whether each still has the stub."""
    return {
        node.name: "NotImplementedError" in ast.dump(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }
