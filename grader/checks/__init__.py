"""Words for the authors of checks."""

from grader.checks.check import Check, check
from grader.checks.compare import close, exactly, has_dtype, nearly, refuses, rounding, unchanged
from grader.checks.identical import identical
from grader.checks.integers import integers_only
from grader.checks.speed import within
from grader.checks.told import begins_like, differs, equals, mostly
from grader.errors import Wrong
from grader.worker.calls import Answer
from grader.worker.proxy import Submission

__all__ = [
    "Answer",
    "Check",
    "Submission",
    "Wrong",
    "begins_like",
    "check",
    "close",
    "differs",
    "equals",
    "exactly",
    "has_dtype",
    "identical",
    "integers_only",
    "mostly",
    "nearly",
    "refuses",
    "rounding",
    "unchanged",
    "within",
]
