"""A measured speed in one line."""

from __future__ import annotations

from grader.model import Speed


def spell_speed(speed: Speed) -> str:
    """How fast, how sure, and how near to what the machine can do."""
    high = f"to {speed.high:.2f}" if speed.high else "or more"
    parts = [
        f"{speed.ratio:.2f} × the model solution's speed ({speed.low:.2f} {high}; "
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
        parts.append(f"all cores: {speed.threads:.2g} × one")
    return ", ".join(parts)
