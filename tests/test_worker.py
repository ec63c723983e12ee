"""The boundary: what crosses it, what a worker may know, and what remains of it."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from grader.errors import GraderError, Missing
from grader.grading import Grader
from grader.model import Course, Exercise, Verdict
from grader.worker.launcher import Limits, Zygote
from grader.worker.proxy import Submission
from tests.support import ROOT, Grade

EXERCISE = Exercise("probe", "Probe", 1.0)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


def answer(zygote: Zygote, folder: Path, source: str, *args: object, **kwargs: object) -> object:
    """What probe(*args) returns in a worker."""
    path = folder / "probe.py"
    path.write_text(source)
    with Submission(path, zygote, EXERCISE) as submission:
        return submission.probe(*args, **kwargs).value


def test_a_file_can_be_altered_and_stays_what_it_was(zygote: Zygote, tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text("def part():\n    return 1\n\ndef probe():\n    return part() + 1")
    with Submission(path, zygote, EXERCISE) as submission:
        assert submission.probe().value == 2
        with submission.altered("def part():\n    return 40") as altered:
            assert altered.probe().value == 41
        assert submission.probe().value == 2


def test_a_file_that_is_not_there_cannot_be_altered(zygote: Zygote, tmp_path: Path) -> None:
    submission = Submission(tmp_path / "probe.py", zygote, EXERCISE)
    with pytest.raises(Missing):
        submission.altered("")


VALUES = {
    "int": 3,
    "negative": -(2**70),
    "float": 0.1,
    "nan": float("nan"),
    "inf": float("-inf"),
    "bool": True,
    "none": None,
    "text": "hé",
    "tuple": (1, 2.5, "a", None),
    "array": np.arange(6.0).reshape(2, 3),
    "0-d": np.array(3, np.int8),
    "empty": np.zeros((0, 4)),
    "int8": np.array([-128, 127], np.int8),
    "float16": np.array([1.5], np.float16),
    "big-endian": np.array([1, 2], ">i4"),
    "transposed": np.arange(6.0).reshape(2, 3).T,
    "reversed": np.arange(10)[::-2],
    "broadcast": np.broadcast_to(np.arange(3), (2, 3)),
    "complex": np.array([1j]),
    "int8 scalar": np.int8(-128),
    "float32 scalar": np.float32(0.1),
    "float64 scalar": np.float64("nan"),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_cross_both_ways(zygote: Zygote, tmp_path: Path, value: object) -> None:
    if isinstance(value, np.ndarray) and 0 in value.strides and value.size:
        value = value.copy()
    back = answer(zygote, tmp_path, "def probe(x): return x", value)
    np.testing.assert_equal(back, value)
    assert type(back) is type(value)
    if isinstance(value, np.ndarray) and isinstance(back, np.ndarray):
        assert back.dtype == value.dtype.newbyteorder("=")


def test_keywords_and_strides_arrive_as_they_are(zygote: Zygote, tmp_path: Path) -> None:
    array = np.zeros((8, 8), np.float32)[::2, 1::3]
    source = "def probe(*, x, y): return x.strides + (y,)"
    assert answer(zygote, tmp_path, source, x=array, y=5) == (*array.strides, 5)


def test_a_numpy_scalar_stays_one(zygote: Zygote, tmp_path: Path) -> None:
    back = answer(zygote, tmp_path, "import numpy as np\ndef probe(): return np.float32(0.1)")
    assert type(back) is np.float32


def test_writing_to_an_argument_is_seen(zygote: Zygote, tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text("def probe(x): x[0] += 1; return 0")
    with Submission(path, zygote, EXERCISE) as submission:
        array = np.zeros(3)
        assert submission.probe(array).changed
        assert array[0] == 0


def test_an_argument_that_cannot_be_sent_is_our_mistake(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="of type dict cannot be sent"):
        answer(zygote, tmp_path, "def probe(x): return 1", {})


def test_a_preload_that_is_not_installed_is_said_clearly(tmp_path: Path) -> None:
    with Zygote(["no_such_module"]) as zygote, pytest.raises(GraderError, match="no_such_module"):
        answer(zygote, tmp_path, "def probe(): return 1")


# --- what a worker may know ------------------------------------------------------------------

SEED = 987654321
SECRETS = ["checks", "reference", "convolve", "misconceptions", "expected", str(SEED)]

PROBE = """
import gc, os, sys

def probe():
    text = " ".join(sys.argv) + repr(dict(os.environ)) + os.getcwd() + repr(os.listdir("."))
    text += repr(sorted(sys.modules)) + repr(sys.path)
    text += open("/proc/self/cmdline").read()
    for thing in gc.get_objects():
        if isinstance(thing, (str, int)):
            text += repr(thing)[:100]
        elif isinstance(thing, dict) and len(thing) < 200:
            text += repr(list(map(str, thing)))[:2000]
    return str(sum(s in text for s in SECRETS)) + " " + ",".join(s for s in SECRETS if s in text)
