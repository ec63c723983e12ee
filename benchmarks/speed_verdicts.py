"""How often is a verdict on speed wrong, and what does it cost?

    python benchmarks/speed_verdicts.py [--verdicts N] [--loads 0,1,3]

N verdicts each of the model solution against itself, which must never be called slow, and of the
model solution made to take twice its CPU time, which must never pass: spread evenly over a
compute-bound, a memory-bound and a 20 µs function, on a quiet machine and beside busy neighbours.
Every verdict is made the way `grade` makes it, in workers of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from grader.checks import within  # noqa: E402
from grader.errors import Inconclusive, Slow  # noqa: E402
from grader.model import Exercise  # noqa: E402
from grader.speed.baseline import Baseline  # noqa: E402
from grader.worker.launcher import Zygote  # noqa: E402
from grader.worker.proxy import Submission  # noqa: E402

FULL, ZERO = 0.8, 0.1
EXERCISE = Exercise("probe", "Probe", 1.0, call_seconds=60.0, total_seconds=600.0)

SELF = """
import numpy as np

def probe(*arrays):
    return {expression}
"""
# The clock is that of the process: it does not run while the core serves a neighbour.
TWICE = """
import time
import numpy as np

def probe(*arrays):
    start = time.process_time()
    result = {expression}
    now = time.process_time()
    until = now + (now - start)
    while time.process_time() < until:
        pass
    return result
"""

Inputs = Callable[[np.random.Generator], tuple[np.ndarray, ...]]
# name → (expression, reference, inputs)
FUNCTIONS: dict[str, tuple[str, Callable[..., Any], Inputs]] = {
    "compute-bound": (
        "arrays[0] @ arrays[1]",
        np.matmul,
        lambda rng: (rng.random((256, 256)), rng.random((256, 256))),
    ),
    "memory-bound": (
        "arrays[0] + arrays[1]",
        np.add,
        lambda rng: (rng.random(1 << 19), rng.random(1 << 19)),
    ),
    "20 µs": ("np.cumsum(arrays[0])", np.cumsum, lambda rng: (rng.random(8000),)),
}

STREAM = "import numpy as np\na = np.ones(1 << 23)\nb = a.copy()\nwhile True: np.copyto(b, a)"
SPIN = "import numpy as np\na = np.ones((300, 300))\nwhile True: a @ a"


@contextlib.contextmanager
def neighbours(count: int) -> Iterator[None]:
    """So many other processes at work: the first streams memory, the others compute."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    running = [
        subprocess.Popen([sys.executable, "-c", STREAM if i == 0 else SPIN], env=environment)
        for i in range(count)
    ]
    try:
        time.sleep(1.0 if count else 0.0)
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def verdict(zygote: Zygote, name: str, source: str) -> str:
    """One verdict on a submission with this source, as `grade` gives it."""
    expression, reference, inputs = FUNCTIONS[name]
    rng = np.random.default_rng()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, side, "probe.py") for side in ("ours", "theirs")]
        for path, text in zip(paths, (SELF, source), strict=True):
            path.parent.mkdir()
            path.write_text(text.format(expression=expression), encoding="utf-8")
        with (
            Submission(paths[0], zygote, EXERCISE) as ours,
            Submission(paths[1], zygote, EXERCISE) as theirs,
        ):
            theirs.baseline = Baseline(ours, "the model solution")
            try:
                within(
                    theirs.probe,
                    lambda: inputs(rng),
                    expected=reference,
                    tolerance=1e-9,
                    full=FULL,
                    zero=ZERO,
                )
            except Slow:
                return "slow"
            except Inconclusive:
                return "inconclusive"
    return "passed"


def series(zygote: Zygote, name: str, source: str, count: int) -> tuple[Counter[str], list[float]]:
    """So many verdicts, and the seconds that each took."""
    found: Counter[str] = Counter()
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        found[verdict(zygote, name, source)] += 1
        seconds.append(time.perf_counter() - start)
    return found, seconds


def line(load: int, name: str, kind: str, found: Counter[str], seconds: list[float]) -> str:
    """One row of the table."""
    late = sorted(seconds)[int(0.99 * len(seconds))]
    counts = "".join(f"{found[word]:>14}" for word in ("passed", "slow", "inconclusive"))
    return (
        f"{load:>10}  {name:<15}{kind:<7}{counts}{statistics.mean(seconds):>9.2f} s{late:>9.2f} s"
    )


def main() -> None:
    """Measure load after load; print a row a series, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verdicts", type=int, default=1008)
    parser.add_argument("--loads", default="0,1,3")
    options = parser.parse_args()
    loads = [int(load) for load in options.loads.split(",")]
    each = max(1, options.verdicts // (len(loads) * len(FUNCTIONS)))
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    print(f"full marks from {FULL}, none up to {ZERO}; {each} verdicts a row")
    print("neighbours  function       is          passed          slow  inconclusive", end="")
    print("     mean  99th percentile")
    totals = {"itself": Counter[str](), "twice": Counter[str]()}
    quiet: Counter[str] = Counter()
    with Zygote(EXERCISE.preload) as zygote:
        for load in loads:
            with neighbours(load):
                for name in FUNCTIONS:
                    for kind, source in {"itself": SELF, "twice": TWICE}.items():
                        found, seconds = series(zygote, name, source, each)
                        totals[kind] += found
                        quiet += found if load == 0 else Counter()
                        print(line(load, name, kind, found, seconds), flush=True)
    wrong = {"itself": totals["itself"]["slow"], "twice": totals["twice"]["passed"]}
    for kind, count in wrong.items():
        unclear = totals[kind]["inconclusive"]
        print(f"{kind}: {count} wrong of {totals[kind].total()}, {unclear} inconclusive")
    print(f"inconclusive when quiet: {quiet['inconclusive']} of {quiet.total()}")


if __name__ == "__main__":
    main()
