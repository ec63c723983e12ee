"""A folder of submissions → what each student handed in for each exercise.

    SUBMISSIONS/kim/stride/stride.py    a folder for each student, in it what `grade` takes: files
    SUBMISSIONS/kim/stride.ipynb        in folders or side by side, as Python or as notebooks;
    SUBMISSIONS/kim/second/stride.py    further folders and zips beside them are further attempts
    SUBMISSIONS/lee.zip                 a student may also be one zip

Links are never followed. Whatever cannot be read is found all the same, with the reason.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from grader.autograde.unpack import read_zip
from grader.checks.show import printable
from grader.errors import NotPassed, Unreadable, UsageError
from grader.notebook.source import NOTEBOOK_BYTES, source_of
from grader.worker.source import SOURCE_BYTES, read_source

MOST_ENTRIES = 10_000  # in one folder of a student
MOST_ATTEMPTS = 100  # folders and zips in it: each is graded, and the best counts
# Endings of a slug's file, and how large it may be.
KINDS = {".py": SOURCE_BYTES, ".ipynb": NOTEBOOK_BYTES, ".ko.ipynb": NOTEBOOK_BYTES}
REPLACED = "\N{REPLACEMENT CHARACTER}"
STAMP = "timestamp.txt"  # nbgrader writes the time of submission into it


class Found(Struct, frozen=True):
    """One attempt of a student at one exercise."""

    student: str
    slug: str
    origin: str  # where it was found
    stamp: str = ""  # when it was handed in, in nbgrader's spelling, if that is known
    source: bytes = b""  # the Python code
    fault: str = ""  # why it could not be read; then there is no source


def find_submissions(folder: Path, slugs: Collection[str]) -> Iterator[Found]:
    """Everything that students handed in, one student after the other, read when asked for.

    Args:
        folder: of the class.
        slugs: all exercises of the course.

    Raises:
        UsageError: if there is no such folder, it is one submission, or nobody has submitted.
    """
    entries = _students(folder)
    if not entries:
        raise UsageError(f"{folder}: no student in it: neither a folder nor a zip")
    single = [entry.name for entry in entries if entry.name in slugs]
    if single:
        raise UsageError(
            f"{folder} looks like one submission ({single[0]} is an exercise, no student): "
            f"`grade --submission {folder}` grades one, and a class has a folder for each student"
        )
    for entry in entries:
        for found in _of_student(entry, slugs):
            if found.slug:
                yield found
            else:  # it could have been for any of them
                for slug in slugs:
                    yield Found(found.student, slug, found.origin, fault=found.fault)


def students_of(folder: Path) -> list[str]:
    """Everybody who has a folder or a zip, whatever is in it."""
    return sorted({_student(entry) for entry in _students(folder)})


def strays(folder: Path) -> list[str]:
    """The names in the class's folder that belong to nobody."""
    known = {entry.name for entry in _students(folder)}
    return sorted(
        printable(path.name)
        for path in folder.iterdir()
        if path.name not in known and not path.name.startswith((".", "__"))
    )


