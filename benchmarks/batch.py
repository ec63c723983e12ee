"""How fast a class is graded, beside nbgrader, and whether a large class stays that fast.

    python benchmarks/batch.py [nbgrader] [cores] [thousand] [--students N] [--rounds N]

* nbgrader: the same notebooks of exercise 1 graded by `nbgrader autograde` and by
  `course autograde`, from the shell, start included, in one run. Goal: at least 40 times its rate.
* cores: two cores beside one, with all that runs. Goal: at least 1.8 times the rate.
* thousand: 1,000 submissions, a tenth of them attacks: all graded, every verdict right; the memory
  of the second half beside the first; the time beside that of 250 of the same kind. Goal: 4 times.

nbgrader is `pip install nbgrader==0.9.6`. A machine that does something else at the same time
spoils the figures; those of CPU time, of all processes that were waited for, suffer less.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions/convolution"
ATTACKS = ROOT / "tests/attacks"
COURSE = [sys.executable, "-c", "from cli import course; course()"]
BIN = Path(sys.executable).parent
PATIENT = ATTACKS / "resources/dawdle.py"  # right, if it gets more time than the tests give it
ELSEWHERE = ("controls", "timing")  # no attacks, and attacks on another exercise
QUARTER, WHOLE = 250, 1000


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """The seconds that a command takes, and those of CPU time; it may end with 0 or 1."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    start, before = time.perf_counter(), cpu_seconds()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - start, cpu_seconds() - before


def cpu_seconds() -> float:
    """Of all descendants that ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def autograde(school: Path, home: Path, *more: str) -> tuple[float, float]:
    """Grade a class anew; the seconds, and those of CPU time."""
    secret = home.parent / "secret"
    secret.write_text("of the benchmark only")
    options = ["--to", str(home), "--secret", str(secret), "--again", *more]
    return run([*COURSE, "autograde", str(school), "convolution", *options], ROOT)


def notebook(source: str, tests: str) -> str:
    """What nbgrader takes: a cell for the solution, and one that tests it."""

    def cell(name: str, text: str, **marks: object) -> dict[str, object]:
        kind = {"schema_version": 3, "task": False, "grade_id": name, **marks}
        return {
            "cell_type": "code",
            "execution_count": None,
            "id": name,
            "metadata": {"nbgrader": kind},
            "outputs": [],
            "source": text,
        }

    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    answer = cell("answer", source, solution=True, grade=False, locked=False)
    check = cell("convolution", tests, solution=False, grade=True, locked=True, points=15)
    return json.dumps(
        {
            "cells": [answer, check],
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def sample_tests() -> str:
    """The sample tests as statements that fail where one of them does."""
    text = (ROOT / "exercises/convolution/test_convolution.py").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("from convolution")]
    names = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    calls = [f"{name}()" for name in names if name.startswith("test_")]
    return "\n".join([*lines, *calls])


def beside_nbgrader(folder: Path, students: int) -> None:
    """The same notebooks, one grader after the other."""
    course = folder / "nbgrader"
    solution = (SOLUTIONS / "convolution.py").read_text(encoding="utf-8")
    source = course / "source/convolution/convolution.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(notebook(solution, sample_tests()), encoding="utf-8")
    run([str(BIN / "nbgrader"), "generate_assignment", "convolution"], course)
    for number in range(students):
        path = course / f"submitted/s{number}/convolution/convolution.ipynb"
        path.parent.mkdir(parents=True)
        own = f"{solution}\n# {number}\n"
        path.write_text(notebook(own, sample_tests()), encoding="utf-8")
    theirs = run([str(BIN / "nbgrader"), "autograde", "convolution"], course)
    ours = autograde(course / "submitted", folder / "marks")
    graded = len(list((course / "autograded").glob("*/convolution/convolution.ipynb")))
    passed = sum(verdict == "passed" for verdict in verdicts(folder / "marks").values())
    if (graded, passed) != (students, students):
        raise SystemExit(f"nbgrader graded {graded}, course {passed} of {students}")
    print(f"{students} notebooks: nbgrader {theirs[0]:.1f} s, CPU time {theirs[1]:.1f} s;")
    print(f"  course autograde {ours[0]:.2f} s, CPU time {ours[1]:.2f} s")
    line("course autograde : nbgrader, rates", theirs[0] / ours[0], 40)
    print(f"  (by CPU time, one core: {theirs[1] / ours[1]:.1f})")


def cores(folder: Path, students: int, rounds: int) -> None:
    """On one core and on two, in turn; it starts as many processes as it may use cores."""
    school = folder / "cores"
    synthetic(school, students, attacks=0)
    ratios = []
    for _ in range(rounds):
        one, two = (on_cores(count, school, folder / "m") for count in (1, 2))
        ratios.append(one / two)
        print(f"{students} submissions: on one core {one:.2f} s, on two {two:.2f} s")
    line("two cores : one, rates", statistics.median(ratios), 1.8)


def on_cores(count: int, school: Path, home: Path) -> float:
    """The seconds that a class takes where only so many cores may be used."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:count])
    try:
        return autograde(school, home)[0]
    finally:
        os.sched_setaffinity(0, allowed)


