"""Everything inside a file: what is packed, compressed, encoded or escaped is opened, too."""

from __future__ import annotations

import base64
import binascii
import bz2
import contextlib
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

Part = tuple[str, bytes]  # where it was found, what it is

DEPTH = 8  # archives in archives
COMPRESSED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"\xfd7zXZ\x00": lzma.decompress,
    b"BZh": bz2.decompress,
    b"\x78": zlib.decompress,
}
DAMAGED = (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, tarfile.TarError)
ENCODED_CHARS = 40  # shorter texts are not tried as base64


def parts(where: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """A file and, recursively, all that it holds."""
    yield where, content
    if depth >= DEPTH:
        return
    for name, inner in _opened(content):
        yield from parts(f"{where}, {name}" if name else where, inner, depth + 1)


def _opened(content: bytes) -> Iterator[Part]:
    with contextlib.suppress(*DAMAGED):
        for magic, decompress in COMPRESSED.items():
            if content.startswith(magic):
                yield "", decompress(content)
                return
    with contextlib.suppress(*DAMAGED):
        if zipfile.is_zipfile(io.BytesIO(content)):
            yield from _zip_members(content)
            return
        if content[257:262] == b"ustar":
            yield from _tar_members(content)
            return
    if content.startswith(b"\x89PNG"):
        yield from _png_texts(content)
        return
    yield from _texts(content)


def _zip_members(content: bytes) -> Iterator[Part]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield entry.filename, archive.read(entry)


def _tar_members(content: bytes) -> Iterator[Part]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for entry in archive:
            file = archive.extractfile(entry)
            if file is not None:
                yield entry.name, file.read()


def _png_texts(content: bytes) -> Iterator[Part]:
    """Text chunks of a picture, which may be compressed."""
    position = 8
    while position + 8 <= len(content):
        size = int.from_bytes(content[position : position + 4], "big")
        kind, data = content[position + 4 : position + 8], content[position + 8 :][:size]
        position += size + 12
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield "text chunk", data
            with contextlib.suppress(zlib.error):
                yield "text chunk", zlib.decompress(data.partition(b"\0")[2].lstrip(b"\0"))


def _texts(content: bytes) -> Iterator[Part]:
    """The texts of a JSON or msgpack document, unescaped, and what is encoded in them."""
    document: Any = None
    if content[:1] in (b"{", b"["):
        with contextlib.suppress(ValueError, RecursionError):
            document = json.loads(content)
    elif content[:1] >= b"\x80":
        with contextlib.suppress(msgspec.DecodeError, ValueError, RecursionError):
            document = msgspec.msgpack.decode(content)
    if isinstance(document, dict | list):
        yield "texts", "\n".join(_leaves(document)).encode("utf-8", "surrogatepass")
        for text in _leaves(document):
            if len(text) >= ENCODED_CHARS:
                with contextlib.suppress(binascii.Error, ValueError):
                    yield "base64", base64.b64decode("".join(text.split()), validate=True)


def _leaves(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, bytes):
        yield document.decode("utf-8", "replace")
    elif isinstance(document, dict):
        for name, value in document.items():
            yield str(name)
            yield from _leaves(value)
    elif isinstance(document, list):
        if document and all(isinstance(item, str) for item in document):
            yield "".join(document)  # a notebook's source: a list of lines
        for item in document:
            yield from _leaves(item)
