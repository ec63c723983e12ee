"""Where a ratio and its interval stand between no marks and full marks."""

from __future__ import annotations

import math

from msgspec import Struct

CREDIT_STEP = 0.05  # marks that are known this closely need no more pairs
NARROW = 1.25  # high : low; an interval as narrow as this is a result, even across a limit


class Limits(Struct, frozen=True):
    """Ratios to the model solution's speed: full marks from `full` on, none up to `zero`."""

    full: float
    zero: float

    def credit(self, ratio: float) -> float:
        """The share of the marks that a ratio earns: linear in its logarithm between the limits."""
        if ratio <= self.zero:
            return 0.0
        if ratio >= self.full:
            return 1.0
        return math.log(ratio / self.zero) / math.log(self.full / self.zero)

    def settled(self, low: float, high: float) -> bool:
        """Whether more pairs could no longer change the marks by much."""
        if low <= 0:
            return False
        passes, fails = low >= self.full, high < self.full
        return passes or (fails and self.credit(high) - self.credit(low) <= CREDIT_STEP)

    def inconclusive(self, low: float, high: float) -> bool:
        """Whether an interval, at the end of our patience, says too little for a mark."""
        return low <= 0 or (low < self.full <= high and high > NARROW * low)
