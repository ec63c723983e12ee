"""How many blocks of a compiled kernel fit on one multiprocessor at once.

Sources: CUDA C++ Programming Guide, "Compute Capabilities", table "Technical Specifications per
Compute Capability" (warps, blocks, registers, shared memory; 1 KB of it is reserved for each
block); cuda_occupancy.h of the CUDA Toolkit for the grain in which they are handed out.
"""

from __future__ import annotations

from msgspec import Struct

WARP = 32
PARTITIONS = 4  # of a multiprocessor, each with a quarter of its registers
REGISTER_GRAIN = 256  # registers that a warp gets at a time
SHARED_GRAIN = 128  # bytes that a block gets at a time
RESERVED = 1024  # bytes of shared memory that the system takes for each block


class Multiprocessor(Struct, frozen=True):
    """What blocks have to share."""

    warps: int
    blocks: int
    registers: int
    shared: int  # bytes
    logged: int = 0  # bytes of what is reserved that the linker counts as a block's own


MULTIPROCESSORS = {
    "sm_80": Multiprocessor(warps=64, blocks=32, registers=65_536, shared=164 << 10),
    "sm_90": Multiprocessor(
        warps=64, blocks=32, registers=65_536, shared=228 << 10, logged=RESERVED
    ),
}


def blocks_at_once(architecture: str, threads: int, registers: int, shared: int) -> int:
    """How many blocks share a multiprocessor; 0 if not even one can be launched.

    Args:
        architecture: one of MULTIPROCESSORS.
        threads: of a block.
        registers: of a thread.
        shared: bytes of static shared memory of a block.
    """
    has = MULTIPROCESSORS[architecture]
    warps = -(-threads // WARP)
    a_warp = _rounded(max(registers, 1) * WARP, REGISTER_GRAIN)
    a_block = _rounded(shared + RESERVED, SHARED_GRAIN)
    fit = PARTITIONS * (has.registers // PARTITIONS // a_warp)  # warps, by their registers
    if a_warp * _rounded(warps, PARTITIONS) > has.registers:
        return 0  # the hardware's own check counts whole rounds of partitions
    return min(has.warps // warps, has.blocks, fit // warps, has.shared // a_block)


def _rounded(number: int, grain: int) -> int:
    return -(-number // grain) * grain
