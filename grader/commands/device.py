"""The option `--device`: what judges kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from grader.gpu.device import Wanted
    from grader.model import Exercise

FC = TypeVar("FC", bound=Callable[..., object])


def device_option(command: FC) -> FC:
    """Which device judges kernels; grader/gpu/device.py says what each of them means."""
    return click.option(
        "--device",
        type=click.Choice(["auto", "cpu", "sim", "cuda"]),  # as in grader/gpu/device.py
        default="auto",
        show_default=True,
        help="What judges CUDA kernels: a GPU if there is one (auto), the interpreter alone (sim), "
        "a GPU (cuda), or nothing, so that they are left out (cpu).",
    )(command)


def judged_by(device: Wanted, exercises: list[Exercise]) -> list[Exercise]:
    """Those exercises that the device judges; the others are named."""
    from grader.gpu.device import judged_on

    judged, left_out = judged_on(exercises, device)
    if left_out:
        click.echo(f"Left out, for they have kernels: {', '.join(left_out)}", err=True)
    return judged
