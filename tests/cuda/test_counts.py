"""Counts by hand: every number here was worked out on paper from the rules in grader/cuda."""

import numpy as np
import pytest

from grader.cuda import Counts, NotCollected, launch, parse_kernels

HEAD = "import math\nfrom numba import cuda, float32, float64, int32\n\n@cuda.jit\ndef k(x, y):\n"


def count(body: str, threads: int = 32, blocks: int = 1, dtype: str = "float32") -> Counts:
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    x = np.ones(4096, dtype)
    done = launch(parse_kernels(HEAD + lines), "k", blocks, threads, (x, np.zeros_like(x)), {"x"})
    assert [str(fault) for fault in done.faults] == []
    return done.counts


READ = "i = cuda.grid(1)\ny[i] = x[{index}]"
REQUESTS = {
    # index of lane i, its type, threads: sectors, ideal sectors
    "neighbours": ("i", "float32", 32, 4, 4),
    "neighbours of 8 bytes": ("i", "float64", 32, 8, 8),
    "neighbours of 1 byte": ("i", "uint8", 32, 1, 1),
    "one element for all": ("7", "float32", 32, 1, 1),
    "off by one": ("i + 1", "float32", 32, 5, 4),
    "off by a sector": ("i + 8", "float32", 32, 4, 4),
    "backwards": ("31 - i", "float32", 32, 4, 4),
    "every second": ("2 * i", "float32", 32, 8, 4),
    "every eighth": ("8 * i", "float32", 32, 32, 4),
    "every hundredth": ("100 * i", "float32", 32, 32, 4),
    "four lanes an element": ("i // 4", "float32", 32, 1, 1),
    "shuffled": ("i * 5 % 32", "float32", 32, 4, 4),
    "two rows": ("i % 16 + i // 16 * 64", "float32", 32, 4, 4),
    "five lanes": ("i", "float32", 5, 1, 1),
    "two warps": ("i", "float32", 64, 8, 8),
    "a warp and a lane": ("i", "float32", 33, 5, 5),
}


