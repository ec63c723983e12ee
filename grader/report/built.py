"""What a kernel takes on a real card, in one line."""

from __future__ import annotations

from grader.model import Built


def spell_built(built: Built) -> str:
    """Registers, spills, shared memory, and how many blocks that leaves room for."""
    room = (
        f"{built.blocks} blocks of {built.threads} threads fit on a multiprocessor at once, "
        f"{built.warps} of at most {built.of_warps} warps"
        if built.blocks
        else f"a block of {built.threads} threads does not fit on a multiprocessor"
    )
    return (
        f"{built.kernel} for {built.architecture}: {built.registers} registers a thread, "
        f"{built.spilled or 'no'} bytes spilled, {built.shared or 'no'} bytes of shared memory; "
        f"{room}"
    )
