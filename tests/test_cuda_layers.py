"""benchmarks/cuda_layers.py, as far as it goes without a GPU."""

import os
import subprocess
import sys

import numpy as np
import pytest

from benchmarks.cuda_layers import CUDNN, arguments, intensity, kernels, mean_ratio, show
from benchmarks.layer_sides import Row
from tests.support import ROOT

ROW = Row(channels=2, filters=3, size=6, kernel=3, stride=1, padding=1)

# Run in a process of its own, which numba tells to simulate: largest error of each side.
SIMULATED = """
import numpy as np
from benchmarks.cuda_layers import kernels, missing
from benchmarks.layer_sides import Row
from solutions.reference import layer
assert missing() == "no NVIDIA GPU"
for row in (Row(2, 3, 6, 3, 1, 1), Row(1, 9, 7, 3, 2, 1), Row(3, 1, 18, 1, 1, 0)):
    x, w, b = row.numbers(2)
    expected = layer(x, w, b, row.stride, row.padding)
    out = np.empty(expected.shape, np.float32)
    for name, call in kernels(row, x, w, b, out).items():
        out.fill(np.nan)
        call()
        print(name, row.stride, np.abs(out - expected).max())
"""


def run(*command: str, simulate: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NUMBA_ENABLE_CUDASIM": simulate, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_without_a_gpu_it_says_that_nothing_was_measured() -> None:
    done = run("benchmarks/cuda_layers.py", "--rows", "A", simulate="1")
    assert (done.returncode, done.stdout) == (0, "not measured: no NVIDIA GPU\n"), done.stderr


def test_every_kernel_is_launched_right() -> None:
    done = run("-c", SIMULATED, simulate="1")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    sides = {"cuda_conv", "cuda_conv_tiled", "beyond"}
    assert {(name, stride) for name, stride, _ in rows} == {(name, "1") for name in sides} | {
        ("cuda_conv", "2"),
        ("beyond", "2"),
    }
    assert max(float(error) for *_, error in rows) < 1e-4


def test_what_has_no_stride_is_left_out() -> None:
    x, w, b = ROW.numbers(1)
    out = np.empty((1, 3, 3, 3), np.float32)
    assert "cuda_conv_tiled" not in kernels(Row(2, 3, 6, 3, 2, 1), x, w, b, out)


def test_intensity_counts_every_array_once() -> None:
    # 2 images of 2·6·6 in and 3·6·6 out, 3 filters of 2·3·3 and a bias, 4 bytes each.
    operations = 2 * (2 * 3 * 6 * 6) * (2 * 3 * 3)
    assert ROW.flop(2) == operations
    assert intensity(ROW, 2) == operations / (4 * (2 * (72 + 108) + 3 * 19))


def test_the_mean_of_the_ratios_is_geometric() -> None:
    rows = [
        {CUDNN: np.array([1.0, 2.0, 9.0]), "beyond": np.array([4.0, 4.0, 4.0])},
        {CUDNN: np.array([8.0]), "beyond": np.array([1.0])},
        {CUDNN: np.array([1.0])},
    ]
    assert mean_ratio(rows, "beyond") == pytest.approx(2.0)  # of 0.5 and 8


def test_a_row_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    flop = ROW.flop(1)
    taken = {
        CUDNN: np.full(3, 1e-3),
        "beyond": np.full(3, 2e-3),
        "cuda_conv": np.full(3, 4e-3),
    }
    show("X", ROW, 1, taken, (flop / 0.5e-3, 1e30))  # the roof: half of cuDNN's time
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
    assert "25%" in lines["beyond"]
    assert lines["beyond"].endswith("0.50 (0.50–0.50)")
    assert "50%" in lines[CUDNN]
    assert "not measured" in lines["cuda_conv_tiled"]


@pytest.mark.parametrize(
    "given", [["--rows", "AZ"], ["--rows", ""], ["--rounds", "0"], ["--batch", "-1"], ["--fast"]]
)
def test_bad_arguments_are_refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        arguments(given)
    assert stop.value.code == 2
    assert "error" in capsys.readouterr().err


def test_arguments_have_defaults() -> None:
    wanted = arguments([])
    assert (wanted.rows, wanted.batch, wanted.rounds) == ("ABCDE", 32, 21)