def synthetic(school: Path, students: int, attacks: float) -> dict[str, set[str]]:
    """A class from our own submissions, every verdict known; a share of them from the attacks."""
    rng = random.Random(students)  # noqa: S311
    own = {path: {path.parent.name} for path in (SOLUTIONS / "submissions").glob("[!t]*/*.py")}
    own[SOLUTIONS / "convolution.py"] = {"passed"}
    hostile = {
        path: expected(path)
        for path in ATTACKS.glob("*/*.py")
        if path.parent.name not in ELSEWHERE and path != PATIENT
    }
    right = {}
    for number in range(students):
        pool = hostile if number < attacks * students else own
        source = rng.choice(sorted(pool))
        path = school / f"s{rng.getrandbits(48):012x}" / "convolution.py"  # attacks among the rest
        path.parent.mkdir(parents=True)
        shutil.copy(source, path)
        with path.open("ab") as file:
            file.write(f"\n# {number}\n".encode())
        right[path.parent.name] = pool[source]
    return right


def expected(attack: Path) -> set[str]:
    """The verdicts that an attack's docstring allows."""
    words = ast.get_docstring(ast.parse(attack.read_text(encoding="utf-8"))) or ""
    (promise,) = [line for line in words.splitlines() if line.startswith("Expect: ")]
    return set(promise.removeprefix("Expect: ").split(" | "))


def verdicts(home: Path) -> dict[str, str]:
    """Student → verdict, from the evidence."""
    found = (json.loads(path.read_bytes()) for path in home.rglob("evidence.json"))
    return {item["student"]: item["report"]["exercises"][0]["verdict"] for item in found}


class Memory(threading.Thread):
    """Watches the resident memory of this process's descendants, without submissions' processes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes: list[int] = []
        self._end = threading.Event()

    def run(self) -> None:
        """Look twice a second."""
        while not self._end.wait(0.5):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    if not process.cwd().rpartition("/")[2].startswith("submission-"):
                        total += process.memory_info().rss
                except psutil.Error:
                    continue  # it ended a moment ago
            self.bytes.append(total)

    def halves(self) -> tuple[float, float]:
        """The medians of the first and the second half, MB; the first seconds are left out."""
        self._end.set()
        self.join()
        kept = self.bytes[len(self.bytes) // 10 :]
        middle = len(kept) // 2
        return statistics.median(kept[:middle]) / 1e6, statistics.median(kept[middle:]) / 1e6


def thousand(folder: Path) -> None:
    """A large class with attacks in it, and a quarter of such a class."""
    seconds = {}
    for students in (QUARTER, WHOLE):
        school, home = folder / f"class{students}", folder / f"marks{students}"
        right = synthetic(school, students, attacks=0.1)
        memory = Memory()
        memory.start()
        seconds[students], _ = autograde(school, home)
        before, after = memory.halves()
        got = verdicts(home)
        wrong = {name: got.get(name) for name in right if got.get(name) not in right[name]}
        print(
            f"{students} submissions, {students // 10} of them attacks: {seconds[students]:.1f} s"
        )
        print(f"  not graded: {len(right.keys() - got.keys())}; verdicts not right: {wrong or 0}")
        print(f"  memory, medians of the halves: {before:.0f} MB, {after:.0f} MB")
    print(f"time, {WHOLE} : {QUARTER}: {seconds[WHOLE] / seconds[QUARTER]:.2f} (linear: 4)")


def line(name: str, value: float, goal: float) -> None:
    """One figure and its goal."""
    print(f"{name}: {value:.2f}  at least {goal:g}: {'kept' if value >= goal else 'NOT KEPT'}")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = ("nbgrader", "cores", "thousand")
    parser.add_argument("parts", nargs="*", choices=parts)
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    wanted = chosen.parts or parts
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "nbgrader" in wanted:
            beside_nbgrader(folder, chosen.students)
        if "cores" in wanted:
            cores(folder, 4 * chosen.students, chosen.rounds)
        if "thousand" in wanted:
            thousand(folder)


if __name__ == "__main__":
    main()
