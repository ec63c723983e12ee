"""A measured speed in one line."""

from __future__ import annotations

from grader.model import Speed

SAME = (0.87, 1.15)


def spell_speed(speed: Speed) -> str:
    """How fast, how sure, and how near to what the machine can do."""
    high = f"to {_times(speed.high)}" if speed.high else "or more"
    parts = [
        f"{_times(speed.ratio)} × the model solution's speed ({_times(speed.low)} {high}; "
        f"all marks from {speed.full:g})"
    ]
    if speed.gflops:
        parts.append(f"{speed.gflops:.3g} GFLOP/s")
    if speed.gbytes:
        parts.append(f"{speed.gbytes:.3g} GB/s")
    if speed.roof:
        whose = "GPU" if speed.device == "cuda" else "core"
        parts.append(f"{100 * speed.roof:.0f} % of this {whose}'s roofline")
    if speed.threads:
        parts.append(f"with all cores {_gain(speed.threads)}")
    return ", ".join(parts)


def _times(ratio: float) -> str:
    """Two digits that say something, also of what is very slow."""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def _gain(times: float) -> str:
    """By more threads; what is less than the noise of a wall clock is none."""
    if SAME[0] <= times <= SAME[1]:
        return "as fast as with one"
    return f"{times:.2g} times as fast as with one"
