"""The processes that grade: replaced when they die, one at a time where speed is measured."""

import contextlib
import os
import shutil
import signal
import threading
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from grader.autograde import local
from grader.autograde.batch import Class
from grader.autograde.batch import autograde as grade_class
from grader.autograde.hand import Answer, Order, grade_one
from grader.autograde.local import Pool
from grader.autograde.plan import Task
from grader.commands.progress import show_progress, time_left
from grader.errors import UsageError
from grader.grading import Grader
from grader.model import Course, Exercise
from grader.worker.launcher import Zygote
from tests.support import ROOT

PROGRESS = partial(show_progress, "grading")
SOLUTION = ROOT / "solutions/convolution/convolution.py"


def task(folder: Path, number: int, text: str = "", slug: str = "convolution") -> Task:
    home = folder / f"s{number}"
    home.mkdir()
    shutil.copy(ROOT / f"solutions/{slug}/{slug}.py", home)
    if text:
        (home / f"{slug}.py").write_text(text)
    return Task(f"s{number}", slug, "content", "origin", None, home, number)


def processes_below() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_processes_are_replaced_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "RECYCLED_AFTER", 2)
    tasks = [task(tmp_path, number) for number in range(5)]
    used = set()
    with Pool(ROOT, 1, unsafe=False) as pool:
        for _, answer in pool.grade(tasks, alone=False):
            assert answer.report is not None
            assert answer.report.exercises[0].verdict == "passed"
            used |= {hand.pid for hand in pool.hands}
    assert len(used) == 3


def test_one_that_dies_is_replaced_and_its_work_done_again(tmp_path: Path) -> None:
    tasks = [task(tmp_path, number) for number in range(4)]
    with Pool(ROOT, 1, unsafe=False) as pool:
        answers = pool.grade(tasks, alone=False)
        done = [next(answers)]
        os.kill(pool.hands[0].pid, signal.SIGKILL)
        done += answers
    assert sorted(item.student for item, _ in done) == ["s0", "s1", "s2", "s3"]
    assert all(answer.report is not None for _, answer in done)


def test_one_that_dies_twice_of_the_same_attempt_is_our_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give = local.Hand.give

    def deadly(hand: local.Hand, given: Task, unsafe: bool) -> None:
        give(hand, given, unsafe)
        if given.student == "s1":
            os.kill(hand.pid, signal.SIGKILL)

    monkeypatch.setattr(local.Hand, "give", deadly)
    tasks = [task(tmp_path, number) for number in range(3)]
    with Pool(ROOT, 2, unsafe=False) as pool:
        answers = {item.student: answer for item, answer in pool.grade(tasks, alone=False)}
    assert answers.pop("s1") == Answer(None, "the process that graded this died, twice")
    assert all(answer.report is not None for answer in answers.values())


def test_a_submission_whose_process_was_killed_from_outside_is_graded_again(
    course: Course, tmp_path: Path
) -> None:
    given = task(tmp_path, 0, f"import time\ntime.sleep(1)\n{SOLUTION.read_text()}")
    kills: list[int] = []

    def kill() -> None:
        deadline = time.monotonic() + 20
        while not kills and time.monotonic() < deadline:
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    if "submission-" in process.cwd():
                        process.kill()
                        kills.append(process.pid)
            time.sleep(0.01)

    with Grader(ROOT, course) as grader:
        killer = threading.Thread(target=kill)
        killer.start()
        answer = grade_one(grader, Order("convolution", str(given.source), 1, unsafe=False))
        killer.join()
    assert len(kills) == 1
    assert answer.report is not None
    assert answer.report.exercises[0].verdict == "passed"


def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "PATIENCE_SECONDS", 1.0)
    tasks = [task(tmp_path, 0, "import time\ntime.sleep(4)\n")]
    with Pool(ROOT, 1, unsafe=False) as pool:
        ((_, answer),) = pool.grade(tasks, alone=False)
    assert answer.report is None


