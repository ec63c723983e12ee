"""How a worker fails, and the verdict that each way is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from grader.errors import Crashed, TimedOut
from grader.worker.messages import death_message, garbled_message, late_message
from grader.worker.process import Died, TookTooLong
from grader.worker.watch import TookTooMuch
from grader.worker.wire import Garbled

FAILURES = (TookTooLong, TookTooMuch, Died, Garbled)  # after which a worker is of no more use


@contextlib.contextmanager
def as_verdicts(awaited: str) -> Iterator[None]:
    """Every way in which a worker fails becomes a verdict with a message.

    Raises:
        TimedOut, Crashed: `awaited` says before what.
    """
    try:
        yield
    except TookTooLong as late:
        raise TimedOut(late_message(float(late.args[0]), awaited, shortened=False)) from None
    except TookTooMuch as much:
        raise Crashed(f"stopped before {awaited}: {much}") from None
    except Died as death:
        raise Crashed(death_message(int(death.args[0]), awaited)) from None
    except Garbled as error:
        raise Crashed(garbled_message(error)) from None
