"""What a command shows while it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(stderr: bool = False) -> Console:
    """A terminal, or what stands in for one."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)
