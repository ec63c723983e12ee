"""More counts by hand: layouts, types and tiles that people use, worked out on paper."""

import numpy as np
import pytest

from grader.cuda import Counts, launch, parse_kernels

HEAD = "import numpy as np\nfrom numba import cuda\n\n@cuda.jit\ndef k(x, y):\n"
WHO = "t = cuda.threadIdx.x\nr = cuda.threadIdx.y\n"


def count(body: str, block: tuple[int, int], x: np.ndarray) -> Counts:
    lines = "".join(f"    {line}\n" for line in (WHO + body).splitlines())
    y = np.zeros(block[::-1], x.dtype)
    done = launch(parse_kernels(HEAD + lines), "k", 1, block, (x, y), {"x"})
    assert [str(fault) for fault in done.faults] == []
    return done.counts


SECTORS = {
    # x's shape and type, block, what is read: sectors, ideal sectors
    "one of three fields": ((32, 3), "float32", (32, 1), "x[t, 0]", 12, 4),  # 376 bytes
    "three fields apart": ((3, 32), "float32", (32, 1), "x[1, t]", 4, 4),
    "float64, every second": ((64,), "float64", (32, 1), "x[2 * t]", 16, 8),
    "float64, off by one": ((64,), "float64", (32, 1), "x[t + 1]", 9, 8),
    "float64, one for all": ((64,), "float64", (32, 1), "x[3]", 1, 1),
    "float64, three for all": ((64,), "float64", (32, 1), "x[t % 3 * 4]", 3, 1),
    "int8, every fourth": ((128,), "int8", (32, 1), "x[4 * t]", 4, 1),
    "int8, off by five": ((128,), "int8", (32, 1), "x[t + 5]", 2, 1),
    "int8, a sector each": ((1024,), "int8", (32, 1), "x[32 * t]", 32, 1),
    "int16": ((64,), "int16", (32, 1), "x[t]", 2, 2),
    "int16, off by one": ((64,), "int16", (32, 1), "x[t + 1]", 3, 2),
    "stride of nine": ((288,), "float32", (32, 1), "x[9 * t]", 32, 4),
    "the second row of 33": ((2, 33), "float32", (32, 1), "x[1, t]", 5, 4),
    "rows of 16": ((16, 64), "float32", (16, 2), "x[r, t]", 4, 4),
    "columns of 16, two beside": ((16, 64), "float32", (16, 2), "x[t, r]", 16, 4),
    "neighbours swapped": ((32,), "float32", (32, 1), "x[t ^ 1]", 4, 4),
    "a part that begins at 4": ((64,), "float32", (32, 1), "x[4:][t]", 5, 4),
    "two warps, half of a row each": ((64,), "float32", (64, 1), "x[t // 2]", 4, 4),
}


@pytest.mark.parametrize(
    ("shape", "dtype", "block", "read", "units", "ideal"), SECTORS.values(), ids=SECTORS
)
def test_sectors(
    shape: tuple[int, ...], dtype: str, block: tuple[int, int], read: str, units: int, ideal: int
) -> None:
    counts = count(f"y[r, t] = {read}", block, np.ones(shape, dtype))
    loads = counts.traffic("global", "load")
    assert (loads.units, loads.ideal) == (units, ideal)


def test_odd_lanes_touch_all_sectors_and_need_half() -> None:
    counts = count("if t % 2:\n    y[r, t] = x[t]", (32, 1), np.ones(32, np.float32))
    for op in ("load", "store"):
        traffic = counts.traffic("global", op)
        assert (traffic.lanes, traffic.units, traffic.ideal) == (16, 4, 2)


def test_a_transpose_without_a_tile_stores_a_sector_a_lane() -> None:
    counts = count("y[t, r] = x[r, t]", (32, 32), np.ones((32, 32), np.float32))
    assert counts.traffic("global", "load").units == 32 * 4
    assert counts.traffic("global", "store").units == 32 * 32


BANKS = {
    # the tile's shape and type, block, what is read: cycles, ideal cycles
    "columns of 16 × 16": ("(16, 16)", "float32", (16, 2), "s[t, r]", 8, 1),
    "padded to 17, row 15 meets row 0": ("(16, 17)", "float32", (16, 2), "s[t, r]", 2, 1),
    "padded to 18": ("(16, 18)", "float32", (16, 2), "s[t, r]", 1, 1),
    "rows of 16 in a tile of 18": ("(16, 18)", "float32", (16, 2), "s[r, t]", 2, 1),
    "three fields": ("(32, 3)", "float32", (32, 1), "s[t, 1]", 1, 1),
    "four fields": ("(32, 4)", "float32", (32, 1), "s[t, 1]", 4, 1),
    "stride of six": ("192", "float32", (32, 1), "s[6 * t]", 2, 1),
    "stride of twelve": ("384", "float32", (32, 1), "s[12 * t]", 4, 1),
    "two words of two banks": ("64", "float32", (32, 1), "s[t % 2 * 33]", 1, 1),
    "two words of a bank": ("64", "float32", (32, 1), "s[t % 2 * 32]", 2, 1),
    "int16, neighbours": ("64", "int16", (32, 1), "s[t]", 1, 1),
    "int16, columns of 64": ("(32, 64)", "int16", (32, 1), "s[t, 0]", 32, 1),
    "float64, columns of 32": ("(32, 32)", "float64", (32, 1), "s[t, 0]", 32, 2),
    "float64, padded to 33": ("(32, 33)", "float64", (32, 1), "s[t, 0]", 2, 2),
    "backwards": ("32", "float32", (32, 1), "s[31 - t]", 1, 1),
}


@pytest.mark.parametrize(
    ("shape", "dtype", "block", "read", "units", "ideal"), BANKS.values(), ids=BANKS
)
def test_bank_cycles(
    shape: str, dtype: str, block: tuple[int, int], read: str, units: int, ideal: int
) -> None:
    index = "[a, b]" if "," in shape else "[a]"
    inner = "for b in range(s.shape[1]):" if "," in shape else "if True:"
    body = (
        f"s = cuda.shared.array({shape}, '{dtype}')\n"
        f"if t == 0 and r == 0:\n    for a in range(s.shape[0]):\n        {inner}\n"
        f"            s{index} = 0\ncuda.syncthreads()\ny[r, t] = {read}"
    )
    loads = count(body, block, np.ones(1, dtype)).traffic("shared", "load")
    assert (loads.units, loads.ideal) == (units, ideal)
