"""benchmarks/cuda_counters.py, as far as it goes without a GPU."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import cuda_counters
from benchmarks.cuda_counters import COUNTERS, arguments, command, interpreted, read_counters, show
from tests.cuda.corpus import files
from tests.support import ROOT

METRICS = [metric for metric, _ in COUNTERS.values()]
TABLE = "\n".join(
    [
        "==PROF== Connected to process 1",
        ",".join(f'"{name}"' for name in ["ID", "Kernel Name", *METRICS]),
        ",".join(f'"{unit}"' for unit in ["", "", "sector", "sector", "", "", ""]),
        ",".join(f'"{value}"' for value in [0, "kernel", "1,234", 40, 10.0, 7, 8]),
    ]
)
FIGURES = dict(zip(COUNTERS, (1234, 40, 10, 7, 8), strict=True))


def kernel(name: str) -> Path:
    return next(path for path in files("right") if path.stem == name)


def test_the_table_of_ncu_is_read() -> None:
    assert read_counters(TABLE) == FIGURES


BROKEN = {
    "no table": ("==ERROR== no permission", "counted 0 launches"),
    "no launch": (TABLE.rsplit("\n", 1)[0], "counted 0 launches"),
    "two launches": (f"{TABLE}\n{TABLE.splitlines()[-1]}", "counted 2 launches"),
    "a counter is not there": (TABLE.replace(METRICS[1], "other"), "did not count sectors stored"),
    "a counter is empty": (TABLE.replace('"1,234"', '""'), "did not count sectors loaded"),
}


@pytest.mark.parametrize(("text", "problem"), BROKEN.values(), ids=BROKEN)
def test_what_was_not_counted_is_no_zero(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_counters(text)


def test_the_source_is_counted() -> None:
    counts = interpreted(kernel("vector_add"))  # of 1000 float32, 125 sectors for each array
    assert counts["sectors stored"] == 125
    assert counts["sectors loaded"] == 250
    assert counts["shared cycles, loads"] == counts["shared cycles, stores"] == 0
    assert interpreted(kernel("transpose_padded"))["shared cycles, loads"] > 0


def test_every_kernel_of_the_corpus_can_be_asked_for() -> None:
    asked = command(kernel("vector_add"))
    assert asked[-2:] == ["--launch", "vector_add"]
    assert ",".join(METRICS) in asked
    with pytest.raises(SystemExit):
        arguments(["no_such_kernel"])
    assert arguments(["sobel"]).kernels == ["sobel"]


def test_both_counts_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    ours = {**FIGURES, "sectors loaded": 617, "shared cycles, loads": 0}
    show("kernel", ours, FIGURES)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["sectors", "loaded", "617", "1234", "2.000"] in lines
    assert ["shared", "cycles,", "loads", "0", "7", "-"] in lines


def test_without_a_gpu_or_ncu_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    if cuda_counters.missing() == "":
        pytest.skip("there is a GPU, and ncu")
    done = subprocess.run(
        [sys.executable, "benchmarks/cuda_counters.py", "vector_add"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"not measured: {cuda_counters.missing()}\n"
    monkeypatch.setattr("benchmarks.cuda_counters.Path.glob", lambda *_: ["nvidia0"])
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "no ncu on the path" in cuda_counters.missing()
