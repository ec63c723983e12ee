"""Speed marks: the statistics by arithmetic, the machinery with limits that no noise can reach."""

import itertools
import math
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks import within
from grader.course import load_course
from grader.errors import CourseError, Crashed, GraderError, NotPassed, Slow, TimedOut, Wrong
from grader.grading import Grader
from grader.model import Exercise
from grader.publish.speedups import measure_speedups
from grader.speed.baseline import Baseline, find_baseline
from grader.speed.interval import ERROR_RATE, median_interval, rank_inside
from grader.speed.marks import Limits
from grader.speed.pairs import PAIRS, Pair, measure, take_turns
from grader.speed.roofline import Roofline
from grader.worker import clock
from grader.worker.batch import Batch, Sample, room
from grader.worker.calls import Call
from grader.worker.launcher import Limits as WorkerLimits
from grader.worker.launcher import Zygote
from grader.worker.process import Worker
from grader.worker.proxy import Submission
from tests.support import ROOT

EXERCISE = Exercise("probe", "Probe", 1.0, call_seconds=30.0, total_seconds=60.0)
linux_only = pytest.mark.skipif(not clock.LINUX, reason="only Linux reads others' clocks")


# --- the interval


def test_a_fair_coin_is_ruled_out_at_any_time_with_at_most_the_error_rate() -> None:
    """Exactly, by following every way in which the count below the median can go."""
    inside, ruled_out = {0: 1.0}, 0.0
    for count in range(1, 400):
        after: dict[int, float] = {}
        for below, chance in inside.items():
            for more in (0, 1):
                after[below + more] = after.get(below + more, 0.0) + chance / 2
        rank = rank_inside(count)
        ruled_out += sum(c for b, c in after.items() if not rank <= b <= count - rank)
        inside = {b: c for b, c in after.items() if rank <= b <= count - rank}
    assert 0 < ruled_out <= ERROR_RATE


def test_thirteen_pairs_are_the_fewest_that_say_anything() -> None:
    assert median_interval([1.0] * 12) == (0.0, math.inf)
    assert median_interval([float(i) for i in range(13)]) == (0.0, 12.0)


def test_more_pairs_ignore_more_of_the_extremes() -> None:
    ratios = [1e-9, *(1 + i / 1000 for i in range(38)), 1e9]
    low, high = median_interval(ratios)
    assert 1 <= low < 1.0185 < high <= 1.037


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_ratios_say_nothing(count: int) -> None:
    assert median_interval([2.0] * count) == (0.0, math.inf)


# --- the marks

LIMITS = Limits(full=0.8, zero=0.05)
CREDITS = [(2.0, 1.0), (0.8, 1.0), (0.2, 0.5), (0.4, 0.75), (0.1, 0.25), (0.05, 0.0), (0.01, 0.0)]


@pytest.mark.parametrize(("ratio", "credit"), CREDITS)
def test_marks_fall_smoothly_on_a_log_scale(ratio: float, credit: float) -> None:
    assert LIMITS.credit(ratio) == pytest.approx(credit)


def synthetic(ratios: Iterator[float]) -> Iterator[Pair]:
    for ratio in ratios:
        yield Pair([], Sample([], 1.0, 1.0, 1.0), Sample([], ratio, ratio, ratio))


def noisy(middle: float, spread: float) -> Iterator[float]:
    rng = random.Random(5)  # noqa: S311
    return (middle * math.exp(rng.gauss(0, spread)) for _ in itertools.count())


ENDS = {
    "as fast": (1.0, 0.02, True, False, 14),
    "twice as fast": (2.0, 0.02, True, False, 14),
    "half as fast": (0.5, 0.02, False, False, 20),
    "hopeless": (0.01, 0.02, False, False, 5),
    "worth nothing": (0.04, 0.02, False, False, 14),
    "as fast, on a busy machine": (1.0, 0.3, True, False, PAIRS),
    "at the limit": (0.8, 0.02, True, False, PAIRS),
    "at the limit, on a very busy machine": (0.8, 0.9, True, True, PAIRS),
}


