"""Figures of a compiled kernel: the assembler's log, occupancy, numba's words in ours, the line."""

from pathlib import Path

import numpy as np
import pytest

from grader.gpu.assembler import read_log
from grader.gpu.occupancy import blocks_at_once
from grader.gpu.types import types_of
from grader.gpu.words import refusal
from grader.model import Built
from grader.report.built import spell_built
from grader.worker.wire import Garbled, Raised

LOG = """\
ptxas info    : 0 bytes gmem
ptxas info    : Compiling entry function 'k' for 'sm_90'
ptxas info    : Function properties for k
ptxas         .     16 bytes stack frame, 12 bytes spill stores, 20 bytes spill loads
ptxas info    : Used 255 registers, used 1 barriers, 4420 bytes smem
ptxas info    : Compile time = 2.064 ms
info    : Function properties for 'k':
info    : used 255 registers, used 1 barriers, 0 stack, 5444 bytes smem, 536 bytes cmem[0]
"""


def test_the_linker_says_registers_spills_and_shared_bytes() -> None:
    assert read_log(LOG, "sm_90") == (255, 12, 4420)  # 1 KB is the system's
    assert read_log(LOG, "sm_80") == (255, 12, 5444)
    twice = (
        LOG + "ptxas         .     8 bytes stack frame, 4 bytes spill stores, 4 bytes spill loads"
    )
    assert read_log(twice, "sm_90") == (255, 16, 4420)


@pytest.mark.parametrize(
    "log", ["", LOG.replace("spill stores", "stores"), LOG.replace("used 255", "has 255"), LOG * 2]
)
def test_a_log_without_its_figures_is_no_log(log: str) -> None:
    with pytest.raises(Garbled, match="the assembler did not say"):
        read_log(log, "sm_90")


# threads, registers, shared bytes → blocks at once, by hand.
ROOM = {
    "64 warps, all that there are": ("sm_80", 256, 32, 0, 8),
    "32 blocks, all that there are": ("sm_80", 32, 16, 0, 32),
    # 40 · 32 = 1280 registers a warp; 16 384 of a partition hold 12 warps, four of them 48.
    "by registers": ("sm_80", 256, 40, 0, 6),
    # 33 · 32 = 1056, in steps of 256: 1280.
    "by registers in steps of 256": ("sm_80", 256, 33, 0, 6),
    # 48 KB and the reserved 1 KB: three of 49 in 164, four in 228.
    "by shared memory": ("sm_80", 128, 32, 48 << 10, 3),
    "by more shared memory": ("sm_90", 128, 32, 48 << 10, 4),
    "too many registers for one block": ("sm_90", 1024, 255, 0, 0),
}


@pytest.mark.parametrize(
    ("architecture", "threads", "registers", "shared", "blocks"), ROOM.values(), ids=ROOM
)
def test_how_many_blocks_fit(
    architecture: str, threads: int, registers: int, shared: int, blocks: int
) -> None:
    assert blocks_at_once(architecture, threads, registers, shared) == blocks


def test_arguments_have_the_types_that_numba_gives_them() -> None:
    x = np.zeros((2, 3), np.float32)
    given = (x, np.asfortranarray(x), x[0], 1, 0.5, np.int8(1), True)
    assert types_of(given) == (
        ("float32", 2, "C"), ("float32", 2, "F"), ("float32", 1, "C"),
        ("int64",), ("float64",), ("int8",), ("bool",),
    )  # fmt: skip


SAID = {
    "Cannot unify float32 and array(float32, 1d, C) for 'a.2', defined at x.py (3)": (
        "the variable a is float32 on one way through the kernel and array(float32, 1d, C) on"
    ),
    "Untyped global name 'np.sort': Cannot determine Numba type": "np.sort means nothing",
    "Unknown attribute 'mean' of type array(float32, 1d, C)": "there is no .mean of array(float32",
    "Failed in cuda mode\nNo implementation of function F(x) found for signature:\n\n"
    " >>> getitem(float32, int64)\n\nThere are": "there is no getitem(float32, int64) in a kernel",
    "something new": "look at the types",
}


@pytest.mark.parametrize(("said", "words"), SAID.items(), ids=range(len(SAID)))
def test_numba_is_put_into_our_words(said: str, words: str) -> None:
    said += '\n\nFile "../k.py", line 2:\ndef k(x):\n\nFile "../k.py", line 1:\n'
    raised = Raised("TypingError", ["NumbaError"], said, [])
    message = refusal(raised, "k", "def k(x):\n    x = 1 \n", Path("a/k.py"))
    first, where, meaning, quoted = message.split("\n")
    assert first == "numba cannot compile k for a GPU"
    assert where == "  k.py, line 2:  x = 1"
    assert meaning.startswith(words)
    assert quoted.startswith("(numba: TypingError: ")
    assert "k.py" not in quoted


def test_a_line_that_is_none_is_not_quoted() -> None:
    message = refusal(Raised("E", [], 'odd\nFile "k.py", line 99', []), "k", "x\n", Path("k.py"))
    assert "line" not in message.split("\n")[1]


def test_a_kernel_is_told_in_one_line() -> None:
    built = Built("conv2d", "sm_80", 40, 0, 4420, 256, 6, 48, 64)
    assert spell_built(built) == (
        "conv2d for sm_80: 40 registers a thread, no bytes spilled, 4420 bytes of shared memory; "
        "6 blocks of 256 threads fit on a multiprocessor at once, 48 of at most 64 warps"
    )
    none = Built("k", "sm_90", 255, 8, 0, 1024, 0, 0, 64)
    assert "8 bytes spilled, no bytes of shared memory; a block of 1024 threads does not" in (
        spell_built(none)
    )
