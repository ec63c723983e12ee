"""Names that several tests use."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.model import Graded
from grader.worker.launcher import Zygote

ROOT = Path(__file__).resolve().parent.parent

Grade = Callable[..., Graded]


@contextlib.contextmanager
def zygote_of_tier(tier: str) -> Iterator[Zygote]:
    """A zygote in one tier; the test is skipped where the machine has not got it."""
    with Zygote(["numpy"], tiers=tier) as zygote:
        try:
            zygote.isolation  # noqa: B018 - it waits for the start
        except GraderError as error:
            pytest.skip(str(error))
        yield zygote
