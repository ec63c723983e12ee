"""The state of one launch while it runs, group after group of blocks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.cuda.errors import OutOfBudget
from grader.cuda.faults import Faults
from grader.cuda.lanes import NOBODY, Group, Mask
from grader.cuda.memory import View
from grader.cuda.model import Budget
from grader.cuda.source import Module
from grader.cuda.tally import Tally
from grader.cuda.touches import Touches
from grader.cuda.traffic import Banks
from grader.cuda.warp_clocks import beginning

LEAST_LANES = 4096  # what a statement costs in lanes, were there none


class Frame:
    """One call of a function: its variables, and which lanes have left.

    Attributes:
        names: variable → (value, the lanes that have assigned it).
        entry: the lanes that called.
        returned: the lanes that have returned.
        result: what they returned so far; None if nothing.
        loops: the loops around the statement at hand, innermost last.
    """

    def __init__(self, function: Any, entry: Mask) -> None:
        self.function = function
        self.names: dict[str, tuple[Any, Mask]] = {}
        self.entry = entry
        self.returned = NOBODY
        self.result: Any = None
        self.loops: list[Loop] = []


class Stopped(Exception):
    """The launch cannot go on after a fault that was reported."""


class Loop:
    """The lanes that have left a loop by break, and this turn of it by continue."""

    def __init__(self) -> None:
        self.broken = NOBODY
        self.continued = NOBODY


class Run:
    """Counters, faults and budget of the launch; memory and barriers of the group at hand.

    Attributes:
        handlers: what gives an expression's value, by the kind of the expression.
        check: whether to look for races and unwritten memory, too.
        kernel: the frame of the kernel in this group.
        shared: shared arrays, by the expression that makes them; likewise local arrays.
        shared_bytes: of a block.
        epoch: barriers that were passed, one number or one for each lane; likewise warp_epoch.
        known: what lanes know of each other (`warp_clocks.Sight`); None where whole warps wait.
    """

    def __init__(
        self,
        module: Module,
        handlers: Mapping[type, Callable[..., Any]],
        budget: Budget,
        check: bool,
    ) -> None:
        self.handlers = handlers
        self.functions, self.budget, self.check = module.functions, budget, check
        self.array_names = module.array_names
        self.in_parts = check and module.in_parts
        self.tally, self.faults, self.banks = Tally(), Faults(), Banks()
        self.touches: Touches | None = None  # only where somebody wants a picture
        self.deadline = time.monotonic() + budget.seconds
        self.lane_steps = 0

    def begin(self, group: Group, kernel: Frame) -> None:
        """Start a group: fresh shared memory, no barrier passed."""
        self.group = self.faults.group = group
        self.kernel = kernel
        self.shared: dict[Any, View] = {}
        self.local: dict[Any, View] = {}
        self.shared_bytes = self.local_bytes = 0
        self.epoch: np.ndarray | int = 0
        self.warp_epoch: np.ndarray | int = 0
        self.known = beginning(group.lanes) if self.in_parts else None
        self.tally.blocks += group.blocks
        self.tally.threads += group.live.count

    def spend(self, line: int) -> None:
        """Pay for one statement.

        Raises:
            OutOfBudget: nothing is left.
        """
        self.lane_steps += max(self.group.lanes, LEAST_LANES)
        if self.lane_steps > self.budget.lane_steps:
            what = f"more than {self.budget.lane_steps:,} steps of all threads: {ENDLESS}"
            raise OutOfBudget(line, what)
        self.watch(line)

    def watch(self, line: int) -> None:
        """Look at the clock: before each statement, and where one line may take long.

        Raises:
            OutOfBudget: it is too late.
        """
        if time.monotonic() > self.deadline:
            raise OutOfBudget(line, f"not done after {self.budget.seconds:g} s: {ENDLESS}")


ENDLESS = "a loop that does not end, or far more blocks than there is work. Check both"