@pytest.mark.parametrize(("middle", "spread", "passes", "unclear", "most"), ENDS.values(), ids=ENDS)
def test_it_stops_as_soon_as_the_marks_are_settled(
    middle: float, spread: float, passes: bool, unclear: bool, most: int
) -> None:
    found = measure(synthetic(noisy(middle, spread)), lambda _: None, LIMITS, 1.0)
    assert found.pairs <= most
    assert (found.high >= LIMITS.full) == passes
    assert LIMITS.inconclusive(found.low, found.high) == unclear
    assert found.ratio == pytest.approx(middle, rel=3 * spread / found.pairs**0.5 + 0.01)


def test_every_pair_is_judged_even_the_warm_up() -> None:
    judged: list[Pair] = []
    found = measure(synthetic(noisy(1.0, 0.01)), judged.append, LIMITS, 1.0)
    assert len(judged) == found.pairs + 1


def test_a_published_speedup_stands_for_the_solution() -> None:
    """Twice as fast as a baseline that the model solution outruns four times is half as fast."""
    found = measure(synthetic(noisy(2.0, 0.01)), lambda _: None, LIMITS, speedup=4.0)
    assert found.ratio == pytest.approx(0.5, rel=0.02)


def test_patience_ends() -> None:
    start = time.monotonic()
    found = measure(synthetic(noisy(0.8, 0.9)), lambda _: None, LIMITS, 1.0, seconds=0.0)
    assert found.pairs == 0
    assert LIMITS.inconclusive(found.low, found.high)
    assert time.monotonic() - start < 5


def test_what_is_hopeless_is_told_even_from_one_pair() -> None:
    found = measure(synthetic(noisy(0.001, 0.3)), lambda _: None, LIMITS, 1.0, seconds=0.0)
    assert found.pairs == 0  # not from the warm-up
    later = iter([0.001, 0.001])
    found = measure(slowly(later), lambda _: None, LIMITS, 1.0, seconds=0.05)
    assert found.pairs == 1
    assert found.high < LIMITS.zero
    assert not LIMITS.inconclusive(found.low, found.high)


def test_who_sleeps_our_patience_away_is_slow_and_not_unclear() -> None:
    asleep = Pair([], Sample([0], 1.0, 1.0, own=9.0), Sample([], 0.5, 0.5, 0.5))
    found = measure(itertools.repeat(asleep), lambda _: None, LIMITS, 1.0, seconds=0.0)
    assert found.dawdled == pytest.approx(0.5 / 9.0)
    busy = measure(synthetic(noisy(0.8, 0.9)), lambda _: None, LIMITS, 1.0, seconds=0.0)
    assert busy.dawdled is None


def slowly(ratios: Iterator[float]) -> Iterator[Pair]:
    """The first pair in time, the second late."""
    for pair, seconds in zip(synthetic(ratios), (0.0, 0.1), strict=False):
        time.sleep(seconds)
        yield pair


def test_the_roofline_has_two_parts() -> None:
    core = Roofline(peak=100.0, bandwidth=10.0)
    assert [core.attainable(intensity) for intensity in (0.5, 10, 40)] == [5.0, 100.0, 100.0]


# --- the machinery


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


SQUARES = "import numpy as np\ndef probe(x, plus=0.0):\n    return x * x + plus\n"
BUSY = """
import threading
def loop():
    while True:
        pass
def probe():
    threading.Thread(target=loop, daemon=True).start()
"""


def write(folder: Path, source: str, name: str = "probe") -> Path:
    path = folder / f"{name}.py"
    path.write_text(source)
    return path


