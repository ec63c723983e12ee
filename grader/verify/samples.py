"""The sample tests that a learner runs with plain pytest."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.verify.outcome import Outcome

SAMPLE_SECONDS = 120


def verify_samples(root: Path, slug: str, outcome: Outcome) -> None:
    """The sample tests pass with the solution, and every one of them fails with the starter."""
    test = root / "exercises" / slug / f"test_{slug}.py"
    solution = _run_samples(test, root / "solutions" / slug / f"{slug}.py")
    starter = _run_samples(test, root / "exercises" / slug / f"{slug}.py")
    where = test.relative_to(root)
    outcome.promise(
        " passed" in solution and " failed" not in solution and " error" not in solution,
        f"{where}: does not pass with the solution: {solution}",
    )
    outcome.promise(
        " failed" in starter and " passed" not in starter,
        f"{where}: something passes with the starter: {starter}",
    )


def _run_samples(test: Path, submission: Path) -> str:
    """pytest's closing line, for one test file beside one submission."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(test, folder)
        shutil.copy(submission, folder)
        try:
            run = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test.name],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=SAMPLE_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"no end after {SAMPLE_SECONDS} s"
    lines = (run.stdout + run.stderr).strip().splitlines()
    return lines[-1] if lines else "no output"
