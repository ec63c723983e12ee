"""Look for fingerprints in an artefact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.publish.artefact import Artefact
from grader.publish.leaks.contents import parts
from grader.publish.leaks.fingerprints import Fingerprints, long_lines

FORBIDDEN_NAMES = {"solutions", "submissions", "checks.py", "reference.py", "__pycache__"}
LONG_LINE = 48  # so many characters without blanks are nobody's by chance
FORBIDDEN_SUFFIXES = (".pyc", ".pyo", ".db", ".sqlite", ".pickle", ".pkl")


def find_leaks(artefact: Artefact, fingerprints: Fingerprints) -> list[str]:
    """Where something secret is, in words; empty if nothing is."""
    found: list[str] = []
    for name in sorted(artefact):
        for where, content in parts(name, artefact[name]):
            found += _named(where)
            found += _texts(where, content, fingerprints)
            found += _lines(where, content, fingerprints)
    return list(dict.fromkeys(found))


def _named(name: str) -> Iterator[str]:
    if FORBIDDEN_NAMES & set(re.split(r"/|, ", name)) or name.endswith(FORBIDDEN_SUFFIXES):
        yield f"{name}: a file that students must not get"


def _texts(where: str, content: bytes, fingerprints: Fingerprints) -> Iterator[str]:
    for text, origin in fingerprints.texts.items():
        if text in content:
            yield f"{where}: holds a text of {origin}"


def _lines(where: str, content: bytes, fingerprints: Fingerprints) -> Iterator[str]:
    encodings = ("utf-8", "utf-16-le") if b"\0" in content else ("utf-8",)
    for encoding in encodings:
        text = content.decode(encoding, "replace").replace("\\n", "\n")
        lines = long_lines(text)
        for name, source in fingerprints.sources.items():
            found = sorted(lines & source.lines, key=len)
            if found and (len(found) >= source.few or len(found[-1]) >= LONG_LINE):
                yield f"{where}: holds code of {name}: {found[-1][:60]}"
