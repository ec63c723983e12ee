"""`course`: for those who build, publish and mark it."""

from __future__ import annotations

import click

from grader.commands.course.build import new, speedups, starters, verify
from grader.commands.course.mark import autograde, report
from grader.commands.course.publish import publish

__all__ = ["course"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def course() -> None:
    """For those who build or teach the course."""


for command in (verify, starters, new, speedups, publish, autograde, report):
    course.add_command(command)
