"""The file that was handed in, as it lies on the disk, and the code in it."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path, PurePath

from grader.errors import Crashed, Missing, Unreadable
from grader.notebook.source import NOTEBOOK_BYTES, source_of

SOURCE_BYTES = 128 << 10
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # how such files of Windows begin


def read_code(path: Path) -> bytes:
    """The Python code in a submitted file, which may be a notebook.

    Raises:
        Missing: if there is no such file.
        Crashed: if it is too large, or no code can be read in it.
    """
    content = read_source(path, limit_of(path))
    try:
        return code_of(path, content)
    except Unreadable as error:
        raise Crashed(f"{path} cannot be read: {error}") from None


def code_of(path: PurePath, content: bytes) -> bytes:
    """The Python code of a file that has this name and content.

    Raises:
        Unreadable: if it is no notebook, though called so, or in another encoding.
    """
    if is_notebook(path):
        return source_of(content)
    if content.startswith(UTF_16):
        raise Unreadable("it is UTF-16: save it as UTF-8")
    return content


def is_notebook(path: PurePath) -> bool:
    """Whether it is called like one."""
    return path.suffix.lower() == ".ipynb"


def limit_of(path: PurePath) -> int:
    """The most bytes that a submitted file may have."""
    return NOTEBOOK_BYTES if is_notebook(path) else SOURCE_BYTES


def read_source(path: Path, limit: int = SOURCE_BYTES) -> bytes:
    """The content of a submitted file, which somebody else may have made to hurt.

    Links are not followed (they could lead to a solution, or to somebody else's work), and nothing
    but a regular file is read.

    Raises:
        Missing: if there is no such file.
        Crashed: if it is too large.
    """
    if path.parent.is_symlink():
        raise Missing(f"{path.parent} is a link: put the folder itself there")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Missing(f"there is no file {path}: write your code there") from None
    except OSError as error:
        raise Missing(f"{path} is no file that can be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Missing(f"{path} is no file that can be read")
    with os.fdopen(descriptor, "rb") as file:
        source = file.read(limit + 1)
    if len(source) > limit:
        raise Crashed(f"{path} is larger than {limit:,} bytes")
    return source
