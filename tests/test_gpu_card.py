"""Launches on a card and their time, as far as numba's simulator can stand for one.

What a card's clock, caches and driver do, no simulator knows: nothing here is a figure of a GPU.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.checks import close
from grader.checks.gpu import WITHOUT, launched_within
from grader.checks.kernels import launched
from grader.course import load_course
from grader.errors import Crashed, GraderError, Slow, TimedOut, Unmeasured, Wrong
from grader.gpu.card import Card
from grader.gpu.device import Device
from grader.gpu.roofline import Size, measure_card
from grader.grading import Grader
from grader.model import Exercise, Score, Speed, Verdict
from grader.report.speed import spell_speed
from grader.speed.baseline import Baseline
from grader.speed.roofline import Roofline
from grader.worker.calls import Call, Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

DEVICE = Device("cuda", "simulated", environment={"NUMBA_ENABLE_CUDASIM": "1"})
EXERCISE = Exercise("double", "Double", 1.0, call_seconds=20.0, devices=("sim", "cuda"))
SWEEP = 64  # bytes
HEAD = "from numba import cuda\n\n\n@cuda.jit\ndef double(x, times, out):\n    i = cuda.grid(1)\n"
RIGHT = HEAD + "    if i < x.size:\n        out[i] = times * x[i]\n"
SLOW = RIGHT.replace("    if", "    for _ in range(3000):\n        y = x[0]\n    if")
WRONG = HEAD + "    if i < x.size:\n        out[i] = times + x[i]\n"
FAILS = HEAD + "    out[i + 100] = times * x[i]\n"
ENDLESS = HEAD + "    while True:\n        i += 1\n"
VALUES = 20
OPERATIONS = 10**6  # as if a launch did so many


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"], environment=DEVICE.environment) as running:
        yield running


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulator has no clock to warm, and starts at once."""
    monkeypatch.setattr("grader.checks.gpu.WARM_SECONDS", 0.0)
    monkeypatch.setattr("grader.checks.gpu.LEASH_SECONDS", 5.0)


def numbers(rng: np.random.Generator) -> tuple[np.ndarray, int, np.ndarray]:
    return rng.random(VALUES, np.float32), 2, np.full(VALUES, 99, np.float32)


def call_of(args: tuple[np.ndarray, int, np.ndarray]) -> Call:
    return Call("double", args, {}, Launching((1,), (32,), (2,), 2))


def on_card(zygote: Zygote, folder: Path, source: str) -> Submission:
    folder.mkdir(exist_ok=True)
    path = folder / "double.py"
    path.write_text(source)
    submission = Submission(path, zygote, EXERCISE)
    submission.card = Card(submission, zygote, DEVICE, SWEEP, Roofline(1e10, 1e9))
    return submission


def test_a_launch_leaves_its_values(zygote: Zygote, tmp_path: Path) -> None:
    args = numbers(np.random.default_rng(1))
    with on_card(zygote, tmp_path, RIGHT) as submission:
        assert submission.card is not None
        value = submission.card.launch(call_of(args))
    assert value.tolist() == (2 * args[0]).tolist()
    assert set(args[2].tolist()) == {99}


