"""What a grade costs, in CPU time of all processes, as ratios measured side by side in one run.

    python benchmarks/grading_cost.py [--rounds N]

Four claims: `grade convolution` of a correct submission, cold, from the shell, costs at most 4
times `python -c "import numpy"`; a further submission of the same exercise in the same process at
most 40 ms, of which the sandbox (the machine's best tier, against tier C) is at most 30 ms;
`grade --help` at most twice `python -c "import click"`. `--tiers A` measures another tier.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOLUTION = ROOT / "solutions" / "convolution" / "convolution.py"
GRADE = [sys.executable, "-c", "from cli import grade; grade()"]
FURTHER = 10

AGAIN = """
import sys
from pathlib import Path
from grader.course import load_course
from grader.grading import Grader

root, path, times, tiers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
course = load_course(root / "course.yml")
with Grader(root, course, tiers=tiers) as grader:
    for seed in range(times):
        graded = grader.grade(course.exercises[0], path, seed)
        assert graded.verdict == "passed", graded
"""


def cpu_seconds(command: list[str], expected_code: int = 0) -> float:
    """CPU seconds, user and system, of a command and of everything that it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != expected_code:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def again(times: int, tiers: str) -> list[str]:
    """A process that grades the same submission `times` times, in one of these tiers."""
    return [sys.executable, "-c", AGAIN, str(ROOT), str(SOLUTION), str(times), tiers]


COMMANDS = {
    "import numpy": [sys.executable, "-c", "import numpy"],
    "grade convolution": [*GRADE, "convolution", "--submission", "solutions"],
    "import click": [sys.executable, "-c", "import click"],
    "grade --help": [*GRADE, "--help"],
}


def graded_again(tiers: str) -> dict[str, list[str]]:
    """One and eleven grades, with the sandbox and without."""
    return {
        f"{count} in {name}": again(times, letters)
        for name, letters in {"the sandbox": tiers, "tier C": "C"}.items()
        for count, times in {"one grade": 1, "eleven grades": 1 + FURTHER}.items()
    }


def line(name: str, values: list[float], unit: str, limit: float) -> None:
    """One figure: median, spread, and the limit that it should keep."""
    middle = statistics.median(values)
    verdict = "kept" if middle <= limit else "NOT KEPT"
    spread = f"{min(values):.2f} to {max(values):.2f}"
    print(f"{name:<50}{middle:8.2f} {unit}  ({spread})  at most {limit:g}: {verdict}")


def further(measured: list[dict[str, float]], name: str) -> list[float]:
    """Milliseconds of one more submission, in each round."""
    one, eleven = f"one grade in {name}", f"eleven grades in {name}"
    return [1000 * (m[eleven] - m[one]) / FURTHER for m in measured]


def main() -> None:
    """Measure in turn, so that each ratio is of neighbours in time; print medians and spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--tiers", default="SABC", help="letters, the first that the machine has")
    arguments = parser.parse_args()
    rounds, commands = arguments.rounds, COMMANDS | graded_again(arguments.tiers)
    for command in commands.values():
        cpu_seconds(command)  # fill the disk cache
    measured = [{name: cpu_seconds(c) for name, c in commands.items()} for _ in range(rounds)]
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    print(f"{rounds} rounds, CPU time of all processes, median (min to max)")
    for name in commands:
        values = [1000 * m[name] for m in measured]
        print(f"  {name:<30}{statistics.median(values):7.0f} ms")
    cold = [m["grade convolution"] / m["import numpy"] for m in measured]
    line("grade convolution, cold : import numpy", cold, "x", 4)
    locked, free = (further(measured, name) for name in ("the sandbox", "tier C"))
    line("a further submission in the same process", locked, "ms", 40)
    added = [with_it - without for with_it, without in zip(locked, free, strict=True)]
    line("of which the sandbox", added, "ms", 30)
    line(
        "grade --help : import click",
        [m["grade --help"] / m["import click"] for m in measured],
        "x",
        2,
    )


if __name__ == "__main__":
    main()
