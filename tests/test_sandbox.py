"""What a worker cannot do in tier A, and what it still can."""

import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.errors import Crashed
from grader.model import Exercise
from grader.worker.launcher import Limits, Zygote
from grader.worker.process import TookTooLong, Worker
from grader.worker.proxy import Submission
from grader.worker.sandbox import TIER_C, landlock, seccomp
from grader.worker.sandbox.syscalls import ALLOWED
from tests.support import ROOT, zygote_of_tier

EXERCISE = Exercise("probe", "Probe", 1.0, call_seconds=60.0, total_seconds=60.0)


@pytest.fixture(scope="module", params=["S", "A"])
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with zygote_of_tier(request.param) as running:
        yield running


def outcome(zygote: Zygote, folder: Path, body: str) -> str:
    """What a function of this body comes to in a worker: its result, or its exception's type."""
    path = folder / "probe.py"
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    path.write_text(f"import os, sys\nimport numpy as np\ndef probe():\n{lines}\n")
    with Submission(path, zygote, EXERCISE) as submission:
        answer = submission.probe.attempt()
    return answer.raised.type if answer.raised else str(answer.value)


FORBIDDEN = {
    "read a solution": f"open({str(ROOT / 'solutions/reference.py')!r})",
    "list the course": f"os.listdir({str(ROOT)!r})",
    "read the passwords": "open('/etc/passwd')",
    "list the temporary folder": "os.listdir('/tmp')",
    "read the grader's memory": f"open('/proc/{os.getpid()}/mem', 'rb')",
    "read its command line": f"open('/proc/{os.getpid()}/cmdline')",
    "read the zygote's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "write beside its folder": "open('../other', 'w')",
    "write to the library": "open(np.__file__, 'a')",
    "delete the library": "os.remove(np.__file__)",
    "change permissions": "open('mine', 'w'); os.chmod('mine', 0o4777)",
    "fork": "os.fork()",
    "start a program": "import subprocess; subprocess.run(['true'])",
    "become a program": "os.execv('/bin/true', ['true'])",
    "start a process pool": "import multiprocessing; multiprocessing.Process(target=print).start()",
    "open a socket": "import socket; socket.socket()",
    "open a unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "resolve a name": "import socket; socket.create_connection(('localhost', 80))",
    "kill the zygote": "os.kill(os.getppid(), 9)",
    "kill everybody": "os.kill(-1, 9)",
    "stop the grader": f"os.kill({os.getpid()}, 19)",
    "limit the grader": (
        f"import resource; resource.prlimit({os.getpid()}, resource.RLIMIT_CPU, (1, 1))"
    ),
    "lift its own limit": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"
    ),
    "move to another core": "os.sched_setaffinity(0, {0})",
    "become somebody else": "os.setuid(1234)",
    "leave the root": "os.chroot('.')",
    "make a device": "os.mknod('dev', 0o60600, os.makedev(8, 0))",
    "have the kernel send a signal": (
        "import fcntl, socket\na, b = socket.socketpair()\nfcntl.fcntl(a, 8, os.getppid())"
    ),
    "choose its signal": "import fcntl; fcntl.fcntl(1, 10, 9)",
    "ask for signals": "import fcntl; fcntl.fcntl(1, 4, os.O_ASYNC)",
    "own a descriptor by ioctl": "import fcntl; fcntl.ioctl(1, 0x8901, b'1234')",
    "memory beside its limit": "os.memfd_create('more')",
    "link to a file": "os.link(np.__file__, 'here')",
}  # fmt: skip


