"""The file that was handed in, as it lies on the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.errors import Crashed, Missing

SOURCE_BYTES = 128 << 10


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