def _students(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    with os.scandir(folder) as entries:
        kept = [
            entry
            for entry in entries
            if not entry.name.startswith((".", "__"))
            and (entry.is_dir() or entry.name.lower().endswith(".zip"))
        ]
    return sorted(kept, key=lambda entry: entry.name)


def _student(entry: os.DirEntry[str]) -> str:
    """What we call a student: the name, in one line that steers no terminal.

    Where that is not the name itself, a hash of it keeps apart who would be called the same.
    """
    name = entry.name if entry.is_dir() else entry.name[:-4]
    shown = _one_line(name)
    return shown if shown == name else f"{shown}~{sha256(os.fsencode(name)).hexdigest()[:8]}"


def _one_line(text: str) -> str:
    return printable(text).replace("\n", REPLACED).replace("\t", REPLACED)


def _of_student(entry: os.DirEntry[str], slugs: Collection[str]) -> Iterator[Found]:
    path, student = Path(entry.path), _student(entry)
    if entry.is_symlink():
        yield _unreadable(path, student, "it is a link: links are not followed")
    elif entry.is_dir():
        yield from _attempts(path, student, slugs)
    else:
        yield from _zipped(path, student, slugs, "")


def _attempts(folder: Path, student: str, slugs: Collection[str]) -> Iterator[Found]:
    """The files in a student's folder, then the zips and further folders in it."""
    nothing = True
    try:
        others = list(_others(folder, slugs))
        if len(others) > MOST_ATTEMPTS:
            raise Unreadable(f"more than {MOST_ATTEMPTS} folders and zips in it")
        for found in itertools.chain(
            _in_folder(folder, student, slugs),
            *(_attempt(path, student, slugs) for path in others),
        ):
            nothing = False
            yield found
        left = [] if not nothing else [name for name in _names(folder) if name != STAMP]
    except (OSError, Unreadable) as error:
        yield _unreadable(folder, student, _why(error))
        return
    if left:
        slug = next(iter(slugs))
        sought = f"neither {slug}/{slug}.py nor {slug}.py or {slug}.ipynb, nor any other exercise"
        there = printable(", ".join(left[:5]))
        yield _unreadable(folder, student, f"no submission in it: {sought}; there is {there}")


def find_attempts(folder: Path, student: str, slugs: Collection[str]) -> Iterator[Found]:
    """What lies in the folder of one student, as in `find_submissions`."""
    return _attempts(folder, student, slugs)


def _attempt(path: Path, student: str, slugs: Collection[str]) -> Iterator[Found]:
    if path.suffix.lower() == ".zip":
        yield from _zipped(path, student, slugs, _stamp(path.parent))
    elif not path.is_symlink():
        yield from _in_folder(path, student, slugs)


def _others(folder: Path, slugs: Collection[str]) -> Iterator[Path]:
    """Zips and subfolders that are not named after an exercise."""
    for name in _names(folder):
        path = folder / name
        if name not in slugs and (path.suffix.lower() == ".zip" or path.is_dir()):
            yield path


def _in_folder(folder: Path, student: str, slugs: Collection[str]) -> Iterator[Found]:
    there = set(_names(folder))
    for slug in slugs:
        for home in (folder / slug, folder):
            if home != folder and (slug not in there or home.is_symlink() or not home.is_dir()):
                continue
            names = set(_names(home)) if home != folder else there
            stamp = _stamp(home if STAMP in names else folder)
            for kind, limit in KINDS.items():
                if f"{slug}{kind}" in names:
                    yield _read(home / f"{slug}{kind}", limit, student, slug, stamp)


def _names(folder: Path) -> list[str]:
    """What lies in a folder, in order, hidden names left out."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in itertools.islice(entries, MOST_ENTRIES + 1)]
    if len(names) > MOST_ENTRIES:
        raise Unreadable(f"more than {MOST_ENTRIES:,} files in one folder")
    return sorted(name for name in names if not name.startswith((".", "__")))


def _read(path: Path, limit: int, student: str, slug: str, stamp: str) -> Found:
    try:
        content = read_source(path, limit)
        source = source_of(content) if path.suffix == ".ipynb" else content
    except (NotPassed, Unreadable, OSError) as error:
        return _unreadable(path, student, _why(error), slug)
    return Found(student, slug, _one_line(str(path)), stamp, source)


def _zipped(path: Path, student: str, slugs: Collection[str], stamp: str) -> Iterator[Found]:
    try:
        wanted = {f"{slug}{kind}": KINDS[kind] for slug in slugs for kind in KINDS}
        for name, content in read_zip(path, wanted):
            origin, slug = f"{path}:{name}", PurePosixPath(name).name.partition(".")[0]
            try:
                source = source_of(content) if name.endswith(".ipynb") else content
            except Unreadable as error:
                yield _unreadable(Path(origin), student, str(error), slug)
                continue
            yield Found(student, slug, _one_line(origin), stamp, source)
    except Unreadable as error:
        yield _unreadable(path, student, str(error))


def _stamp(folder: Path) -> str:
    """nbgrader's time of submission: the exchange writes it, not the student."""
    try:
        return printable(read_source(folder / STAMP, 100).decode().strip())
    except (NotPassed, UnicodeDecodeError, OSError):
        return ""


def _why(error: Exception) -> str:
    return error.strerror or "cannot be read" if isinstance(error, OSError) else str(error)


def _unreadable(path: Path, student: str, fault: str, slug: str = "") -> Found:
    return Found(student, slug, _one_line(str(path)), fault=_one_line(fault))
