"""A student's zip → the files of exercises in it, read into memory; nothing is ever unpacked.

So a path that leads elsewhere leads nowhere, and what a zip may cost is bounded before it is paid:
its table of contents, the size of each file, the number of files.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from grader.autograde.names import by_rank, is_passed_over, slug_of, without_course
from grader.autograde.unused import AGAIN
from grader.errors import Unreadable
from grader.worker.source import code_of, limit_of

TABLE_BYTES = 1 << 20  # the table of contents: about 10,000 entries
MOST_FILES = 10  # for one exercise in one zip: each is an attempt
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that Python unpacks piece by piece
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError, ArithmeticError),
)


class _Bounded(io.FileIO):
    """A file that is never read in large pieces: zipfile reads the table of contents in one."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > TABLE_BYTES:
            raise Unreadable("its table of contents is too long: more than about 10,000 entries")
        bounded = (
            TABLE_BYTES if size is None or size < 0 else size
        )  # its end is read without a size
        return super().read(bounded) or b""


class Member(Struct, frozen=True):
    """A file in a zip."""

    path: PurePosixPath  # in the zip; "." for all of it
    slug: str  # "" if it is for no exercise: then it was not read
    code: bytes = b""
    fault: str = ""  # why it could not be read


def read_zip(path: Path, slugs: Collection[str]) -> Iterator[Member]:
    """The files in a zip, those for exercises first, and read.

    Args:
        path: of the zip.
        slugs: all exercises of the course.

    Raises:
        Unreadable: with the reason, if it is no zip, is broken, is empty or has too much in it.
    """
    if path.is_symlink() or not path.is_file():
        raise Unreadable("it is a link or no file")
    try:
        with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
            members = _seen(archive)
            if not members:
                raise Unreadable(f"the zip is empty: ask for another, {AGAIN}")
            used = {where: slug_of(where, slugs) for where in sorted(members, key=by_rank)}
            many = [slug for slug, n in Counter(used.values()).items() if slug and n > MOST_FILES]
            for slug in many:
                fault = f"more than {MOST_FILES} files for {slug} in it: hand in what is meant"
                yield Member(PurePosixPath(), slug, fault=fault)
            for where, slug in sorted(used.items(), key=lambda item: not item[1]):
                if slug not in many:
                    yield _read(archive, where, members[where], slug)
    except BROKEN as error:
        raise Unreadable(f"the zip is broken: {error}") from None


def _seen(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """All files but those that are passed over."""
    paths = {PurePosixPath(m.filename): m for m in archive.infolist() if not m.is_dir()}
    seen = [p for p in paths if not any(is_passed_over(part) for part in p.parts)]
    return {p: paths[p] for p in without_course(seen)}


def _read(
    archive: zipfile.ZipFile, path: PurePosixPath, member: zipfile.ZipInfo, slug: str
) -> Member:
    """One file; what is wrong with it costs the others nothing."""
    if not slug:
        return Member(path, slug)
    try:
        return Member(path, slug, code_of(path, _content(archive, member, limit_of(path))))
    except Unreadable as error:
        return Member(path, slug, fault=str(error))
    except BROKEN as error:
        return Member(path, slug, fault=f"the zip is broken: {error}")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Unreadable(f"{member.filename} in it is a link or no file")
    if member.flag_bits & 1:
        raise Unreadable("it is encrypted: hand in a zip without a password")
    if member.compress_type not in METHODS:
        raise Unreadable(f"{member.filename} in it is packed in an unusual way: use plain zip")
    with archive.open(member) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(f"{member.filename} in it is larger than {limit:,} bytes")
    return content
