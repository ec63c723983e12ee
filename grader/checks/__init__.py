"""Words for the authors of checks."""

from grader.checks.check import Check, check
from grader.checks.compare import close, exactly, has_dtype, nearly, refuses, rounding, unchanged
from grader.checks.identical import identical
from grader.checks.speed import within
from grader.errors import Wrong
from grader.worker.proxy import Answer, Submission

__all__ = [
    "Answer",
    "Check",
    "Submission",
    "Wrong",
    "check",
    "close",
    "exactly",
    "has_dtype",
    "identical",
    "nearly",
    "refuses",
    "rounding",
    "unchanged",
    "within",
]