@pytest.mark.parametrize("body", FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden(zygote: Zygote, tmp_path: Path, body: str) -> None:
    refused = (
        "PermissionError",
        "FileNotFoundError",
        "OSError",
        "ValueError",
        "BlockingIOError",
        "gaierror",
    )
    assert outcome(zygote, tmp_path, body) in refused


RAW = {
    "ptrace the zygote": "(101, 16, os.getppid(), 0, 0)",
    "read another process": "(310, os.getppid(), 0, 0, 0, 0, 0)",
    "io_uring": "(425, 8, 0)",
    "namespaces": "(272, 0x10000000)",
    "bpf": "(321, 0, 0, 0)",
    "perf": "(298, 0, 0, -1, -1, 0)",
    "userfaultfd": "(323, 0)",
    "keyring": "(250, 0, -1, 0, 0, 0)",
    "mount": "(165, 0, 0, 0, 0, 0)",
    "the 32-bit way": "(0x40000000 + 39,)",
}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls of x86-64")
@pytest.mark.parametrize("arguments", RAW.values(), ids=RAW)
def test_forbidden_system_call(zygote: Zygote, tmp_path: Path, arguments: str) -> None:
    body = (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"result = libc.syscall{arguments}\nreturn (result, ctypes.get_errno())"
    )
    try:
        assert outcome(zygote, tmp_path, body) == "(-1, 1)"
    except Crashed as death:  # the kernel's answer to the wrong calling convention
        assert "SIGSYS" in str(death)


ALLOWED_WORK = {
    "read its own file": ("return open(__file__).read(6)", "import"),
    "write and read scratch": (
        "open('a', 'w').write('x'); os.rename('a', 'b'); return open('b').read()", "x"),
    "a temporary file": (
        "import tempfile\nwith tempfile.NamedTemporaryFile() as f: f.write(b'1')\nreturn 1", "1"),
    "import more of numpy": (
        "import numpy.fft, numpy.random\nreturn np.fft.fft(np.ones(4))[0].real", "4.0"),
    "linear algebra": ("return float(np.linalg.det(np.eye(200) @ np.eye(200)))", "1.0"),
    "threads": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as p: return sum(p.map(abs, range(5)))", "10"),
    "numba": (
        "import numba\nf = numba.njit(lambda x: x + 1)\nreturn f(1)", "2"),
    "numba in parallel": (
        "import numba\n@numba.njit(parallel=True)\ndef f(x):\n    s = 0.0\n"
        "    for i in numba.prange(x.size):\n        s += x[i]\n    return s\n"
        "return f(np.ones(1000))", "1000.0"),
    "an event loop": (
        "import asyncio\nasync def f(): return 3\nreturn asyncio.run(f())", "3"),
    "abort is its own affair": (
        "import signal\nsignal.signal(signal.SIGUSR1, lambda *a: None)\n"
        "signal.raise_signal(signal.SIGUSR1)\nreturn 1", "1"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "result"), ALLOWED_WORK.values(), ids=ALLOWED_WORK)
def test_allowed(zygote: Zygote, tmp_path: Path, body: str, result: str) -> None:
    assert outcome(zygote, tmp_path, body) == result


def test_torch_works_inside(zygote: Zygote, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    body = (
        "import torch, torch.nn.functional as F\n"
        "torch.set_num_threads(4)\n"
        "return F.conv2d(torch.ones(1, 1, 300, 300), torch.ones(4, 1, 3, 3)).sum().item()"
    )
    assert outcome(zygote, tmp_path, body) == str(4 * 9 * 298 * 298.0)


def test_the_trusted_side_can_stop_continue_and_time_a_worker(zygote: Zygote) -> None:
    worker = Worker(zygote, {"probe": b"x = sum(range(3_000_000))"}, Limits(2048))
    assert worker.pid is not None
    number = worker.write({"load": "probe"})  # it stands still, and is not told to go on
    with pytest.raises(TookTooLong):
        worker.receive(number, 0.2)
    assert worker.pid is None

    worker = Worker(zygote, {"probe": b"x = sum(range(3_000_000))"}, Limits(2048))
    assert worker.pid is not None
    clock = (~worker.pid << 3) | 2  # of the process; clock_getcpuclockid(3)
    before = time.clock_gettime(clock)
    worker.ask({"load": "probe"}, 20)
    assert time.clock_gettime(clock) > before + 0.01
    assert psutil.Process(worker.pid).ppid() == zygote._process.pid
    worker.stop()


def test_a_device_can_be_reached_only_if_it_is_named(zygote: Zygote) -> None:
    source = b"import os\ndef probe(): return os.open('/dev/full', os.O_RDWR)"
    for devices, type_of_error in {("/dev/full",): None, (): "PermissionError"}.items():
        worker = Worker(zygote, {"probe": source}, Limits(2048, devices=devices))
        worker.ask({"load": "probe"}, 20)
        call = {"call": "probe", "module": "probe", "args": [], "kwargs": {}, "out": 0}
        reply = worker.ask(call, 20)
        worker.stop()
        assert (reply.raised.type if reply.raised else None) == type_of_error


def test_what_a_driver_asks_is_told_to_those_with_a_device(zygote: Zygote) -> None:
    source = b"def probe(): return len(open('/proc/devices').read()) > 0"
    for devices, type_of_error in {("/dev/full",): None, (): "PermissionError"}.items():
        worker = Worker(zygote, {"probe": source}, Limits(2048, devices=devices))
        worker.ask({"load": "probe"}, 20)
        call = {"call": "probe", "module": "probe", "args": [], "kwargs": {}, "out": 0}
        reply = worker.ask(call, 20)
        worker.stop()
        assert (reply.raised.type if reply.raised else None) == type_of_error


def test_a_gpu_can_be_reached(zygote: Zygote) -> None:
    devices = tuple(map(str, Path("/dev").glob("nvidia*")))
    if not devices:
        pytest.skip("there is no /dev/nvidia*: this machine has no NVIDIA GPU to try it with")
    source = b"from numba import cuda\ndef probe(): return len(cuda.gpus)"
    limits = Limits(8192, address_space=False, devices=devices)
    worker = Worker(zygote, {"probe": source}, limits)
    worker.ask({"load": "probe"}, 60)
    call = {"call": "probe", "module": "probe", "args": [], "kwargs": {}, "out": 0}
    reply = worker.ask(call, 60)
    worker.stop()
    assert reply.raised is None, reply.raised


def test_hidden_folders_are_cut_out_of_what_is_shown(tmp_path: Path) -> None:
    for name in ("lib/a", "lib/course/solutions", "lib/b"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib/linked").symlink_to(tmp_path / "lib/course")
    (tmp_path / "lib/harmless").symlink_to(tmp_path / "lib/a")
    (tmp_path / "lib64").symlink_to(tmp_path / "lib")
    lib, hidden = str(tmp_path / "lib"), [str(tmp_path / "lib/course"), str(tmp_path / "lib/b")]
    shown = landlock.without([lib, "/usr"], hidden)
    assert set(shown) == {"/usr", f"{lib}/a", f"{lib}/harmless"}
    assert set(landlock.without([f"{lib}64"], hidden)) == {f"{lib}/a", f"{lib}/harmless"}
    assert landlock.without(["/a/b"], ["/a/b"]) == []
    assert landlock.without(["/a/bc"], ["/a/b"]) == ["/a/bc"]


def test_both_processors_have_a_filter_of_the_right_form() -> None:
    for machine in seccomp.MACHINES:
        program = seccomp.filter_program(machine, 1234)
        assert len(program) % 8 == 0
        assert len(program) // 8 < 4096
    assert all(numbers[0] is not None for numbers in ALLOWED.values())
    for column in (0, 1):
        known = [numbers[column] for numbers in ALLOWED.values() if numbers[column] is not None]
        assert len(set(known)) == len(known)


def test_without_a_sandbox_the_tier_is_named_and_daemons_end_with_the_worker(
    tmp_path: Path,
) -> None:
    marker = ["sleep", f"98{os.getpid()}"]
    with Zygote(["numpy"], tiers="C") as zygote:
        assert zygote.isolation == TIER_C
        body = f"import subprocess; subprocess.Popen({marker}); return 1"
        assert outcome(zygote, tmp_path, body) == "1"
        assert marker not in [p.info["cmdline"] for p in psutil.process_iter(["cmdline"])]
