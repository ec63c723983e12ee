"""What must not be published, in forms that can be looked for."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from grader.publish.starter import BEGIN, END, derive_starter

LINE_CHARS = 16  # shorter lines of code, without blanks, are everybody's
PROMPT = re.compile(r"^\s*(>>>|\.\.\.) ")
_IMPORT = re.compile(r"import\w|from[\w.]+import")
MARKERS = (BEGIN.encode(), END.encode())
TEXT_CHARS = 16  # and shorter texts


class Source(Struct, frozen=True):
    """A secret file: its lines of code without blanks and comments, and how many give it away."""

    lines: frozenset[str]
    few: int


class Fingerprints(Struct, frozen=True):
    """What to look for."""

    sources: dict[str, Source]  # by the file's name
    texts: dict[bytes, str]  # texts and numbers inside secret code, whatever file type it is in


def fingerprints_of(root: Path, secrets: Iterable[int | str] = ()) -> Fingerprints:
    """Solutions, checks, references, wrong submissions, but for what is public anyway.

    Public are the starters, the grader, and the baselines, which are there to be seen.

    Args:
        root: of the course.
        secrets: seeds and other values that must not appear.
    """
    files = _secret_files(root)
    starters = {
        name: derive_starter(source, name) for name, source in files.items() if BEGIN in source
    }
    shown = [*starters.values(), *_house(), *_sources(root.glob("exercises/*/baseline.py"))]
    public = {line for source in shown for line in code_lines(source)}
    sources = {name: _source(name, code_lines(text) - public) for name, text in files.items()}
    texts = {
        text.encode(): name
        for name, starter in starters.items()
        for text in _strings(files[name]) - _strings(starter)
        if len(text) >= TEXT_CHARS
    }
    said = [text for name, source in files.items() for text in _said(name, source)]
    told = "\n".join([*_house(), *said]).encode()
    kept = {text: name for text, name in texts.items() if text not in told}
    kept |= dict.fromkeys(MARKERS, "a solution")
    kept |= {text: "a secret" for secret in secrets for text in _spellings(secret)}
    return Fingerprints(sources, kept)


def _secret_files(root: Path) -> dict[str, str]:
    """Name → source; of the submissions only wrong ones, and no drawings."""
    solutions = root / "solutions"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(solutions.rglob("*.py"))
        if path.name != "figure.py"
        and ("submissions" not in path.parts or path.parent.name == "wrong")
    }


def _source(name: str, lines: set[str]) -> Source:
    """Four lines give a solution away; of a wrong submission, more than half of them."""
    wrong = "/submissions/" in name
    return Source(frozenset(lines), max(3, int(0.6 * len(lines))) if wrong else 4)


def _said(name: str, source: str) -> set[str]:
    """What learners are told of a file: hints and reasons of checks, the words of a mistake."""
    if name.endswith(("/checks.py", "/cases.py")):
        return _strings(source)
    return {ast.get_docstring(ast.parse(source)) or ""} if "/submissions/" in name else set()


def _sources(paths: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _house() -> list[str]:
    """The sources of the grader itself, which everybody has."""
    house = Path(__file__).resolve().parent.parent.parent
    return _sources([*house.rglob("*.py"), house.parent / "cli.py"])


def code_lines(source: str) -> set[str]:
    """The lines of a program's code, without blanks, comments, docstrings, hints."""
    return long_lines(source) - _prose(source)


def long_lines(text: str) -> set[str]:
    """The lines of any text that could be code, without blanks and comments, if long enough."""
    lines = {_bare(line) for line in text.splitlines()}
    return {line for line in lines if len(line) >= LINE_CHARS and not _IMPORT.match(line)}


def _bare(line: str) -> str:
    """Without blanks, comments and Python's prompts."""
    return "".join(PROMPT.sub("", line).partition(" #")[0].split())


def _prose(source: str) -> set[str]:
    """Lines of docstrings, hints and other texts: what learners may read, or look for elsewhere."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return set()
    lines: set[str] = set()
    for token in tokens:
        if token.type == tokenize.STRING:
            rows = source.splitlines()[token.start[0] - 1 : token.end[0]]
            alone = token.line.strip().startswith(token.string[:1]) or len(rows) > 1
            lines |= {_bare(row) for row in rows} if alone else set()
        if token.type == tokenize.COMMENT and token.line.strip() == token.string:
            lines.add(_bare(token.line))
    return lines


def _strings(source: str) -> set[str]:
    """Every text constant of a module, parts of f-strings included."""
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _spellings(secret: int | str) -> Iterator[bytes]:
    yield str(secret).encode()
    if isinstance(secret, int):
        yield f"{secret:x}".encode()
        if secret >= 2**24:  # fewer bytes are found by chance
            size = (secret.bit_length() + 7) // 8
            yield secret.to_bytes(size, "little")
            yield secret.to_bytes(size, "big")