@linux_only
def test_a_worker_stands_still_until_it_is_asked_and_its_threads_count(
    zygote: Zygote, tmp_path: Path
) -> None:
    with Submission(write(tmp_path, BUSY), zygote, EXERCISE) as submission:
        submission.probe()
        worker = submission.started()
        assert worker.pid is not None
        worker.rest()
        before = clock.cpu_seconds(worker.pid)
        time.sleep(0.05)
        assert clock.cpu_seconds(worker.pid) == before
        clock.resume(worker.pid)  # nobody asks: what runs on is the thread, and it is seen
        deadline = time.monotonic() + 30
        while clock.cpu_seconds(worker.pid) < before + 0.02 and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.rest()
        assert clock.cpu_seconds(worker.pid) >= before + 0.02


@linux_only
def test_workers_share_a_core_and_get_the_others_back(zygote: Zygote) -> None:
    with_worker = Worker(zygote, {"probe": b""}, WorkerLimits(1024))
    try:
        assert with_worker.pid is not None
        before = os.sched_getaffinity(with_worker.pid)
        with clock.pinned(with_worker.pid):
            assert os.sched_getaffinity(with_worker.pid) == {max(before)}
        assert os.sched_getaffinity(with_worker.pid) == before
    finally:
        with_worker.stop()


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_batch_calls_with_every_input(zygote: Zygote, tmp_path: Path, count: int) -> None:
    with Submission(write(tmp_path, SQUARES), zygote, EXERCISE) as submission:
        call = Call("probe", (np.zeros(7),), {"plus": 1.5})
        batch = Batch(submission, call, count, 7 * 8)
        for run in range(10):  # through all slots, and round again
            inputs = [(np.arange(7.0) + 10 * number + run,) for number in range(count)]
            sample = batch.run(inputs, 10.0)
            for (x,), value in zip(inputs, sample.values, strict=True):
                np.testing.assert_array_equal(value, x * x + 1.5)
            assert sample.cpu > 0
            assert sample.wall > 0


NESTED = """
import numpy as np
def probe(x, layers):
    for w, zero, (stride, name) in layers:
        x = x * w - zero * stride
    return x, np.argmax(x, axis=1)
"""


def nested(rng: np.random.Generator) -> tuple[np.ndarray, tuple[tuple[object, ...], ...]]:
    """As a network: new arrays at any depth, and always the same numbers and words."""
    layers = tuple((rng.random(7), np.int8(number), (2, "relu")) for number in range(3))
    return rng.random((4, 7)), layers


def run_nested(x: np.ndarray, layers: tuple[tuple[object, ...], ...]) -> tuple[np.ndarray, ...]:
    values: dict[str, object] = {}
    exec(NESTED, values)  # noqa: S102
    return values["probe"](x, layers)  # type: ignore[operator, no-any-return]


