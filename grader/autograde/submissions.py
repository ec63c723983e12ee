"""A folder of submissions → what each student handed in for each exercise.

    SUBMISSIONS/kim/stride/stride.py    a folder for each student, in it what `grade` takes: files
    SUBMISSIONS/kim/stride.ipynb        in folders or side by side, as Python or as notebooks;
    SUBMISSIONS/kim/second/Stride-1.py  folders in it, as deep as they may be in a zip, are looked
                                        through: every such file and zip is a further attempt
    SUBMISSIONS/lee.zip                 a student may also be one zip

Links are never followed. Whatever cannot be read is found all the same, with the reason; and a file
that is for no exercise is the reason why there is no mark for those of which nothing was found.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from grader.autograde.names import by_rank, is_work, slug_of, without_course
from grader.autograde.unpack import read_zip
from grader.autograde.unused import explain_stray, explain_unused, listed
from grader.autograde.walk import walk
from grader.checks.show import printable
from grader.errors import NotPassed, Unreadable, UsageError
from grader.worker.source import code_of, limit_of, read_source

MOST_ATTEMPTS = 100  # at one exercise: each is graded, and the best counts
REPLACED = "\N{REPLACEMENT CHARACTER}"
STAMP = "timestamp.txt"  # nbgrader writes the time of submission into it

Note = Callable[[str], None]  # is told of a student's files that were used for nothing


class Found(Struct, frozen=True):
    """One attempt of a student at one exercise."""

    student: str
    slug: str
    origin: str  # where it was found
    stamp: str = ""  # when it was handed in, in nbgrader's spelling, if that is known
    source: bytes = b""  # the Python code
    fault: str = ""  # why it could not be read; then there is no source


def find_submissions(
    folder: Path,
    slugs: Collection[str],
    asked: Collection[str] | None = None,
    note: Note = lambda _: None,
) -> Iterator[Found]:
    """Everything that students handed in, one student after the other, read when asked for.

    Args:
        folder: of the class.
        slugs: all exercises of the course.
        asked: those that are graded: where one has nothing, files that are for no exercise are
            its fault. All, if it is not given.
        note: is told of such files where no exercise has that fault.

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
        for found in _of_student(entry, slugs, asked, note):
            if found.slug:
                yield found
            else:  # it could have been for any of them
                for slug in slugs:
                    yield Found(found.student, slug, found.origin, fault=found.fault)


def students_of(folder: Path) -> list[str]:
    """Everybody who has a folder or a zip, whatever is in it."""
    return sorted({_student(entry) for entry in _students(folder)})


def strays(folder: Path, slugs: Sequence[str]) -> list[str]:
    """The names in the class's folder that belong to nobody, and what to do with them."""
    known = {entry.name for entry in _students(folder)}
    return sorted(
        explain_stray(printable(path.name), slugs)
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


def _of_student(
    entry: os.DirEntry[str], slugs: Collection[str], asked: Collection[str] | None, note: Note
) -> Iterator[Found]:
    path, student = Path(entry.path), _student(entry)
    if entry.is_symlink():
        yield _unreadable(path, student, "it is a link: links are not followed")
    else:
        yield from find_attempts(path, student, slugs, asked, note)


def find_attempts(
    path: Path,
    student: str,
    slugs: Collection[str],
    asked: Collection[str] | None = None,
    note: Note = lambda _: None,
) -> Iterator[Found]:
    """What lies in the folder, or the zip, of one student; the rest as in `find_submissions`."""
    missing, unused, nothing = dict.fromkeys(slugs if asked is None else asked), list[str](), True
    inside = _in_folder if path.is_dir() else _in_zip
    try:
        for item in inside(path, student, slugs):
            if isinstance(item, str):
                unused.append(item)
                continue
            nothing = False
            if item.slug:
                missing.pop(item.slug, None)
            else:
                missing.clear()  # each has that fault
            yield item
    except (OSError, Unreadable) as error:
        yield _unreadable(path, student, _why(error))
        return
    unused = unused if nothing else [name for name in unused if is_work(name)]
    for slug in missing if unused else ():
        yield _unreadable(path, student, explain_unused(unused, list(missing)), slug)
    if unused and not missing:
        note(_one_line(f"{student}: {listed(unused)}"))


def _in_folder(folder: Path, student: str, slugs: Collection[str]) -> Iterator[Found | str]:
    """The files for exercises, then what is in zips; and the names of what is for none."""
    paths = sorted(without_course(walk(folder)), key=by_rank)
    used = {path: slug for path in paths if (slug := slug_of(path, slugs))}
    zips = [path for path in paths if path.suffix.lower() == ".zip"]
    if max(len(zips), *Counter(used.values()).values(), 0) > MOST_ATTEMPTS:
        raise Unreadable(f"more than {MOST_ATTEMPTS} files for one exercise, or zips, in it")
    for path, slug in used.items():
        yield _read(folder / path, student, slug, _stamp_of(folder, path))
    for path in zips:
        yield from _further_zip(folder, path, student, slugs)
    yield from (str(p) for p in paths if p not in used and p not in zips and p.name != STAMP)


def _further_zip(
    folder: Path, path: PurePosixPath, student: str, slugs: Collection[str]
) -> Iterator[Found | str]:
    """A zip in a student's folder; its name, too, if nothing in it is of any use."""
    useless = True
    try:
        for item in _in_zip(folder / path, student, slugs, _stamp_of(folder, path)):
            useless = useless and isinstance(item, str) and not is_work(item)
            yield item
    except Unreadable as error:  # what is broken could have been for any exercise
        yield _unreadable(folder / path, student, str(error))
        return
    if useless:
        yield str(path)


def _read(path: Path, student: str, slug: str, stamp: str) -> Found:
    try:
        source = code_of(path, read_source(path, limit_of(path)))
    except (NotPassed, Unreadable, OSError) as error:
        return _unreadable(path, student, _why(error), slug)
    return Found(student, slug, _one_line(str(path)), stamp, source)


def _in_zip(
    path: Path, student: str, slugs: Collection[str], stamp: str = ""
) -> Iterator[Found | str]:
    """As `_in_folder`."""
    for member in read_zip(path, slugs):
        if not member.slug:
            yield f"{path.name}:{member.path}"
        elif member.fault:
            yield _unreadable(Path(f"{path}:{member.path}"), student, member.fault, member.slug)
        else:
            origin = _one_line(f"{path}:{member.path}")
            yield Found(student, member.slug, origin, stamp, member.code)


def _stamp_of(folder: Path, path: PurePosixPath) -> str:
    """When a file in a student's folder was handed in.

    Of the folders above it the highest counts, since a deeper one may be the student's own; but
    the student's folder itself is the last: its stamp is for what has no other.
    """
    above = [folder / parent for parent in reversed(path.parents)]
    return next(filter(None, map(_stamp, [*above[1:], above[0]])), "")


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
