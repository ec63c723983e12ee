"""From paired ratios to an interval that may be looked at after every pair.

A sequential test: for every value m that the median could have, count the ratios below m. Were m
the median, that would be a fair coin, and a gambler who bets on all biases at once (the Beta(½, ½)
mixture) would multiply a stake by

    M = 2ⁿ · B(s + ½, n − s + ½) / B(½, ½)

after n ratios with s below m. A fair coin lets M ever reach 1/α with a probability of at most α
(Ville 1939), however often one looks. All m for which it has not reached 1/α are the interval.
Nothing is assumed about the noise except that one pair says nothing about the next.

Sources: Robbins, Ann. Math. Statist. 41 (1970); for quantiles Howard and Ramdas, Bernoulli 28
(2022).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

ERROR_RATE = 1e-3  # of all verdicts, so many may rest on an interval that misses the median


def median_interval(ratios: Sequence[float], error_rate: float = ERROR_RATE) -> tuple[float, float]:
    """An interval that contains the median of the ratios with probability 1 − error_rate.

    Valid at every length at once, so it may be asked for after every ratio and decide when to stop.

    Args:
        ratios: positive, in any order; 13 are the fewest that say anything at the usual error rate.
        error_rate: between 0 and 1.

    Returns:
        (low, high); (0, ∞) where too few ratios are known.
    """
    rank = rank_inside(len(ratios), error_rate)
    if rank == 0:
        return 0.0, math.inf
    ordered = sorted(ratios)
    return ordered[rank - 1], ordered[-rank]


@cache
def rank_inside(count: int, error_rate: float = ERROR_RATE) -> int:
    """How many of `count` ratios must lie below a value that is not ruled out as the median."""
    return next(s for s in range(count // 2 + 1) if _log_wealth(s, count) < -math.log(error_rate))


def _log_wealth(below: int, count: int) -> float:
    """log M, as above."""
    above = count - below
    beta = math.lgamma(below + 0.5) + math.lgamma(above + 0.5) - math.lgamma(count + 1)
    return count * math.log(2) + beta - math.log(math.pi)
