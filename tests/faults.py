"""What can go wrong in the middle of a batch, done to it on purpose.

    python -m tests.faults [--moments 20] [--seed N]

kills the grader, or one of the processes below it, at random moments, runs the same command
again, and checks: every submission has one mark, the one that an undisturbed run gives; and what
was graded before the kill was not graded again. The tests do the same at a few moments.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.support import ROOT

SUBMISSIONS = ROOT / "solutions/convolution/submissions"
COURSE = [sys.executable, "-c", "from cli import course; course()"]
COPIES = 2  # of every submission, so that there is something left to do when it is killed

Rows = list[dict[str, str]]


class Batch:
    """A class, and what an undisturbed run makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.school = folder, folder / "class"
        sources = sorted(SUBMISSIONS.glob("[!t]*/*.py"))  # all but those that run out of time
        for number, source in enumerate(sources * COPIES):
            (self.school / f"s{number}").mkdir(parents=True)
            shutil.copy(source, self.school / f"s{number}/convolution.py")
        self.count = len(sources) * COPIES
        (folder / "secret").write_text("for the tests only")
        start = time.monotonic()
        self.run(folder / "undisturbed")
        self.seconds = time.monotonic() - start
        self.right = rows(folder / "undisturbed")

    def start(self, home: Path) -> subprocess.Popen[str]:
        command = [*COURSE, "autograde", str(self.school), "convolution", "--to", str(home)]
        command += ["--secret", str(self.folder / "secret")]
        return subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, home: Path) -> tuple[int, str]:
        """Run to the end; the exit code and all that was said."""
        with self.start(home) as running:
            text, errors = running.communicate(timeout=300)
        return running.returncode, text + errors


def rows(home: Path) -> Rows:
    with (home / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def evidence(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("evidence.json")}


def kill_at(batch: Batch, home: Path, moment: float, whom: str, rng: random.Random) -> list[str]:
    """Kill the grader or a process below it; then the same command again. What is not right."""
    with batch.start(home) as running:
        time.sleep(moment)
        victim = running.pid
        if whom == "worker":
            below = psutil.Process(running.pid).children(recursive=True)
            victim = rng.choice(below).pid if below else 0
        before = evidence(home)
        if victim and running.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(victim).send_signal(signal.SIGKILL)
        running.communicate(timeout=300)
    code, text = batch.run(home)
    after = evidence(home)
    problems = []
    if code != 0:
        problems.append(f"exit code {code}: {text}")
    if rows(home) != batch.right:
        problems.append("marks are not those of an undisturbed run")
    if len(after) != batch.count:
        problems.append(f"{len(after)} evidence for {batch.count} submissions")
    if {path: after[path] for path in before} != before:
        problems.append("something was graded twice")
    problems += [f"{path} is left over" for path in home.rglob(".*.json*")]
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    rng = random.Random(chosen.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(Path(folder))
        print(f"{batch.count} submissions, {batch.seconds:.1f} s undisturbed")
        bad = 0
        for number in range(chosen.moments):
            for whom in ("grader", "worker"):
                moment = rng.uniform(0, batch.seconds)
                home = Path(folder) / f"{whom}{number}"
                problems = kill_at(batch, home, moment, whom, rng)
                bad += bool(problems)
                print(f"{whom} killed after {moment:.2f} s: {problems or 'every mark is right'}")
                shutil.rmtree(home)
    print(f"{2 * chosen.moments} kills, {bad} of them did harm")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