def test_nothing_is_left_running(tmp_path: Path) -> None:
    before = processes_below()
    with Pool(ROOT, 2, unsafe=False) as pool:
        answers = pool.grade([task(tmp_path, number) for number in range(4)], alone=False)
        next(answers)
    deadline = time.monotonic() + 5
    while (left := processes_below() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    names = {" ".join(psutil.Process(pid).cmdline()) for pid in left}
    assert all("resource_tracker" in name for name in names), names  # Python's own; it stays


def test_where_speed_is_measured_nothing_else_runs(tmp_path: Path) -> None:
    """The exercise that is graded alone comes last, one attempt after the other."""
    course = Course(
        1, "T", (Exercise("convolution", "C", 1, alone=True), Exercise("stride", "S", 1))
    )
    for number in range(4):
        for slug in ("convolution", "stride"):
            (tmp_path / f"class/s{number}").mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / f"solutions/{slug}/{slug}.py", tmp_path / f"class/s{number}")
    seen: list[tuple[str, int]] = []

    class Watched(Pool):
        def _settle(self, item: Task, *rest: object) -> list[tuple[Task, Answer]]:
            busy = sum(hand.task is not None for hand in self.hands)
            seen.append((item.slug, busy))
            return super()._settle(item, *rest)  # type: ignore[arg-type]

    what = Class(
        ROOT, course, course.exercises, tmp_path / "class", tmp_path / "marks", b"s" * 32, {}
    )
    outcome = grade_class(what, lambda: Watched(ROOT, 2, unsafe=False), PROGRESS)
    assert outcome.complete
    assert [slug for slug, _ in seen] == ["stride"] * 4 + ["convolution"] * 4
    assert {busy for slug, busy in seen if slug == "convolution"} == {0}


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Zygote, "isolation", "C: own process, time and memory limits")


@pytest.mark.usefixtures("no_sandbox")
@pytest.mark.parametrize("unsafe", [False, True])
def test_without_a_sandbox_nothing_runs_unless_it_is_allowed(
    course: Course, tmp_path: Path, unsafe: bool
) -> None:
    path = tmp_path / "convolution.py"
    path.write_text(SOLUTION.read_text())
    with Grader(ROOT, course) as grader:
        answer = grade_one(grader, Order("convolution", str(path), 1, unsafe))
    assert answer.refused is not unsafe
    assert (answer.report is not None) is unsafe


def test_a_refusal_ends_the_run(tmp_path: Path, course: Course) -> None:
    class Refusing(Pool):
        def _settle(self, item: Task, *_: object) -> list[tuple[Task, Answer]]:
            return [(item, Answer(None, refused=True))]

    (tmp_path / "class/kim").mkdir(parents=True)
    shutil.copy(SOLUTION, tmp_path / "class/kim")
    what = Class(
        *(ROOT, course, course.exercises[:1], tmp_path / "class"),
        *(tmp_path / "marks", b"s" * 32, {}),
    )
    with pytest.raises(UsageError, match=r"no sandbox .* --allow-unsafe"):
        grade_class(what, lambda: Refusing(ROOT, 1, unsafe=False), PROGRESS)
    assert list((tmp_path / "marks").rglob("evidence.json")) == []


def test_progress_is_told_line_by_line_however_long_a_step_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("grader.commands.progress.EVERY_SECONDS", 0.01)
    told = ""
    with show_progress("grading", 30) as advance:
        while "grading: 0 of 30\n" not in told:
            told += capsys.readouterr().err
        advance()
        advance()
        while "grading: 2 of 30, about " not in told:
            told += capsys.readouterr().err
    capsys.readouterr()
    time.sleep(0.05)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("seconds", "done", "told"),
    [(20.0, 0, ""), (60.0, 10, ", about 2 min left"), (6.0, 10, ", about 12 s left")],
)
def test_what_is_left_follows_from_what_is_done(seconds: float, done: int, told: str) -> None:
    assert time_left(seconds, done, total=30) == told


def test_each_process_keeps_to_a_core_unless_it_grades_alone(tmp_path: Path) -> None:
    if not (cores := local.own_cores()):
        pytest.skip("this system does not keep processes to cores")
    with Pool(ROOT, len(cores), unsafe=False) as pool:
        list(pool.grade([task(tmp_path, n) for n in range(2 * len(cores))], alone=False))
        kept = [os.sched_getaffinity(hand.pid) for hand in pool.hands]
        assert sorted(map(list, kept)) == [[core] for core in sorted(cores)]
        list(pool.grade([task(tmp_path, 99)], alone=True))
        assert [os.sched_getaffinity(hand.pid) for hand in pool.hands] == [cores]


def test_no_more_processes_start_than_there_are_tasks() -> None:
    with Pool(ROOT, 2, unsafe=False) as pool:
        assert len(pool.hands) == 0
        for expected in (1, 2, 2):
            pool.expect()
            assert len(pool.hands) == expected
