"""On a Dask cluster everybody gets the marks that they get here, also when a worker dies."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.autograde.cluster import Cluster, needs_gpu, pack_course
from grader.autograde.plan import Task
from grader.autograde.remote import Remote
from grader.errors import UsageError
from grader.gpu.device import Wanted
from grader.model import Exercise
from tests.support import ROOT

distributed = pytest.importorskip("distributed", reason="Dask is an extra: .[dask]")

BAD = ROOT / "solutions/convolution/submissions"
COURSE = [sys.executable, "-c", "from cli import course; course()"]
START_SECONDS = 120  # for what starts, and for the first marks, on a busy machine
PATIENCE_SECONDS = 240  # for what takes seconds on a quiet machine


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    sources = [ROOT / "solutions/convolution/convolution.py", *sorted(BAD.glob("[!t]*/*.py"))]
    for number, source in enumerate(sources):
        (folder / f"s{number}").mkdir()
        shutil.copy(source, folder / f"s{number}" / "convolution.py")
    (folder / "broken.zip").write_bytes(b"no zip")
    (folder.parent / "secret").write_text("for the tests only")
    return folder


def start(school: Path, home: Path, *more: str) -> subprocess.Popen[str]:
    command = [*COURSE, "autograde", str(school), "convolution", "--to", str(home)]
    command += ["--secret", str(school.parent / "secret"), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def finish(running: subprocess.Popen[str]) -> str:
    with running:
        text, errors = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 1, errors  # 1: the broken zip has no mark
    return text


def marks(home: Path) -> list[dict[str, str]]:
    with (home / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def local(school: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    home = tmp_path_factory.mktemp("local")
    finish(start(school, home))
    return marks(home)


def test_marks_are_the_same_on_a_local_cluster(
    school: Path, local: list[dict[str, str]], tmp_path: Path
) -> None:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=":0"
    ) as cluster:
        text = finish(start(school, tmp_path, "--scheduler", cluster.scheduler_address))
    assert f"{len(local) - 1} graded, 0 kept" in text
    assert marks(tmp_path) == local


class Processes:
    """`dask scheduler` and `dask worker` as one starts them by hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """The scheduler, which listens when this returns."""
        port = self.address.rpartition(":")[2]
        options = ["--host", "127.0.0.1", "--port", port, "--no-dashboard"]
        self.started.append(self.dask("scheduler", *options))
        self._wait(lambda: socket.create_connection(("127.0.0.1", int(port)), 1).close())

    def dask(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.home,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def worker(self) -> subprocess.Popen[bytes]:
        """One more, which is there when this returns, however busy the machine is."""
        name = f"worker-{len(self.started)}"
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name]
        process = self.dask("worker", self.address, *options)
        self.started.append(process)
        with distributed.Client(self.address, set_as_default=False) as client:
            self._wait(lambda: self._names(client).index(name))
        return process

    def _names(self, client: Any) -> list[str]:
        return [about["name"] for about in client.scheduler_info(n_workers=-1)["workers"].values()]

    def _wait(self, there: Callable[[], object]) -> None:
        """Until asking for it is no error any more."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                there()
            except (OSError, ValueError) as missing:
                if time.monotonic() > deadline or self.started[-1].poll() is not None:
                    pytest.fail(f"the cluster did not start: {missing}")
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:  # a worker may wait for a scheduler for ever
                process.kill()
                process.wait()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    (tmp_path / "dask").mkdir()
    running = Processes(tmp_path / "dask")
    try:
        running.start()
        yield running
    finally:
        running.stop()


def test_marks_are_the_same_on_scheduler_and_worker_processes(
    school: Path, local: list[dict[str, str]], tmp_path: Path, processes: Processes
) -> None:
    processes.worker()
    finish(start(school, tmp_path / "marks", "--scheduler", processes.address))
    assert marks(tmp_path / "marks") == local


def test_a_worker_that_dies_costs_nothing(
    school: Path, local: list[dict[str, str]], tmp_path: Path, processes: Processes
) -> None:
    victim = processes.worker()
    home = tmp_path / "marks"
    running = start(school, home, "--scheduler", processes.address)
    deadline = time.monotonic() + START_SECONDS
    while len(list(home.rglob("evidence.json"))) < 5:
        if time.monotonic() > deadline or running.poll() is not None:
            running.kill()
            pytest.fail(f"too few submissions were graded: {running.communicate()}")
        time.sleep(0.01)
    left = psutil.Process(victim.pid).children(recursive=True)
    victim.send_signal(signal.SIGKILL)
    before = {path: path.read_bytes() for path in home.rglob("evidence.json")}
    processes.worker()
    finish(running)
    assert marks(home) == local
    assert {path: path.read_bytes() for path in before} == before
    assert psutil.wait_procs(left, timeout=10)[1] == []


def test_no_scheduler_there(school: Path, tmp_path: Path) -> None:
    with start(school, tmp_path, "--scheduler", "tcp://127.0.0.1:1") as running:
        _, errors = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 2
    assert "no Dask scheduler" in errors
    assert "Traceback" not in errors


def test_the_course_that_travels_has_no_secret(tmp_path: Path) -> None:
    (tmp_path / "solutions/a/__pycache__").mkdir(parents=True)
    (tmp_path / "solutions/a/checks.py").write_text("1")
    (tmp_path / "solutions/a/__pycache__/checks.pyc").write_text("2")
    (tmp_path / "solutions/.secret").write_text("the secret")
    (tmp_path / "course.yml").write_text("3")
    import gzip

    content = gzip.decompress(pack_course(tmp_path))
    assert b"checks.py" in content
    assert b"the secret" not in content
    assert b"pyc" not in content


def test_who_needs_a_gpu() -> None:
    assert needs_gpu(Exercise("a", "A", 1, devices=("sim", "cuda")))
    assert not needs_gpu(Exercise("a", "A", 1))


KERNELS = Exercise("cuda_relu", "Relu", 1, devices=("sim", "cuda"))


@pytest.mark.parametrize(
    ("device", "resources"), [("auto", {"GPU": 1}), ("cuda", {"GPU": 1}), ("sim", {})]
)
def test_kernels_go_where_the_gpus_are_unless_none_is_wanted(
    tmp_path: Path, device: Wanted, resources: dict[str, int]
) -> None:
    shutil.copytree(ROOT / "solutions/cuda_relu", tmp_path / "solutions/cuda_relu")
    shutil.copy(ROOT / "course.yml", tmp_path)
    source = tmp_path / "cuda_relu.py"
    source.touch()
    task = Task("s", "cuda_relu", "", "", None, tmp_path, 1)
    with distributed.LocalCluster(
        n_workers=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=":0",
        resources={"GPU": 1},
    ) as local:
        cluster = Cluster(tmp_path, [KERNELS], local.scheduler_address, unsafe=False, device=device)
        asked: list[dict[str, int]] = []
        with cluster:
            cluster._client.submit = lambda *_, resources, **__: asked.append(resources)
            cluster._submit(task)
            (worker,) = local.workers.values()
            judged = worker.plugins[Remote.name].device
    assert asked == [resources]
    assert judged == device


def test_without_a_worker_that_has_a_gpu_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    shutil.copy(ROOT / "course.yml", tmp_path)
    with distributed.LocalCluster(
        n_workers=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=":0"
    ) as local:
        address = local.scheduler_address
        wanted = Cluster(tmp_path, [KERNELS], address, unsafe=False, device="cuda")
        with pytest.raises(UsageError, match="no worker has a GPU"), wanted:
            pass
        with Cluster(tmp_path, [KERNELS], address, unsafe=False):
            (worker,) = local.workers.values()
            assert worker.plugins[Remote.name].device == "sim"
