"""attainable is there, the other two are not."""

import math


def attainable(peak, bandwidth, intensity):
    if not all(0 < value < math.inf for value in (peak, bandwidth, intensity)):
        raise ValueError("peak, bandwidth and intensity must be positive and finite")
    return min(peak, bandwidth * intensity)
