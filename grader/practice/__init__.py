"""What a student kit has instead of hidden checks: their cases under one public seed, as data.

    practice/<slug>.xz → Practice → checks (replay) and known mistakes (lookup)

A kit holds no check, no reference and no solution: a case is the calls that a check made, and the
words that it said about their answers.
"""

from grader.practice.file import load_practice, pack
from grader.practice.known import KnownAnswers
from grader.practice.model import PUBLIC_SEED, Practice, is_kit
from grader.practice.replay import replayed_checks

__all__ = [
    "PUBLIC_SEED",
    "KnownAnswers",
    "Practice",
    "is_kit",
    "load_practice",
    "pack",
    "replayed_checks",
]
