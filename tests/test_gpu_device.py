"""--device: what judges kernels, what is left out, and what an error says."""

from pathlib import Path

import msgspec
import pytest

from grader.errors import UsageError
from grader.gpu.device import WANTED, choose_device, judged_on
from grader.model import Course, Exercise
from tests.support import ROOT
from tests.test_cli import run

PLAIN = Exercise("plain", "Plain", 1.0)
KERNELS = Exercise("kernels", "Kernels", 1.0, devices=("sim", "cuda"))


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder instead of /dev, and a compiler."""
    monkeypatch.setattr("grader.gpu.device.DEV", tmp_path)
    monkeypatch.setattr("grader.gpu.device.has_toolkit", lambda: True)
    return tmp_path


@pytest.mark.usefixtures("dev")
def test_without_a_card_auto_interprets_and_says_why() -> None:
    device = choose_device("auto")
    assert device.kind == "sim"
    assert "interpreted: there is no NVIDIA GPU here" in device.why


@pytest.mark.usefixtures("dev")
def test_without_a_card_cuda_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"no NVIDIA GPU here .*`--device sim`"):
        choose_device("cuda")


def test_with_a_card_it_is_taken_unless_the_interpreter_is_wanted(dev: Path) -> None:
    for name in ("nvidia0", "nvidiactl", "nvidia-uvm", "null"):
        (dev / name).touch()
    device = choose_device("auto")
    assert (device.kind, device.insisted) == ("cuda", False)
    assert [Path(file).name for file in device.files] == ["nvidia-uvm", "nvidia0", "nvidiactl"]
    assert choose_device("cuda").insisted
    assert choose_device("sim").kind == choose_device("cpu").kind == "sim"


def test_a_card_without_a_compiler_is_none(dev: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (dev / "nvidia0").touch()
    monkeypatch.setattr("grader.gpu.device.has_toolkit", lambda: False)
    assert "needs a compiler: python -m pip install -e '.[cuda]'" in choose_device("auto").why
    with pytest.raises(UsageError, match="needs a compiler"):
        choose_device("cuda")


def test_a_cpu_judges_no_kernels() -> None:
    assert judged_on([PLAIN, KERNELS], "cpu") == ([PLAIN], ["kernels"])
    for wanted in WANTED:
        if wanted != "cpu":
            assert judged_on([PLAIN, KERNELS], wanted) == ([PLAIN, KERNELS], [])
    with pytest.raises(UsageError, match="kernels has kernels, which no CPU runs"):
        judged_on([KERNELS], "cpu")


def test_exactly_the_exercises_that_launch_kernels_say_so(course: Course) -> None:
    for exercise in course.exercises:
        checks = (ROOT / "solutions" / exercise.slug / "checks.py").read_text(encoding="utf-8")
        assert ("launched" in checks) == ("cuda" in exercise.devices), exercise.slug


def test_the_report_says_what_judged_kernels() -> None:
    done = run("cuda_relu", "--submission", "solutions", "--device", "sim", "--json", "-")
    assert done.returncode == 0, done.stderr
    report = msgspec.json.decode(done.stdout)
    assert report["attempt"]["device"] == "kernels were interpreted (--device sim)"
    assert report["exercises"][0]["results"][-1]["unmeasured"]
    done = run("stride", "--submission", "solutions", "--json", "-")
    assert msgspec.json.decode(done.stdout)["attempt"]["device"] == ""


def test_kernels_are_left_out_on_a_cpu_and_named() -> None:
    done = run("stride", "cuda_relu", "--submission", "solutions", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    assert "Left out, for they have kernels: cuda_relu" in done.stderr
    assert "cuda_relu" not in done.stdout
    done = run("cuda_conv", "--submission", "solutions", "--device", "cpu")
    assert done.returncode == 2
    assert "`--device sim`" in done.stderr


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_wrong_usage() -> None:
    done = run("cuda_conv", "--submission", "solutions", "--device", "cuda")
    assert done.returncode == 2
    assert "Error: --device cuda: there is no NVIDIA GPU here" in done.stderr
