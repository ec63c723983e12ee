"""What the kernel's limits do not catch: memory of every kind, and files by number and total."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.errors import Crashed
from grader.model import Exercise
from grader.worker import launcher, process
from grader.worker.launcher import Limits, Zygote
from grader.worker.process import Worker
from grader.worker.proxy import Submission
from grader.worker.watch import TookTooMuch
from tests.support import zygote_of_tier

EXERCISE = Exercise("probe", "Probe", 1.0, call_seconds=20.0, total_seconds=20.0)


@pytest.fixture(scope="module", params=["S", "A", "C"])
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with zygote_of_tier(request.param) as running:
        yield running


HOGS = {
    "an array": "import numpy as np\nx = np.ones(1 << 27)",
    "a list": "x = []\nwhile True: x.append(bytearray(1 << 20))",
    "shared with nobody": "import mmap\nx = mmap.mmap(-1, 1 << 30)\nx[:] = bytes(1) * (1 << 30)",
    "in a thread that outlives the first": (
        "import ctypes, threading\nx = []\n"
        "def fill():\n    while True: x.append(bytearray(1 << 20))\n"
        "threading.Thread(target=fill).start()\nctypes.CDLL(None).syscall(60, 0)"
    ),
    "in a thread": (
        "import threading\nx = []\ndef fill():\n    while True: x.append(bytearray(1 << 20))\n"
        "t = threading.Thread(target=fill)\nt.start()\nt.join()"
    ),
}


@pytest.mark.parametrize("source", HOGS.values(), ids=HOGS)
def test_memory_is_watched_also_without_a_limit_of_address_space(
    zygote: Zygote, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SHARED_BYTES", 1 << 20)
    limits = Limits(memory_mb=300, address_space=False)
    worker = Worker(zygote, {"probe": source.encode()}, limits)
    with pytest.raises(TookTooMuch, match="more than 301 MB of memory"):
        worker.ask({"load": "probe"}, 20)
    assert worker.pid is None


FLOODS = {
    "many files": ("for i in range(10**6): open(str(i), 'w').close()", "files and folders"),
    "many folders": (
        "import os\nfor i in range(10**6): os.mkdir(str(i))",
        "files and folders",
    ),
    "much in files": (
        "for i in range(250):\n    with open(str(i), 'wb') as f: f.write(bytes(1 << 20))",
        "128 MB",
    ),
    "much in files that are deleted": (
        "import os\nkept = []\nfor i in range(1000):\n    f = open('a', 'wb')\n    kept.append(f)\n"
        "    os.remove('a')\n    f.write(bytes(1 << 20))\n    f.flush()",
        "128 MB",
    ),
}


KEPT = """
import ctypes, os
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
for _ in range(3):
    file = os.open("kept", os.O_RDWR | os.O_CREAT)
    os.write(file, bytes(1 << 20))
    libc.mmap(None, 4096, 1, 1, file, 0)
    os.close(file)
    os.unlink("kept")
"""


def test_deleted_files_in_memory_count_as_much_as_they_may_hold(tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(KEPT + "import time\ntime.sleep(1)\ndef probe(): return 1")
    with (
        zygote_of_tier("A") as zygote,
        Submission(path, zygote, EXERCISE) as submission,
        pytest.raises(Crashed, match="128 MB"),
    ):
        submission.probe()


def test_a_deleted_file_in_memory_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(KEPT.replace("range(3)", "range(1)") + "def probe(): return 1")
    with zygote_of_tier("A") as zygote, Submission(path, zygote, EXERCISE) as submission:
        assert submission.probe().value == 1


def test_threads_are_counted(zygote: Zygote, tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(
        "import threading, time\nthreading.stack_size(1 << 15)\nfor _ in range(1100):\n"
        "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "time.sleep(1)\ndef probe(): return 1"
    )
    with (
        Submission(path, zygote, EXERCISE) as submission,
        pytest.raises(Crashed, match="1,000 threads"),
    ):
        submission.probe()


@pytest.mark.parametrize(("body", "words"), FLOODS.values(), ids=FLOODS)
def test_a_flood_of_files_is_stopped(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, words: str
) -> None:
    for module in (launcher, process):
        monkeypatch.setattr(module, "SCRATCH_FILES", 300)
    path = tmp_path / "probe.py"
    path.write_text(body + "\nimport time\ntime.sleep(1)\ndef probe(): return 1")
    with (
        Submission(path, zygote, EXERCISE) as submission,
        pytest.raises(Crashed, match=words),
    ):
        submission.probe()


def test_what_is_within_the_limits_is_left_alone(zygote: Zygote, tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(
        "import time\nfor i in range(50):\n"
        "    with open(str(i), 'wb') as f: f.write(bytes(1 << 20))\n"
        "x = bytearray(1 << 28)\ntime.sleep(0.3)\ndef probe(): return 1"
    )
    with Submission(path, zygote, EXERCISE) as submission:
        assert submission.probe().value == 1


def test_folders_too_deep_to_be_counted_are_stopped(tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(
        "import os, time\nfor i in range(40):\n    os.mkdir('d' * 200)\n    os.chdir('d' * 200)\n"
        "time.sleep(1)\ndef probe(): return 1"
    )
    with (
        zygote_of_tier("C") as zygote,
        Submission(path, zygote, EXERCISE) as submission,
        pytest.raises(Crashed, match="more than 15 deep"),
    ):
        submission.probe()


def test_large_arguments_and_results_are_no_files(zygote: Zygote, tmp_path: Path) -> None:
    """They lie in a memory that is shared with us, which the worker holds open like a file."""
    path = tmp_path / "probe.py"
    path.write_text("import time\ndef probe(x):\n    time.sleep(0.1)\n    return x\n")
    x = np.ones(15 << 20)  # 120 MB, and as much again comes back
    with Submission(path, zygote, EXERCISE) as submission:
        for _ in range(2):  # the second time all of it has been touched
            assert submission.probe(x).value.size == x.size
