"""What lies in a student's folder, however deep: bounded, and no link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.autograde.names import is_passed_over
from grader.errors import Unreadable

MOST_ENTRIES = 10_000  # files and folders


def walk(folder: Path) -> Iterator[PurePosixPath]:
    """The path in it of everything that is no folder, a link to one included.

    Raises:
        Unreadable: if there is too much.
        OSError: if a folder cannot be read.
    """
    waiting, count = [PurePosixPath()], 0
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                count += 1
                if count > MOST_ENTRIES:
                    raise Unreadable(f"more than {MOST_ENTRIES:,} files and folders in it")
                if is_passed_over(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(inside / entry.name)
                else:
                    yield inside / entry.name
