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
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from grader.errors import Unreadable

TABLE_BYTES = 1 << 20  # the table of contents: about 10,000 entries
DEEPEST = 5  # folders above a file, for zips of a whole repository
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


def read_zip(path: Path, wanted: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The exercises' files in a zip: their names in it and contents.

    Args:
        path: of the zip.
        wanted: the names of files, in whatever folder → the most bytes that one may have.

    Raises:
        Unreadable: with the reason, if it is no zip, is broken or encrypted, has too much in it,
            or has nothing in it for any exercise.
    """
    if path.is_symlink() or not path.is_file():
        raise Unreadable("it is a link or no file")
    try:
        with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
            for name, member in _choose(archive.infolist(), wanted).items():
                yield member.filename, _content(archive, member, wanted[name])
    except BROKEN as error:
        raise Unreadable(f"the zip is broken: {error}") from None


def _choose(members: list[zipfile.ZipInfo], wanted: Collection[str]) -> dict[str, zipfile.ZipInfo]:
    """Of each name the one that lies highest."""
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for member in members:
        path = PurePosixPath(member.filename)
        fits = path.name in wanted and len(path.parts) <= DEEPEST + 1
        if fits and not any(part.startswith((".", "__")) for part in path.parts):
            found.setdefault(path.name, []).append(member)
    if not found:
        raise Unreadable(f"no exercise in it: neither {next(iter(wanted))} nor any other")
    return {name: _highest(candidates) for name, candidates in sorted(found.items())}


def _highest(candidates: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    def depth(member: zipfile.ZipInfo) -> int:
        return len(PurePosixPath(member.filename).parts)

    first, *others = sorted(candidates, key=depth)
    if others and depth(others[0]) == depth(first):
        raise Unreadable(f"two in it for one exercise: {first.filename}, {others[0].filename}")
    return first


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