def test_every_launch_of_a_batch_has_its_own_inputs(zygote: Zygote, tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    with on_card(zygote, tmp_path, RIGHT) as submission:
        assert submission.card is not None
        launches = submission.card.launches(call_of(numbers(rng)), 3)
        for _ in range(2):
            inputs = [numbers(rng) for _ in range(3)]
            sample = launches.run(inputs, 20.0)
            for args, value in zip(inputs, sample.values, strict=True):
                assert value.tolist() == (2 * args[0]).tolist()
            assert sample.cpu == sample.wall > 0


def test_nothing_but_kernels_runs_beside_the_clock(zygote: Zygote, tmp_path: Path) -> None:
    source = "raise SystemExit('the rest of the file')\n" + RIGHT
    with on_card(zygote, tmp_path, source) as submission:
        assert submission.card is not None
        submission.card.launch(call_of(numbers(np.random.default_rng(3))))


def test_what_the_card_leaves_is_judged_and_the_source_is_counted(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = numbers(np.random.default_rng(4))
    with on_card(zygote, tmp_path, RIGHT) as submission:
        assert submission.card is not None
        done = launched(submission, "double", (1,), (32,), args)
        close(done.answer, 2 * args[0], 0)
        assert done.counts.traffic("global", "store").lanes == VALUES
        monkeypatch.setattr(submission.card, "launch", lambda _: np.zeros(VALUES, np.float32))
        done = launched(submission, "double", (1,), (32,), args)
        with pytest.raises(Wrong):
            close(done.answer, 2 * args[0], 0)


def test_a_launch_that_fails_is_told(zygote: Zygote, tmp_path: Path) -> None:
    args = numbers(np.random.default_rng(5))
    with on_card(zygote, tmp_path, FAILS) as submission:
        assert submission.card is not None
        with pytest.raises(Crashed, match="on the GPU: double raised IndexError"):
            submission.card.launch(call_of(args))
    with on_card(zygote, tmp_path, ENDLESS) as submission:
        assert submission.card is not None
        launches = submission.card.launches(call_of(args), 1)
        with pytest.raises(TimedOut, match="before on the GPU, double was done"):
            launches.run([args], 0.3)


def timed(submission: Submission, full: float, zero: float) -> Speed:
    rng = np.random.default_rng(6)
    launched_within(
        submission,
        "double",
        (1,),
        (32,),
        lambda: numbers(rng),
        expected=lambda x, times, _: times * x,
        tolerance=1e-6,
        full=full,
        zero=zero,
        operations=OPERATIONS,
        traffic=4 * OPERATIONS,
    )
    assert submission.speed is not None
    return submission.speed


def beside(zygote: Zygote, folder: Path, source: str, full: float, zero: float) -> Speed:
    with (
        on_card(zygote, folder / "ours", RIGHT) as ours,
        on_card(zygote, folder / "theirs", source) as submission,
    ):
        submission.baseline = Baseline(ours, "the model solution")
        return timed(submission, full, zero)


def test_equal_kernels_are_equally_fast(zygote: Zygote, tmp_path: Path) -> None:
    speed = beside(zygote, tmp_path, RIGHT, full=0.05, zero=0.01)
    assert speed.device == "cuda"
    assert 0.05 <= speed.low <= speed.ratio <= speed.high
    rate = OPERATIONS / speed.cpu_seconds
    assert (speed.gflops, speed.gbytes) == pytest.approx((rate / 1e9, 4 * rate / 1e9), abs=0.01)
    assert speed.roof == pytest.approx(rate / (1e9 / 4), abs=0.001)  # by its bandwidth
    assert "% of this GPU's roofline" in spell_speed(speed)


def test_a_slow_kernel_is_slow(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(Slow, match=r"right, but slow: .* the speed of the model solution"):
        beside(zygote, tmp_path, SLOW, full=0.8, zero=0.4)


def test_a_wrong_timed_launch_is_wrong(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="in a timed call of double"):
        beside(zygote, tmp_path, WRONG, full=0.5, zero=0.1)


def test_who_does_not_come_back_is_not_waited_for(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.checks.gpu.LEASH_SECONDS", 1.0)
    with pytest.raises(Slow, match="far too slow: one call did not return within") as slow:
        beside(zygote, tmp_path, ENDLESS, full=0.5, zero=0.5)
    assert slow.value.credit == 0


def test_a_model_solution_that_fails_is_our_fault(zygote: Zygote, tmp_path: Path) -> None:
    with (
        on_card(zygote, tmp_path / "ours", FAILS) as ours,
        on_card(zygote, tmp_path / "theirs", RIGHT) as submission,
    ):
        submission.baseline = Baseline(ours, "the model solution")
        with pytest.raises(GraderError, match="the model solution failed while it was timed"):
            timed(submission, 0.5, 0.1)
        submission.baseline = None
        with pytest.raises(GraderError, match="no model solution to compare"):
            timed(submission, 0.5, 0.1)


def test_without_a_card_nothing_is_measured(zygote: Zygote, tmp_path: Path) -> None:
    with on_card(zygote, tmp_path, RIGHT) as submission:
        submission.renew(timed=False)
        with pytest.raises(Unmeasured, match="not measured in this attempt"):
            timed(submission, 0.5, 0.1)
        submission.card = None
        with pytest.raises(Unmeasured, match=WITHOUT):
            timed(submission, 0.5, 0.1)


SMALL = Size(blocks=1, threads=4, values=32, reads=3, multiplies=5, sweep=SWEEP)


def test_a_card_is_measured_as_submissions_are(zygote: Zygote) -> None:
    found = measure_card(zygote, DEVICE, SMALL)
    assert found.peak > 0
    assert found.bandwidth > 0


def test_a_card_that_computes_wrong_is_noticed(
    zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.gpu.roofline.STEPS", 5)
    with pytest.raises(GraderError, match="the GPU computes wrong: multiplies"):
        measure_card(zygote, DEVICE, SMALL)


def test_a_card_that_cannot_be_reached_is_our_fault(zygote: Zygote, tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(FAILS.replace("double", "reads"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.gpu.roofline.PROBE", probe)
        with pytest.raises(GraderError, match="cannot be used from inside a worker: on the GPU"):
            measure_card(zygote, DEVICE, SMALL)


COURSE = """\
schema: 1
title: Doubles
exercises:
  - {slug: double, title: Double, points: 10, devices: [sim, cuda], call_seconds: 20}
"""
CHECKS = '''\
import numpy as np

from grader.checks import check, close
from grader.checks.gpu import launched_within
from grader.checks.kernels import launched


@check(hint="Twice.")
def doubles(submission, rng):
    """gives twice every value"""
    x = rng.standard_normal(20).astype(np.float32)
    done = launched(submission, "double", (1,), (32,), (x, 2, np.zeros_like(x)))
    close(done.answer, x + x, 0)


@check(hint="Fast.")
def fast(submission, rng):
    """is fast on a GPU"""
    fresh = lambda: (rng.random(20, np.float32), 2, np.zeros(20, np.float32))
    launched_within(submission, "double", (1,), (32,), fresh,
                    expected=lambda x, times, out: times * x, tolerance=1e-6,
                    full=0.05, zero=0.01, operations=20, traffic=160)
'''


def course_with_a_card(folder: Path) -> Path:
    solution = folder / "solutions" / "double"
    solution.mkdir(parents=True)
    (folder / "course.yml").write_text(COURSE)
    (solution / "checks.py").write_text(CHECKS)
    (solution / "double.py").write_text(RIGHT)
    return folder


def graded(folder: Path, device: Device) -> tuple[Verdict, Score, bool, str]:
    course = load_course(course_with_a_card(folder) / "course.yml")
    with Grader(folder, course, device=device) as grader:
        found = grader.grade(course.exercises[0], folder / "solutions/double/double.py", 1)
        used = grader.report([found], 1, 0.0).attempt.device
    return found.verdict, found.score, found.results[1].unmeasured, used


def test_a_grader_with_a_card_measures_what_others_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.gpu.roofline.DEFAULT", SMALL)
    monkeypatch.setattr("grader.gpu.card.SWEEP_BYTES", SWEEP)
    found = graded(tmp_path / "card", DEVICE)
    assert found == (Verdict.PASSED, Score(10, 10), False, "simulated")
    found = graded(tmp_path / "none", Device("sim", "interpreted"))
    assert found == (Verdict.PASSED, Score(10, 10), True, "interpreted")


@pytest.mark.parametrize("insisted", [False, True])
def test_a_card_that_does_not_work_is_done_without_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, insisted: bool
) -> None:
    def broken(*_: object) -> Roofline:
        raise GraderError("no driver")

    monkeypatch.setattr("grader.gpu.roofline.measure_card", broken)
    device = Device("cuda", "a card", insisted=insisted)
    if insisted:
        with pytest.raises(GraderError, match="no driver"):
            graded(tmp_path, device)
    else:
        found = graded(tmp_path, device)
        assert found == (Verdict.PASSED, Score(10, 10), True, "kernels were interpreted: no driver")
