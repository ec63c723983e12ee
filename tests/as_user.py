"""Run Python as an ordinary user, although we are root and our files may be root's alone.

    python -m tests.as_user UID HOME ARGUMENTS…

Where a folder on the way to this repository or to Python is closed to others (/root, a temporary
folder), a private view of the file system shows the user an open one in its place, with nothing in
it but what is needed. HOME is made, and given to the user.
"""

import os
import sys
from pathlib import Path

from grader.worker.sandbox import libc, namespaces
from tests.support import ROOT

BIND = 0x1000


def expose(paths: list[str]) -> None:
    """Make these paths reachable for everybody, in this process and its children only."""
    namespaces.own_view_of_files()
    closed: dict[Path, list[str]] = {}
    for path in paths:
        barred = [p for p in reversed(Path(path).parents) if not p.stat().st_mode & 0o001]
        if barred:
            closed.setdefault(barred[0], []).append(path)
    for folder, inside in closed.items():
        descriptors = {path: os.open(path, os.O_PATH) for path in inside}
        libc.mount("tmpfs", str(folder), 0, "mode=755")
        for path, descriptor in descriptors.items():
            Path(path).mkdir(parents=True, exist_ok=True)
            libc.mount("none", path, BIND | namespaces.REC, source=f"/proc/self/fd/{descriptor}")


def main(user: int, home: str, arguments: list[str]) -> None:
    """Become this user and run Python; no return."""
    Path(home).mkdir()
    os.chown(home, user, user)
    expose([str(ROOT), os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)])
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    environment = {"HOME": home, "TMPDIR": home, "PYTHONPATH": str(ROOT)}
    environment |= {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
