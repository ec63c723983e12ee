"""What is published, as a mapping of paths to contents; written whole or not at all.

The same artefact gives the same bytes: sorted names, one date, one mode.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.errors import UsageError

Artefact = Mapping[str, bytes]  # path inside it, with /, → content

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
FILE_MODE, PROGRAM_MODE = 0o100644, 0o100755
NEVER = {"__pycache__", ".ipynb_checkpoints", ".pytest_cache"}


def read_tree(root: Path, folder: Path, prefix: str = "") -> dict[str, bytes]:
    """Every file below `folder`, named relative to `root`; no caches, nothing hidden, no links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in NEVER for part in parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            found[prefix + path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def zipped(artefact: Artefact, programs: Iterable[str] = ()) -> bytes:
    """The artefact as a zip file; `programs` may be run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(artefact):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the mode counts
            entry.external_attr = (PROGRAM_MODE if name in set(programs) else FILE_MODE) << 16
            archive.writestr(entry, artefact[name])
    return buffer.getvalue()


def write_file(target: Path, content: bytes) -> None:
    """Write one file; until all of it is there, the old one stays.

    Raises:
        UsageError: if it cannot be written.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=target.absolute().parent, prefix=".publish-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from None


def refuse_full(target: Path) -> None:
    """A folder to write must be new, or empty.

    Raises:
        UsageError: if it is not.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target}: is not empty: name a new folder, or remove what is there")


def write_folder(target: Path, artefact: Artefact, programs: Iterable[str] = ()) -> None:
    """Write a new folder, which appears when all of it is there.

    Raises:
        UsageError: if there is something in it already, or it cannot be written.
    """
    refuse_full(target)
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        whole = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=".publish-"))
        try:
            _fill(whole, artefact, set(programs))
            whole.chmod(0o755)
            whole.rename(target)  # onto an empty folder at most
        except BaseException:
            shutil.rmtree(whole, ignore_errors=True)
            raise
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from None


def _fill(folder: Path, artefact: Artefact, programs: set[str]) -> None:
    for name in sorted(artefact):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact[name])
        if name in programs:
            path.chmod(0o755)
