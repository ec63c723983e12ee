"""Run several nbgrader commands in one process: starting it anew for each would take a minute.

python nbgrader_commands.py '["generate_assignment stride", …]' → their exit codes, as JSON

Also understands `cd FOLDER` and `copy FILE FILE`.
"""

import json
import os
import shutil
import sys

from nbgrader.apps import NbGraderApp
from traitlets.config import SingletonConfigurable


def run(command: str) -> int:
    """One command, as the program `nbgrader` runs it; its exit code."""
    name, *arguments = command.split()
    if name == "cd":
        os.chdir(arguments[0])
        return 0
    if name == "copy":
        shutil.copyfile(*arguments)
        return 0
    for kind in list(SingletonConfigurable.__subclasses__()):
        forget(kind)
    try:
        NbGraderApp.launch_instance(command.split())
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def forget(kind: type[SingletonConfigurable]) -> None:
    """Commands are singletons."""
    for below in list(kind.__subclasses__()):
        forget(below)
    kind._instance = None


if __name__ == "__main__":
    codes = [run(command) for command in json.loads(sys.argv[1])]
    sys.stdout.write(json.dumps(codes))
