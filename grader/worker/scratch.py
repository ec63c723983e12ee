"""Emptying a folder that a submission has written to, whatever it wrote."""

from __future__ import annotations

import contextlib
import itertools
import os
import uuid


def remove(directory: str) -> None:
    """Remove a folder and all that is in it; what cannot be removed stays, and nothing is raised.

    A tree may be deeper than Python recurses and its paths longer than the system takes. So it is
    flattened: what lies in a subfolder moves up to the top, until there are no subfolders left.
    """
    names = (f"{directory}/{uuid.uuid4().hex}-{number}" for number in itertools.count())
    try:
        while entries := list(os.scandir(directory)):
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)
                    for inner in list(os.scandir(entry.path)):
                        _make_movable(inner)
                        os.rename(inner.path, next(names))
                    os.rmdir(entry.path)
                else:
                    os.unlink(entry.path)
        os.rmdir(directory)
    except OSError:
        return


def _make_movable(entry: os.DirEntry[str]) -> None:
    """A folder without permissions cannot be moved by everybody."""
    with contextlib.suppress(OSError):
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)