@pytest.mark.parametrize(
    ("index", "dtype", "threads", "units", "ideal"), REQUESTS.values(), ids=REQUESTS
)
def test_sectors(index: str, dtype: str, threads: int, units: int, ideal: int) -> None:
    loads = count(READ.format(index=index), threads, dtype=dtype).traffic("global", "load")
    assert (loads.lanes, loads.requests) == (threads, -(-threads // 32))
    assert (loads.units, loads.ideal) == (units, ideal)


SHARED = """
s = cuda.shared.array(2048, {dtype})
t = cuda.threadIdx.x
for k in range(t, 2048, {threads}):
    s[k] = 0
cuda.syncthreads()
y[t] = s[{index}]
"""
BANKS = {
    # index of lane t, its type, threads: cycles, ideal cycles
    "neighbours": ("t", "float32", 32, 1, 1),
    "one word for all": ("5", "float32", 32, 1, 1),
    "every second": ("2 * t", "float32", 32, 2, 1),
    "odd stride": ("33 * t", "float32", 32, 1, 1),
    "every 32nd": ("32 * t", "float32", 32, 32, 1),
    "half of them every 32nd": ("32 * t", "float32", 16, 16, 1),
    "two words a bank, one shared": ("t // 2 * 32 % 64", "float32", 32, 2, 1),
    "8 bytes go in two halves": ("t", "float64", 32, 2, 2),
    "8 bytes, every 16th": ("16 * t", "float64", 32, 32, 2),
    "4 lanes of 1 byte share a word": ("t", "int8", 32, 1, 1),
    "bytes 128 apart": ("t % 4 * 128", "int8", 32, 4, 1),
    "two warps": ("t * 2", "float32", 64, 4, 2),
    "bytes in two banks": ("t % 2 * 126", "int8", 32, 1, 1),
    "the same bytes two further on are in one": ("t % 2 * 126 + 2", "int8", 32, 2, 1),
}


@pytest.mark.parametrize(("index", "dtype", "threads", "units", "ideal"), BANKS.values(), ids=BANKS)
def test_bank_cycles(index: str, dtype: str, threads: int, units: int, ideal: int) -> None:
    head = "int8 = np.int8\n" if dtype == "int8" else ""
    body = SHARED.format(index=index, dtype=f"np.{dtype}", threads=threads)
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    source = f"import numpy as np\n{head}{HEAD}{lines}"
    arrays = (np.zeros(1, dtype), np.zeros(threads, dtype))
    done = launch(parse_kernels(source), "k", 1, threads, arrays)
    assert done.faults == ()
    loads = done.counts.traffic("shared", "load")
    assert (loads.units, loads.ideal) == (units, ideal)


def test_the_same_words_by_one_warp_and_by_two() -> None:
    body = """
s = cuda.shared.array(64, float32)
t = cuda.threadIdx.x
s[t] = 0
if t < 32:
    y[t] = s[2 * t]
if t % 2 == 0:
    y[t + 64] = s[t]
"""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    source = HEAD + lines.replace("s[t] = 0\n", "s[t] = 0\n    cuda.syncthreads()\n")
    arrays = (np.zeros(1), np.zeros(128))
    counts = launch(parse_kernels(source), "k", 1, 64, arrays).counts
    one, two = (counts.traffic("shared", "load", line=line) for line in (11, 13))
    assert (one.units, one.ideal) == (2, 1)
    assert (two.units, two.ideal) == (2, 2)


def test_arithmetic_and_intensity() -> None:
    """Each of 64 threads: grid 2 integer operations; 3 float32; 2 float64; 8 bytes moved."""
    counts = count("i = cuda.grid(1)\nv = x[i] * x[i] + x[i]\ny[i] = math.sqrt(v) * 2.0 + 1.0", 64)
    assert counts.total("integer") == 2 * 64
    assert counts.total("float32") == 3 * 64
    assert counts.total("float64") == 2 * 64
    moved = (3 * 8 + 8) * 32  # three loads of 8 sectors, one store of 8
    assert counts.intensity == 5 * 64 / moved


def test_instructions_line_by_line() -> None:
    """One warp instruction an operation and warp; half of the lanes take the branch."""
    counts = count("i = cuda.grid(1)\nif i % 2 == 0:\n    y[i] = x[i] + x[i]", threads=64)
    by_line = {line.line: line for line in counts.lines}
    grid, branch, body = by_line[6], by_line[7], by_line[8]
    assert (grid.instructions, grid.lanes) == (2, 64)
    assert (branch.instructions, branch.lanes) == (2 * 3, 64 * 3)  # %, ==, if
    assert (branch.branches, branch.divergent) == (2, 2)
    assert (body.instructions, body.lanes) == (2 * 4, 32 * 4)  # load, load, +, store
    assert counts.busy == (64 + 64 * 3 + 32 * 4) / (32 * (2 + 6 + 8))


def test_a_branch_by_warps_does_not_diverge() -> None:
    counts = count("i = cuda.grid(1)\nif i // 32 % 2 == 0:\n    y[i] = x[i]", threads=128)
    assert (counts.total("branches"), counts.total("divergent")) == (4, 0)


def test_a_loop_decides_once_more_than_it_turns() -> None:
    counts = count("i = cuda.grid(1)\nfor k in range(5):\n    y[i] = x[k]")
    assert (counts.total("branches"), counts.total("divergent")) == (6, 0)
    assert counts.traffic("global", "load", line=8).lanes == 5 * 32


def test_barriers_atomics_and_local_memory() -> None:
    body = """
w = cuda.local.array(2, float32)
w[0] = x[0]
cuda.syncthreads()
cuda.atomic.add(y, cuda.threadIdx.x // 16, w[0])
"""
    counts = count(body, threads=64)
    assert counts.total("barriers") == 2
    atomics = counts.traffic("global", "atomic", "y")
    assert (atomics.lanes, atomics.requests, atomics.units) == (64, 2, 2)
    local = counts.traffic("local")
    assert (local.lanes, local.requests) == (128, 4)
    with pytest.raises(NotCollected, match="local memory"):
        _ = local.units


def test_what_was_not_collected_never_reads_0() -> None:
    counts = count("y[cuda.grid(1)] = 1.0")
    assert counts.traffic("shared").lanes == 0  # counted, and there was none
    with pytest.raises(NotCollected):
        _ = counts.traffic("shared").excess
    for wrong in ("cache_misses", "line"):
        with pytest.raises(NotCollected):
            counts.total(wrong)
    with pytest.raises(NotCollected, match="no array z; there is x, y"):
        counts.traffic("global", array="z")
    with pytest.raises(NotCollected, match="line 99"):
        counts.traffic("global", line=99)
    nothing = count("pass")
    with pytest.raises(NotCollected):
        _ = nothing.intensity
    with pytest.raises(NotCollected):
        _ = nothing.busy


def test_a_launch_that_did_not_run_has_neither_counts_nor_outputs() -> None:
    module = parse_kernels(HEAD + "    y[0] = x[0]\n")
    done = launch(module, "k", 1, 2048, (np.ones(1), np.ones(1)))
    assert [fault.kind for fault in done.faults] == ["threads"]
    with pytest.raises(NotCollected, match="2048 threads"):
        _ = done.counts
    with pytest.raises(NotCollected, match="2048 threads"):
        _ = done.outputs


def test_counts_are_the_same_in_a_thousand_replays() -> None:
    source = HEAD + (
        "    s = cuda.shared.array(8, float32)\n    t = cuda.threadIdx.x\n"
        "    s[t] = x[t * 3]\n    cuda.syncthreads()\n"
        "    if t % 3:\n        y[t] = s[7 - t]\n        cuda.atomic.add(y, 40, 1)\n"
    )
    module = parse_kernels(source)
    x = np.arange(4096, dtype=np.float32)

    def replay() -> tuple[Counts, bytes]:
        done = launch(module, "k", 1, 8, (x, np.zeros_like(x)), {"x"})
        return done.counts, done.outputs["y"].tobytes()

    first = replay()
    assert all(replay() == first for _ in range(1000))
