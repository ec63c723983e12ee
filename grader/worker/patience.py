"""How long a submission is waited for: a call that never ends costs its limit once, not every time.

The first call that does not come back is given its whole limit. From then on a call is given what
its neighbours suggest: three times the slowest call that did come back (compiling included), at
least LEASH seconds, and half of it after each further one. So a function that hangs in one case
only still earns its other checks, and one that always hangs costs little more than its limit.
"""

from __future__ import annotations

LEASH = 0.5  # seconds
MARGIN = 3  # times the slowest call


class Patience:
    """The time of one submission.

    Args:
        call_seconds: the limit of one call.
        total_seconds: and of all together.
    """

    def __init__(self, call_seconds: float, total_seconds: float) -> None:
        self._call, self._total = call_seconds, total_seconds
        self._slowest = 0.0
        self._hung = 0
        self.spent = 0.0  # seconds

    @property
    def left(self) -> float:
        """Seconds until the time for all calls is used up."""
        return self._total - self.spent

    @property
    def shortened(self) -> bool:
        """Whether calls are given less than their limit, because of earlier ones."""
        return self._hung > 0

    def for_import(self) -> float:
        """Seconds that an import may take: one that does not end is never tried again."""
        return max(0.01, min(self._call, self.left))

    def for_call(self) -> float:
        """Seconds that the next call may take."""
        if not self._hung:
            return self.for_import()
        leash = max(LEASH, MARGIN * self._slowest) / 2.0 ** (self._hung - 1)
        return max(0.01, min(leash, self._call / 2.0**self._hung, self.left))

    def returned(self, seconds: float) -> None:
        """A call came back, with whatever answer."""
        self._slowest = max(self._slowest, seconds)

    def hung(self) -> None:
        """A call did not come back in time."""
        self._hung += 1
