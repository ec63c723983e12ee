"""Looking inside a kernel: figures beside each line, pictures, and which launch is shown."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.checks import close
from grader.checks.check import check
from grader.checks.kernels import counts_at_most, launched
from grader.errors import Unmeasured
from grader.launches import find_launch
from grader.model import Exercise
from grader.report.explain import LEGEND, explain
from grader.worker.calls import Call, Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from tests.test_cli import run

EXERCISE = Exercise("turn", "Turn", 1.0, call_seconds=5.0)
HEAD = "from numba import cuda, float32\n\n\n@cuda.jit\ndef turn(x, y):\n"
STRIDED = HEAD + (
    '    """Every other value."""\n'
    "    i = cuda.grid(1)\n"
    "    if i < y.size:\n"
    "        y[i] = x[2 * i]\n"
)
TRANSPOSE = HEAD + (
    "    tile = cuda.shared.array((32, {width}), float32)\n"
    "    tx, ty = cuda.threadIdx.x, cuda.threadIdx.y\n"
    "    tile[ty, tx] = x[ty, tx]\n"
    "    cuda.syncthreads()\n"
    "    y[ty, tx] = tile[tx, ty]\n"
)


def call(x: np.ndarray, y: np.ndarray, grid: int, block: tuple[int, ...]) -> Call:
    return Call("turn", (x, y), {}, Launching((grid,), block, (1,), 1))


def shown(source: str, launch: Call) -> str:
    return "\n".join(explain(source, launch, 5.0))


def strided(source: str = STRIDED, n: int = 64) -> str:
    x = np.zeros(2 * n, np.float32)
    return shown(source, call(x, np.zeros(n, np.float32), -(-n // 32), (32,)))


def row(text: str, code: str) -> list[str]:
    """The figures beside the line of the source that holds `code`."""
    (line,) = [line for line in text.splitlines() if " | " in line and code in line]
    return line.split(" | ")[0].split()


def test_each_line_has_its_figures() -> None:
    text = strided()
    # 32 floats with gaps fill 8 sectors, without gaps 4: 6 per request, all of the traffic.
    assert row(text, "y[i] = x[2 * i]") == ["6.0", "100%", "9"]
    assert row(text, "if i < y.size") == ["0%", "8"]
    assert LEGEND in text
    assert "Every other value" not in text


def test_a_warp_that_splits_is_shown() -> None:
    assert row(strided(n=40), "if i < y.size") == ["50%", "8"]


def test_sectors_are_drawn() -> None:
    text = strided()
    assert "line 9, x: a warp reads global memory, 32 threads, sectors: 8" in text
    assert f"  {'[#.#.#.#.]' * 6}\n  {'[#.#.#.#.]' * 2}\n" in text
    assert f"  {'[########]' * 4}" in text


def test_gaps_and_what_does_not_fit_are_said() -> None:
    n = 64
    source = STRIDED.replace("2 * i", "16 * i")
    x = np.zeros(16 * n, np.float32)
    text = shown(source, call(x, np.zeros(n, np.float32), 2, (32,)))
    assert "[#.......]… [#.......]" in text
    assert "… and 14 more" in text


@pytest.mark.parametrize(
    ("width", "cycles", "words"), [(32, "32.00", "+" + "." * 31), (33, "1.00", "1" * 32)]
)
def test_bank_conflicts_are_counted_and_drawn(width: int, cycles: str, words: str) -> None:
    x = np.zeros((32, 32), np.float32)
    text = shown(TRANSPOSE.format(width=width), call(x, x.copy(), 1, (32, 32)))
    assert row(text, "= tile[tx, ty]") == ["4.0", cycles, "50%", "10"]
    drawn = [line.split()[1] for line in text.splitlines() if line.startswith("  words")]
    assert len(drawn[-1]) == 32
    assert drawn[-1].count(words[0]) == words.count(words[0])


def test_a_fault_stands_below_its_line() -> None:
    text = shown(TRANSPOSE.format(width=33).replace("    cuda.syncthreads()\n", ""), call(
        np.zeros((32, 32), np.float32), np.zeros((32, 32), np.float32), 1, (32, 32)
    ))  # fmt: skip
    lines = text.splitlines()
    below = next(k for k, line in enumerate(lines) if "= tile[tx, ty]" in line) + 1
    assert "! line 9: " in lines[below]
    assert "race" in lines[below] or "nothing was written" in lines[below]


def test_what_is_no_kernel_is_said() -> None:
    text = strided(HEAD + "    y[0] = sorted([1])[0]\n")
    assert "This cannot be shown: line 6" in text


def test_a_learner_cannot_write_to_the_terminal() -> None:
    assert "\x1b" not in strided(STRIDED.replace("i < y.size:", "i < y.size:  # \x1b[2J"))


@check(hint="First.")
def right(submission: Submission) -> None:
    """doubles, and is launched in the largest grid"""
    x = np.zeros(512, np.float32)
    done = launched(submission, "turn", (8,), (32,), (x, np.zeros(256, np.float32)))
    close(done.answer, np.zeros(256), 0)


@check(hint="Second.")
def frugal(submission: Submission) -> None:
    """moves little"""
    x = np.zeros(128, np.float32)
    done = launched(submission, "turn", (2,), (32,), (x, np.zeros(64, np.float32)))
    counts_at_most(done.answer, "loads", "loads per value", limit=1, per=64, advice="Few.")


@check(hint="Third.")
def fast() -> None:
    """cannot be measured"""
    raise Unmeasured("not measured here")


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


def found(zygote: Zygote, folder: Path, source: str) -> Call | None:
    path = folder / "turn.py"
    path.write_text(source)
    with Submission(path, zygote, EXERCISE) as submission:
        return find_launch([right, fast, frugal], submission, 1)


def test_the_launch_of_the_first_check_that_counts_is_shown(zygote: Zygote, tmp_path: Path) -> None:
    call = found(zygote, tmp_path, STRIDED)
    assert call is not None
    assert call.launching is not None
    assert call.launching.grid == (2,)


def test_of_a_wrong_kernel_it_is_the_largest_launch(zygote: Zygote, tmp_path: Path) -> None:
    call = found(zygote, tmp_path, STRIDED.replace("2 * i", "9 * i"))
    assert call is not None
    assert call.launching is not None
    assert call.launching.grid == (8,)


@pytest.mark.parametrize(
    "source", [HEAD + "    raise NotImplementedError()\n", "def turn(x, y)\n", "x = 1\n"]
)
def test_without_a_kernel_there_is_none(zygote: Zygote, tmp_path: Path, source: str) -> None:
    assert found(zygote, tmp_path, source) is None


def test_the_flag_explains_kernels_and_says_where_there_are_none() -> None:
    done = run("convolution", "--explain", "--submission", "solutions")
    assert done.returncode == 0
    assert "convolution: no kernel was launched" in done.stdout
    done = run("cuda_conv_tiled", "--explain", "--submission", "solutions")
    assert done.returncode == 0, done.stderr
    assert "sectors  cycles  split  traffic" in done.stdout
    assert "a warp reads shared memory, 32 threads, cycles: 1" in done.stdout
