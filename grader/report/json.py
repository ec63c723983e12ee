"""The report as JSON: the fields of `model.Report`, nothing more, nothing less."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.errors import UsageError


def write_json(report: Struct, target: str) -> None:
    """Write to a file, whole or not at all; "-" is standard output.

    Raises:
        UsageError: if the file cannot be written.
    """
    write_text(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n", target)


def write_text(text: str, target: str) -> None:
    """Write to a file, whole or not at all; "-" is standard output.

    Raises:
        UsageError: if the file cannot be written.
    """
    if target == "-":
        sys.stdout.write(text)
        return
    try:
        write_whole(Path(target), text.encode())
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whatever happens, the old one or the whole new one is there.

    Raises:
        OSError: if it cannot be written; nothing is left of the attempt.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a name without its content would survive a power cut
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
