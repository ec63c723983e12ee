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
_IMPORT = re.compile(r"import\w|from[\w.]+import")
MARKERS = (BEGIN.encode(), END.encode())
TEXT_CHARS = 16  # and shorter texts


class Fingerprints(Struct, frozen=True):
    """What to look for."""

    lines: dict[str, str]  # a line of code without blanks and comments → where it comes from
    texts: dict[bytes, str]  # texts and numbers inside secret code, whatever file type it is in


def fingerprints_of(root: Path, secrets: Iterable[int | str] = ()) -> Fingerprints:
    """Solutions, checks, references and submissions of a course, but for what is public anyway.

    Args:
        root: of the course.
        secrets: seeds and other values that must not appear.
    """
    lines: dict[str, str] = {}
    texts: dict[bytes, str] = {}
    public: set[str] = set()
    said: list[str] = []
    for path in sorted((root / "solutions").rglob("*.py")):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
        lines |= dict.fromkeys(code_lines(source), name)
        said += _strings(source) if path.name == "checks.py" else []  # hints and reasons
        if BEGIN in source:
            starter = derive_starter(source, name)
            public |= code_lines(starter)
            hidden = _strings(source) - _strings(starter)
            texts |= {text.encode(): name for text in hidden if len(text) >= TEXT_CHARS}
    for secret in secrets:
        texts |= dict.fromkeys(_spellings(secret), "a secret")
    house = _house()
    public |= {line for source in house for line in code_lines(source)}
    kept = {line: name for line, name in lines.items() if line not in public}
    told = "\n".join([*house, *said]).encode()
    untold = {text: name for text, name in texts.items() if text not in told}
    return Fingerprints(kept, untold | dict.fromkeys(MARKERS, "a solution"))


def _house() -> list[str]:
    """The sources of the grader itself, which everybody has."""
    house = Path(__file__).resolve().parent.parent.parent
    paths = [*house.rglob("*.py"), house.parent / "cli.py"]
    return [path.read_text(encoding="utf-8") for path in paths]


def code_lines(source: str) -> set[str]:
    """The lines of a program's code, without blanks, comments, docstrings, hints."""
    return long_lines(source) - _prose(source)


def long_lines(text: str) -> set[str]:
    """The lines of any text that could be code, without blanks and comments, if long enough."""
    lines = {_bare(line) for line in text.splitlines()}
    return {line for line in lines if len(line) >= LINE_CHARS and not _IMPORT.match(line)}


def _bare(line: str) -> str:
    return "".join(line.partition(" #")[0].split())


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