def test_arrays_inside_tuples_are_new_in_every_call(zygote: Zygote, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    with Submission(write(tmp_path, NESTED), zygote, EXERCISE) as submission:
        batch = Batch(submission, Call("probe", nested(rng), {}), 5, 4 * 7 * 8 + 1024)
        for _ in range(6):
            inputs = [nested(rng) for _ in range(5)]
            for given, answers in zip(inputs, batch.run(inputs, 10.0).values, strict=True):
                for got, right in zip(answers, run_nested(*given), strict=True):
                    np.testing.assert_array_equal(got, right)


def test_nothing_in_a_tuple_is_there_before_the_clock_runs(zygote: Zygote, tmp_path: Path) -> None:
    """What a worker may see while it prepares is zeros, at any depth."""
    with Submission(write(tmp_path, NESTED), zygote, EXERCISE) as submission:
        call = Call("probe", nested(np.random.default_rng(8)), {})
        request = Batch(submission, call, 1, 1024)._preparation(0)
        x, (_, layers) = request["args"]
        for layout in (x, *(parts[0] for _, parts in layers)):
            kind, offset, shape, strides, dtype = layout
            assert kind == "array"
            assert not np.ndarray(shape, dtype, submission.started().memory, offset, strides).any()


def test_inputs_that_would_not_lie_where_the_worker_looks_are_our_mistake(
    zygote: Zygote, tmp_path: Path
) -> None:
    with Submission(write(tmp_path, SQUARES), zygote, EXERCISE) as submission:
        batch = Batch(submission, Call("probe", (np.zeros(7),), {}), 1, 56)
        with pytest.raises(ValueError, match="contiguous and of one size"):
            batch.run([(np.zeros(70),)], 10.0)


def test_as_many_calls_as_the_memory_holds(zygote: Zygote, tmp_path: Path) -> None:
    with Submission(write(tmp_path, SQUARES), zygote, EXERCISE) as submission:
        assert room(submission, Call("probe", (np.zeros(7),), {}), 56) > 100
        assert 1 <= room(submission, Call("probe", (np.zeros(5 << 20),), {}), 40 << 20) < 4


FAILS = {
    "raises": ("def probe(x):\n    raise OSError('no')\n", Crashed, "OSError: no"),
    "never ends": ("def probe(x):\n    while True: pass\n", TimedOut, "0.3 s"),
    "dies": ("import os\ndef probe(x):\n    os._exit(3)\n", Crashed, "ended"),
}


@pytest.mark.parametrize(("source", "kind", "message"), FAILS.values(), ids=FAILS)
def test_a_batch_fails_like_a_call(
    zygote: Zygote, tmp_path: Path, source: str, kind: type[NotPassed], message: str
) -> None:
    with Submission(write(tmp_path, source), zygote, EXERCISE) as submission:
        batch = Batch(submission, Call("probe", (np.zeros(7),), {}), 1, 56)
        with pytest.raises(kind, match=message):
            batch.run([(np.zeros(7),)], 0.3)


# --- within

SUM = "import numpy as np\ndef probe(x):\n    return np.cumsum(x)\n"
SLOW_SUM = """
import numpy as np
def probe(x):
    return np.array([x[: i + 1].sum() for i in range(x.size)])
"""
ROUGH_SUM = "import numpy as np\ndef probe(x):\n    return np.cumsum(x.astype(np.float32))\n"
SINGLE = "import numpy as np\ndef probe(x):\n    return np.cumsum(x)[:1]\n"
SLEEPS = """
import time, numpy as np
CALLS = []
def probe(x):
    CALLS.append(1)
    if len(CALLS) > 1:
        time.sleep(30)
    return np.cumsum(x)
"""


def fast(submission: Submission, full: float, zero: float) -> None:
    rng = np.random.default_rng(3)
    within(
        submission.probe,
        lambda: (rng.random(3000),),
        expected=np.cumsum,
        tolerance=1e-12,
        full=full,
        zero=zero,
        operations=3000,
    )


def held(zygote: Zygote, folder: Path, source: str, full: float, zero: float) -> Submission:
    """A submission after it was measured beside SUM; `within` may have raised."""
    ours = write(folder, SUM, "ours")
    ours_named = folder / "sum" / "probe.py"
    ours_named.parent.mkdir()
    ours.rename(ours_named)
    with (
        Submission(ours_named, zygote, EXERCISE) as baseline,
        Submission(write(folder, source), zygote, EXERCISE) as submission,
    ):
        submission.baseline = Baseline(baseline, "the model solution")
        fast(submission, full, zero)
        return submission


def test_beside_a_slow_baseline_a_fast_function_has_long_turns(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = list[tuple[int, int]]()

    def noted(theirs: Batch, ours: Batch, *rest: Any) -> Iterator[Pair]:
        calls.append((theirs.count, ours.count))
        return take_turns(theirs, ours, *rest)

    monkeypatch.setattr("grader.checks.speed.take_turns", noted)
    for folder in ("slow", "quick"):
        (tmp_path / folder).mkdir()
    slow, quick = write(tmp_path / "slow", SLOW_SUM), write(tmp_path / "quick", SUM)
    with (
        Submission(slow, zygote, EXERCISE) as baseline,
        Submission(quick, zygote, EXERCISE) as submission,
    ):
        submission.baseline = Baseline(baseline, "baseline.py")
        fast(submission, full=1.0, zero=0.1)
    ((theirs, ours),) = calls
    assert 1 < theirs <= ours  # by itself the baseline, of some milliseconds, makes one call a turn


def test_equal_code_passes(zygote: Zygote, tmp_path: Path) -> None:
    speed = held(zygote, tmp_path, SUM, full=0.05, zero=0.01).speed
    assert speed is not None
    assert 0.05 <= speed.low <= speed.ratio <= speed.high
    assert speed.pairs >= 13
    assert speed.gflops > 0


def test_slow_code_is_slow_and_told_how_much(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(Slow, match=r"right, but slow: .* the speed of the model solution") as slow:
        held(zygote, tmp_path, SLOW_SUM, full=0.8, zero=0.4)
    assert slow.value.credit == 0


def test_a_little_slow_earns_a_part(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(Slow) as slow:
        held(zygote, tmp_path, SLOW_SUM, full=0.8, zero=1e-9)
    assert 0.2 < slow.value.credit < 0.95
    share = int(100 * slow.value.credit)
    assert f"which earns {share} % of these marks: all from 0.8, none" in str(slow.value)


def test_nobody_waits_for_what_earns_nothing(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.checks.speed.LEASH_SECONDS", 0.2)
    with pytest.raises(Slow, match="far too slow: one call did not return within 200 ms") as slow:
        held(zygote, tmp_path, SLEEPS, full=0.5, zero=0.1)
    assert slow.value.credit == 0


@pytest.mark.parametrize("source", [ROUGH_SUM, SINGLE], ids=["too rough", "too short"])
def test_a_wrong_timed_output_is_wrong(zygote: Zygote, tmp_path: Path, source: str) -> None:
    with pytest.raises(Wrong, match="in a timed call of probe"):
        held(zygote, tmp_path, source, full=0.5, zero=0.1)


def race_nested(zygote: Zygote, folder: Path, source: str) -> None:
    ours = folder / "nested" / "probe.py"
    ours.parent.mkdir()
    ours.write_text(NESTED)
    rng = np.random.default_rng(9)
    with (
        Submission(ours, zygote, EXERCISE) as baseline,
        Submission(write(folder, source), zygote, EXERCISE) as submission,
    ):
        submission.baseline = Baseline(baseline, "the model solution")
        within(
            submission.probe,
            lambda: nested(rng),
            expected=run_nested,
            tolerance=0.0,
            full=0.05,
            zero=0.01,
        )


def test_several_arrays_in_and_out(zygote: Zygote, tmp_path: Path) -> None:
    race_nested(zygote, tmp_path, NESTED)


PARTS = {
    "the second value": ("np.argmax(x, axis=1)", "np.argmin(x, axis=1)", "value 2 of 2: .* differ"),
    "the first alone": ("x, np.argmax(x, axis=1)", "x", "expected 2 values, got an array"),
    "a third": ("return x,", "return x, 1,", "expected 2 values, got a tuple of 3"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), PARTS.values(), ids=PARTS)
def test_every_value_of_a_timed_output_is_compared(
    zygote: Zygote, tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in NESTED
    with pytest.raises(Wrong, match=f"in a timed call of probe: .*{message}"):
        race_nested(zygote, tmp_path, NESTED.replace(right, wrong))


def test_a_model_solution_that_is_wrong_is_our_fault(zygote: Zygote, tmp_path: Path) -> None:
    with (
        Submission(write(tmp_path, ROUGH_SUM), zygote, EXERCISE) as baseline,
        Submission(write(tmp_path, SUM, "probe"), zygote, EXERCISE) as submission,
    ):
        other = tmp_path / "rough" / "probe.py"
        other.parent.mkdir()
        other.write_text(ROUGH_SUM)
        baseline.path = other
        submission.baseline = Baseline(baseline, "the model solution")
        with pytest.raises(GraderError, match="the model solution is wrong"):
            fast(submission, 0.1, 0.01)


def test_a_model_solution_that_fails_is_our_fault(zygote: Zygote, tmp_path: Path) -> None:
    for number, source in enumerate(("1 / 0", "def probe(x):\n    raise OSError\n")):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = write(folder, source)
        with (
            Submission(path, zygote, EXERCISE) as baseline,
            Submission(write(tmp_path, SUM), zygote, EXERCISE) as submission,
            pytest.raises(GraderError, match="the model solution failed while it was timed"),
        ):
            submission.baseline = Baseline(baseline, "the model solution")
            fast(submission, 0.1, 0.01)


def test_one_baseline_serves_all_submissions_of_a_grader() -> None:
    root = ROOT / "tests/courses/timing"
    course = load_course(root / "course.yml")
    solution = root / "solutions/blur/blur.py"
    with Grader(root, course) as grader:
        pids = set()
        for seed in range(2):
            assert grader.grade(course.exercises[0], solution, seed).verdict == "passed"
            pids.add(grader._baselines["blur"].submission.started().pid)
    assert len(pids) == 1


def test_without_anything_to_compare_it_is_our_fault(zygote: Zygote, tmp_path: Path) -> None:
    with (
        Submission(write(tmp_path, SUM), zygote, EXERCISE) as submission,
        pytest.raises(GraderError, match="no model solution to compare"),
    ):
        fast(submission, 0.5, 0.1)


# --- what is compared with


def kit(folder: Path, speedups: str) -> Path:
    """A course without solutions, as a learner has it."""
    exercise = folder / "exercises/probe"
    exercise.mkdir(parents=True)
    write(exercise, SLOW_SUM, "baseline")
    exercise.joinpath("speedups.json").write_text(speedups)
    return folder


def test_a_kit_compares_with_the_visible_baseline(zygote: Zygote, tmp_path: Path) -> None:
    root = kit(tmp_path, '{"of": "a hash", "times": {"fast/": 12.5}}')
    with find_baseline(root, zygote, EXERCISE) as baseline:
        assert baseline.submission.path == root / "exercises/probe/baseline.py"
        assert baseline.speedup("fast/") == 12.5
        with pytest.raises(GraderError, match="was not measured for fast/other"):
            baseline.speedup("fast/other")
        assert "estimated" in baseline.name


def test_with_solutions_it_is_the_solution(zygote: Zygote, tmp_path: Path) -> None:
    root = kit(tmp_path, '{"of": "a hash", "times": {"fast/": 12.5}}')
    solution = root / "solutions/probe/probe.py"
    solution.parent.mkdir(parents=True)
    solution.write_text(SUM)
    with find_baseline(root, zygote, EXERCISE) as baseline:
        assert baseline.submission.path == solution
        assert baseline.speedup("fast/") == 1


@pytest.mark.parametrize("speedups", ["", "[1]", '{"fast/": 12.5}', '{"times": {"fast/": "much"}}'])
def test_speedups_that_cannot_be_read_are_named(
    zygote: Zygote, tmp_path: Path, speedups: str
) -> None:
    with (
        pytest.raises(CourseError, match="speed-ups cannot be read"),
        find_baseline(kit(tmp_path, speedups), zygote, EXERCISE),
    ):
        pass


def test_the_published_speedups_are_measured() -> None:
    """The model solution of the timing course, beside a baseline that takes each mean by itself."""
    root = ROOT / "tests/courses/timing"
    course = load_course(root / "course.yml")
    found = measure_speedups(root, course.exercises[0])
    assert set(found) == {"fast/20 000 values"}
    assert found["fast/20 000 values"] > 2