"""


def test_nothing_secret_is_in_memory_arguments_environment_or_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_SEED", str(SEED))
    with Zygote(["numpy"]) as zygote:
        secrets = [word for word in SECRETS if word not in ("checks", "expected")]
        source = PROBE.replace("SECRETS", repr([s[:2] + "|" + s[2:] for s in secrets]))
        source = source.replace("def probe():", "def probe():\n    hidden = True")
        source = source.replace("s in text", 's.replace("|", "") in text')
        assert answer(zygote, tmp_path, source) == "0 "


def test_the_course_is_not_on_the_workers_path(zygote: Zygote, tmp_path: Path) -> None:
    source = "import sys\ndef probe(): return ' '.join(sys.path) + ' '"
    assert f"{ROOT} " not in str(answer(zygote, tmp_path, source))
    source = "def probe():\n import solutions.reference"
    with pytest.raises(Exception, match="No module named 'solutions'"):
        answer(zygote, tmp_path, source)


def test_no_descriptor_of_the_grader_is_inherited(zygote: Zygote, tmp_path: Path) -> None:
    source = """
import os
def probe():
    names = []
    for descriptor in range(64):
        try:
            names.append(os.readlink(f"/proc/self/fd/{descriptor}").split(":")[0])
        except FileNotFoundError:
            pass
    return " ".join(names)
"""
    with (tmp_path / "secret").open("w"):
        names = str(answer(zygote, tmp_path, source)).split()
    assert "socket" in names
    assert set(names) <= {"/dev/null", "pipe", "socket", "/memfd"}


def test_submissions_do_not_meet(grade_source: Grade) -> None:
    source = (
        "import numpy, os\n"
        "seen = getattr(numpy, 'been_here', False) or os.path.exists('been_here')\n"
        "numpy.been_here = True\n"
        "open('been_here', 'w').close()\n"
        "def conv2d(i, k): raise RuntimeError(f'seen {seen}')"
    )
    for _ in range(2):
        assert "seen False" in grade_source(source).results[0].message


# --- what remains ----------------------------------------------------------------------------


def test_closing_leaves_no_process_and_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = descendants(os.getpid())
    with Zygote(["numpy"]) as zygote:
        (tmp_path / "p").mkdir()
        answer(zygote, tmp_path / "p", "open('left', 'w').close()\ndef probe(): return 1")
        started = descendants(os.getpid()) - before
        assert any(map(alive, started))
    assert not any(map(alive, started))
    assert [entry.name for entry in tmp_path.iterdir()] == ["p"]


def test_a_dead_zygote_is_our_error(tmp_path: Path) -> None:
    with Zygote(["numpy"]) as zygote:
        answer(zygote, tmp_path, "def probe(): return 1")
        os.kill(zygote._process.pid, signal.SIGKILL)
        with pytest.raises(GraderError, match="the process that starts workers"):
            answer(zygote, tmp_path, "def probe(): return 1")


def test_a_zygote_that_dies_between_two_submissions_is_replaced(
    course: Course, exercises: dict[str, Exercise]
) -> None:
    exercise = exercises["convolution"]
    path = ROOT / "solutions/convolution/convolution.py"
    with Grader(ROOT, course) as grader:
        assert grader.grade(exercise, path, 1).verdict is Verdict.PASSED
        os.kill(grader._zygotes[exercise.preload]._process.pid, signal.SIGKILL)
        assert grader.grade(exercise, path, 1).verdict is Verdict.PASSED


def test_a_machine_without_room_is_our_error(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(GraderError, match=r"cannot start a worker: .*No space left"):
        answer(zygote, tmp_path, "def probe(): return 1")


def test_killing_the_grader_ends_its_workers(tmp_path: Path) -> None:
    path = tmp_path / "convolution.py"
    path.write_text("import time\ntime.sleep(1000)")
    command = [sys.executable, "-m", "cli", "convolution", "--submission", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as grading:
        wait_for_worker(grading.pid)
        group = descendants(grading.pid)
        grading.kill()
        grading.wait()
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in group) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in group if alive(pid)]


def wait_for_worker(pid: int) -> None:
    """Until a worker sits in its folder; a zygote's trial of the sandbox is none."""
    deadline = time.monotonic() + 20
    while not any(map(in_its_folder, descendants(pid))):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def in_its_folder(pid: int) -> bool:
    try:
        return "submission-" in psutil.Process(pid).cwd()
    except psutil.Error:
        return False


def descendants(pid: int) -> set[int]:
    return {process.pid for process in psutil.Process(pid).children(recursive=True)}


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_worker_that_cannot_even_start_is_our_error(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spawn = zygote.spawn

    def spawn_elsewhere(_: str, limits: Limits, descriptors: list[int]) -> int:
        return spawn("/no/such/folder", limits, descriptors)

    monkeypatch.setattr(zygote, "spawn", spawn_elsewhere)
    with pytest.raises(
        GraderError, match=r"a worker could not start: .*FileNotFoundError"
    ) as error:
        answer(zygote, tmp_path, "def probe(): return 1")
    assert "your code" not in str(error.value)


def test_a_function_that_is_not_there_is_missing(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="it has prob: rename it"):
        answer(zygote, tmp_path, "def prob(): return 1")


def test_grading_is_repeatable(grader: Grader, exercises: dict[str, Exercise]) -> None:
    path = ROOT / "solutions/convolution/submissions/wrong/odd_kernels_only.py"
    first, second, other = (
        [r.message for r in grader.grade(exercises["convolution"], path, seed).results]
        for seed in (5, 5, 6)
    )
    assert first == second != other
