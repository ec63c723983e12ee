"""`grade` inside a notebook: the same checks, verdicts and pictures as the command.

%load_ext grader.notebook                  then    %grade stride    and    %%samples stride
from grader.notebook import grade          then    grade("stride")
"""

from __future__ import annotations

from typing import Any

__all__ = ["grade", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """What %load_ext calls."""
    from grader.notebook.magics import register

    register(shell)


def grade(slug: str, hint: bool = False) -> None:
    """Grade an exercise as the cells of this notebook define it, and show the report.

    Args:
        slug: of the exercise.
        hint: also give a hint for the first check that does not pass.
    """
    from grader.notebook.magics import grade_cells

    grade_cells(slug, hint)
