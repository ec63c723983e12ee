"""The report as JSON: the fields of `model.Report`, nothing more, nothing less."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.model import Report


def write_json(report: Report, target: str) -> None:
    """Write to a file, whole or not at all; "-" is standard output.

    Raises:
        UsageError: if the file cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from None
