"""What one attempt was and what was found: a folder with the graded source and one JSON file.

EVIDENCE/<exercise>/<student>/<content>/evidence.json
                                       /<exercise>.py
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.errors import GraderError
from grader.model import Report, Verdict
from grader.report.json import write_whole

SCHEMA = 1
NAME = "evidence.json"
PLAIN = set(string.ascii_letters + string.digits + "-_.@+ ")


class Evidence(Struct, frozen=True):
    """One attempt of one student at one exercise."""

    schema: int
    student: str
    slug: str
    content: str  # SHA-256 of the source, or of why there is none
    version: str  # of what it was judged by
    origin: str
    submitted: str | None  # ISO 8601, UTC
    fault: str  # why there is no report: what is wrong with the submission, or with us
    readable: bool  # whether the submission could be read; if not, the fault is not ours
    report: Report | None


class _Case(Struct, frozen=True):
    verdict: Verdict


class _Exercise(Struct, frozen=True):
    results: tuple[_Case, ...]


class _Report(Struct, frozen=True):
    exercises: tuple[_Exercise, ...]


class Head(Struct, frozen=True):
    """What decides whether an attempt is done; faster to read than all of it."""

    version: str
    origin: str
    submitted: str | None
    readable: bool
    report: _Report | None

    @property
    def settled(self) -> bool:
        """Everything was judged, or there is nothing that could be."""
        if self.report is None:
            return not self.readable
        cases = (case for exercise in self.report.exercises for case in exercise.results)
        return all(case.verdict is not Verdict.ERROR for case in cases)


def folder_of(home: Path, slug: str, student: str, content: str) -> Path:
    """Where the evidence of an attempt lies."""
    return home / slug / folder_name(student) / content[:20]


def folder_name(student: str) -> str:
    """What a student's folder is called; any name of a student gives a harmless one."""
    plain = "".join(letter if _is_plain(letter) else _escaped(letter) for letter in student)
    if plain.startswith("."):
        plain = f"%2E{plain[1:]}"
    if len(plain.encode()) > 120 or not plain.strip():
        plain = f"{plain[:30]}~{hashlib.sha256(student.encode()).hexdigest()[:16]}"
    return plain


def _is_plain(letter: str) -> bool:
    return letter in PLAIN or (letter.isalnum() and not letter.isascii())


def _escaped(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """Write it whole or not at all.

    Raises:
        GraderError: if the disk is full or cannot be written to.
    """
    content = msgspec.json.format(msgspec.json.encode(evidence), indent=1)
    write_file(folder / NAME, content)


def write_file(path: Path, content: bytes, durable: bool = True) -> None:
    """Write a file of the evidence, and the folders above it.

    Args:
        path: which one.
        content: of it.
        durable: it must survive a power cut; what can be made again need not.

    Raises:
        GraderError: if the disk is full or cannot be written to.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        write_whole(path, content, durable)
    except OSError as error:
        raise GraderError(
            f"{path}: cannot be written: {error.strerror}. What was graded so far is kept; "
            "mend this and run the same command again"
        ) from None


def sweep(home: Path) -> None:
    """Remove what a run that was killed had begun to write."""
    for path in home.rglob(".*"):
        if path.is_file():
            path.unlink()


def read_head(folder: Path) -> Head | None:
    """The head of an attempt's evidence; None where there is none that can be used."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Head)
    except (OSError, msgspec.MsgspecError):
        return None


def read_evidence(home: Path, slug: str) -> Iterator[Evidence]:
    """All evidence of one exercise, student by student, one at a time.

    Raises:
        GraderError: if a file is damaged; it names the file.
    """
    for path in sorted((home / slug).glob(f"*/*/{NAME}")):
        try:
            yield msgspec.json.decode(path.read_bytes(), type=Evidence)
        except (OSError, msgspec.MsgspecError) as error:
            raise GraderError(f"{path}: damaged ({error}): delete it and grade again") from None
