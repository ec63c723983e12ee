"""Names that several tests use."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from grader.model import Graded

ROOT = Path(__file__).resolve().parent.parent

Grade = Callable[..., Graded]


def course_command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli import course; course()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )
