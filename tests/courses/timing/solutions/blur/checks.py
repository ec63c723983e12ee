"""One check for the numbers, one for the speed."""

import numpy as np

from grader.checks import Submission, check, close, within

SIZE = 20_000
ZERO = 0.2


def mean_of_nine(x: np.ndarray) -> np.ndarray:
    """The reference."""
    return np.convolve(x, np.full(9, 1 / 9), "valid")


@check(hint="The mean of x[i : i + 9].")
def right(submission: Submission, rng: np.random.Generator) -> None:
    """gives the mean of nine neighbours"""
    x = rng.standard_normal(100)
    close(submission.blur(x), mean_of_nine(x), 1e-9)


@check(weight=9, needs=right, hint="Add whole arrays.", cases={"20 000 values": {}})
def fast(submission: Submission, rng: np.random.Generator) -> None:
    """is fast"""
    within(
        submission.blur,
        lambda: (rng.standard_normal(SIZE),),
        expected=mean_of_nine,
        tolerance=1e-9,
        full=0.4,
        zero=ZERO,
        operations=9 * SIZE,
    )
