"""What judges kernels: the interpreter alone, or a card besides.

--device auto   a card where there is one that can be used, else the interpreter
         sim    the interpreter, also where there is a card
         cuda   a card, or an error that says what is missing
         cpu    no kernels at all: exercises that have some are left out
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from grader.errors import UsageError
from grader.gpu.toolkit import INSTALL, has_toolkit
from grader.model import Exercise

Wanted = Literal["auto", "cpu", "sim", "cuda"]
WANTED: tuple[Wanted, ...] = get_args(Wanted)
DEV = Path("/dev")


class Device(Struct, frozen=True):
    """What judges kernels.

    Attributes:
        kind: "sim", the interpreter; "cuda", a card besides.
        why: one line for the report: what was taken, and why.
        files: of /dev that a worker with a kernel may drive.
        environment: of such a worker.
        insisted: it was asked for by name: without it nothing is graded.
    """

    kind: Literal["sim", "cuda"]
    why: str = ""
    files: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    insisted: bool = False


INTERPRETER = Device("sim")


def choose_device(wanted: Wanted) -> Device:
    """What judges kernels on this machine.

    Raises:
        UsageError: a card is wanted, and there is none that can be used.
    """
    if wanted in ("cpu", "sim"):
        return Device("sim", f"kernels were interpreted (--device {wanted})")
    lacking = _lacking()
    if not lacking:
        files = tuple(sorted(map(str, DEV.glob("nvidia*"))))
        why = "kernels were interpreted, and launched on the NVIDIA GPU"
        return Device("cuda", why, files, insisted=wanted == "cuda")
    if wanted == "cuda":
        raise UsageError(
            f"--device cuda: {lacking}. `--device sim` judges kernels without a GPU, all but speed"
        )
    return Device("sim", f"kernels were interpreted: {lacking}")


def _lacking() -> str:
    """Why no card can be used here; empty if one can."""
    if not any(DEV.glob("nvidia[0-9]*")):
        return f"there is no NVIDIA GPU here ({DEV}/nvidia0)"
    if not has_toolkit():
        return f"the NVIDIA GPU needs a compiler: {INSTALL}"
    return ""


def judged_on(exercises: Sequence[Exercise], wanted: Wanted) -> tuple[list[Exercise], list[str]]:
    """The exercises that a device judges, and the names of those that are left out.

    Raises:
        UsageError: if none is left.
    """
    if wanted != "cpu":
        return list(exercises), []
    kept = [exercise for exercise in exercises if "cpu" in exercise.devices]
    left_out = [exercise.slug for exercise in exercises if "cpu" not in exercise.devices]
    if not kept:
        raise UsageError(
            f"--device cpu: {', '.join(left_out)} has kernels, which no CPU runs: `--device sim` "
            "follows them without a GPU"
        )
    return kept, left_out
