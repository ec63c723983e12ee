"""TPU v1's published table, from a tile, a bandwidth and a batch (Jouppi et al. 2017)."""

from __future__ import annotations

from math import ceil

from msgspec import Struct
from npu_models import CLOCK, SIDE

BANDWIDTH = 34e9  # bytes of weights a second, table 2
PEAK = 2 * SIDE * SIDE * CLOCK / 1e12  # TOPS: 91.75, "92"
FETCH = SIDE * SIDE / BANDWIDTH * CLOCK  # cycles to fetch one tile of int8 weights
SHIFT = SIDE  # cycles to shift a tile into the array, section 2


class Program(Struct, frozen=True):
    """One of the paper's six programs: tables 1, 3 and 7."""

    name: str
    streams: int  # MACs for each weight byte: rows of activations that a tile sees, table 1
    active: float  # % of cycles in which the array is active, table 3
    shift: float  # % of cycles in which weights are shifted in, table 3
    tops: float  # table 3
    useful: float  # % of peak: MACs of active cycles whose cell holds a weight, table 3
    paper_error: float  # % by which the paper's own model differs from its counters, table 7
    matrix: int | None = None  # side of its weight matrices, where the paper gives it (section 7)
    row_cycles: int = 1  # of one row of activations: 2 if they have 16 bits (section 2)


# That the LSTMs' activations have 16 bits is not in the paper: see `counted_tops`.
PROGRAMS = (
    Program("MLP0", 200, 12.7, 15.9, 12.3, 12.5, 6.8),
    Program("MLP1", 168, 10.6, 13.4, 9.7, 9.4, 10.9),
    Program("LSTM0", 64, 8.2, 15.8, 3.7, 8.2, 7.7, row_cycles=2),
    Program("LSTM1", 96, 10.5, 17.1, 2.8, 6.3, 5.4, matrix=600, row_cycles=2),
    Program("CNN0", 2888, 78.2, 0.0, 86.0, 78.2, 8.2),
    Program("CNN1", 1750, 46.2, 7.0, 14.1, 22.5, 11.2),
)


def streaming(program: Program) -> int:
    """Cycles in which rows of activations stream past one tile."""
    return program.streams * program.row_cycles


def tile_cycles(program: Program) -> float:
    """Cycles for one tile: what takes longer, streaming past it or getting the next one."""
    return max(streaming(program), FETCH + SHIFT)


def active(program: Program) -> float:
    """Percent of cycles in which the array is active."""
    return 100 * streaming(program) / tile_cycles(program)


def shift(program: Program) -> float:
    """Percent of cycles in which weights are shifted in; hidden where streaming takes longer."""
    return 0.0 if streaming(program) > FETCH + SHIFT else 100 * SHIFT / tile_cycles(program)


def fill(side: int | None) -> float:
    """The share of a tiling's cells that hold weights of a side×side matrix; 1 if it is unknown."""
    return 1.0 if side is None else (side / (SIDE * ceil(side / SIDE))) ** 2


def tops(program: Program) -> float:
    """10¹² operations a second."""
    return PEAK * program.streams / tile_cycles(program) * fill(program.matrix)


def counted_tops(program: Program, row_cycles: int) -> float:
    """What the counters of useful MACs come to, if a row of activations takes so many cycles."""
    return PEAK * program.useful / 100 / row_cycles


def tiles(side: int, cells: int) -> int:
    """Tiles of cells×cells that cover a side×side matrix."""
    return ceil(side / cells) ** 2


def fetch_microseconds(side: int, cells: int) -> float:
    """The time to fetch all of them, in whole tiles."""
    return tiles(side, cells) * cells**2 / BANDWIDTH * 1e6
