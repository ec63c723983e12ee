"""Names that several tests use."""

from collections.abc import Callable
from pathlib import Path

from grader.model import Graded

ROOT = Path(__file__).resolve().parent.parent

Grade = Callable[..., Graded]
