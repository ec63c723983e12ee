"""What the course's kernels take on real cards: registers, spills, shared memory. No GPU is needed.

    pip install -e '.[cuda]'
    python benchmarks/cuda_registers.py

The model solutions of exercises 8 to 10 and `beyond` are compiled by numba-cuda and NVIDIA's
assembler, in the same workers and by the same way as a learner's kernels. Prints a table; how many
blocks fit follows from the figures, see grader/gpu/occupancy.py.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.gpu.build import build
from grader.gpu.toolkit import INSTALL, PACKAGES, has_toolkit
from grader.gpu.types import types_of
from grader.model import Built, Exercise
from grader.worker.calls import Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"
FOUR = tuple(np.zeros((1,) * axes, np.float32) for axes in (4, 4, 1))  # x, w, b
OUT = np.zeros((1, 1, 1, 1), np.float32)
VECTOR = np.zeros(1, np.float32)
# name: (file, kernel, arguments of these types, threads of a block)
SIDES = {
    "cuda_relu": ("cuda_relu/cuda_relu.py", "relu", (VECTOR, VECTOR), (256,)),
    "cuda_conv": ("cuda_conv/cuda_conv.py", "conv2d", (*FOUR, 1, 0, OUT), (32, 8)),
    "cuda_conv_tiled": (
        "cuda_conv_tiled/cuda_conv_tiled.py",
        "conv2d",
        (*FOUR, 0, OUT),
        (16, 16),
    ),
    "beyond": ("cuda_conv_tiled/beyond.py", "conv2d", (*FOUR, 1, 0, OUT), (32, 4)),
}
HEAD = (
    "| kernel | architecture | registers a thread | bytes spilled | bytes of shared memory | "
    "threads a block | blocks at once | warps |"
)


def compiled(zygote: Zygote, name: str) -> tuple[Built, ...]:
    """One of SIDES for every architecture.

    Raises:
        SystemExit: the compiler refuses it, or says nothing.
    """
    file, kernel, arguments, block = SIDES[name]
    with Submission(SOLUTIONS / file, zygote, Exercise("registers", name, 1.0)) as submission:
        judged = len(arguments) - 1
        how = Launching((1,), block, (judged,), judged)
        submission.launches[kernel, types_of(arguments)] = how
        done = build(submission, zygote)
    messages = [done.why_not, *(result.message for result in done.results)]
    if any(messages) or not done.built:
        raise SystemExit(f"{name}: {' '.join(messages)}")
    return done.built


def row(name: str, built: Built) -> str:
    """One line of the table."""
    figures = built.registers, built.spilled, built.shared, built.threads, built.blocks
    cells = name, built.architecture, *figures, f"{built.warps} of {built.of_warps}"
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Compile and print."""
    if not has_toolkit():
        print(f"not compiled: {INSTALL}")
        return
    print(HEAD, "|---" * HEAD.count(" | ") + "|---|", sep="\n")
    with Zygote(["numpy"]) as zygote:
        for name in SIDES:
            for built in compiled(zygote, name):
                print(row(name, built))
    print("\n" + ", ".join(f"{package} {version(package)}" for package in PACKAGES))


if __name__ == "__main__":
    main()
