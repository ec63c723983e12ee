"""Many attempts at once on a Dask cluster.

Its workers need this package, the same version of it; the course travels there as an archive. Who
can talk to a Dask scheduler can run anything on its workers: it belongs into a trusted network.
"""

from __future__ import annotations

import contextlib
import io
import socket
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from distributed import Client, Future, as_completed

from grader.autograde.hand import Answer, Order
from grader.autograde.plan import Task
from grader.autograde.remote import Remote, grade_there
from grader.autograde.version import grader_version
from grader.errors import UsageError
from grader.gpu.device import Wanted
from grader.model import Exercise

CONNECT_SECONDS = 10
AHEAD = 4  # tasks handed out for each thread of the cluster: their sources are in memory
TAKEN = ("solutions", "course.yml")


class Cluster:
    """A Dask cluster that grades.

    Args:
        root: the folder of the course.
        exercises: of the course.
        address: of the scheduler.
        unsafe: grade also where there is no sandbox.
        device: what judges kernels: a GPU is one of a worker with the resource `GPU`.
    """

    def __init__(
        self,
        root: Path,
        exercises: Iterable[Exercise],
        address: str,
        unsafe: bool,
        device: Wanted = "auto",
    ) -> None:
        self._root, self._address, self._unsafe, self._device = root, address, unsafe, device
        self._exercises = {exercise.slug: exercise for exercise in exercises}

    def __enter__(self) -> Cluster:
        """Connect, and bring the course to all workers, also to those that come later.

        Raises:
            UsageError: if there is no scheduler at the address, or it has no worker, or none with
                a GPU where one is wanted.
        """
        with contextlib.ExitStack() as resources:
            self._client = resources.enter_context(_connect(self._address))
            if self._device == "cuda" and not self._has_gpu():
                raise UsageError(
                    "--device cuda: no worker has a GPU: start one with "
                    f"`dask worker {self._address} --resources GPU=1`"
                )
            remote = Remote(pack_course(self._root), grader_version(), self._device)
            self._client.register_plugin(remote, name=Remote.name)
            self._resources = resources.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def expect(self) -> None:
        """Its workers run already."""

    def grade(self, tasks: Iterable[Task], alone: bool) -> Iterator[tuple[Task, Answer]]:
        """Grade all, if `alone` one after the other; answers come as they are ready.

        Tasks of a worker that dies go to another one.
        """
        waiting = iter(tasks)
        running: dict[str, Task] = {}
        done = as_completed(loop=self._client.loop, raise_errors=False)

        def feed() -> None:
            threads = sum(self._client.nthreads().values())
            while len(running) < (1 if alone else max(1, AHEAD * threads)):
                task = next(waiting, None)
                if task is None:
                    return
                future = self._submit(task)
                running[future.key] = task
                done.add(future)

        feed()
        for future in done:
            task = running.pop(future.key)
            feed()
            yield task, _answer(future)

    def _has_gpu(self) -> bool:
        """Whether a worker was started with `--resources GPU=1`; waiting for one could be long."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return any(worker["resources"].get("GPU") for worker in workers)

    def _submit(self, task: Task) -> Future:
        order = msgspec.json.encode(Order(task.slug, "", task.seed, self._unsafe))
        source = task.source.read_bytes()
        wanted = self._device in ("auto", "cuda") and needs_gpu(self._exercises[task.slug])
        gpu = wanted and (self._device == "cuda" or self._has_gpu())
        return self._client.submit(
            grade_there,
            order,
            source,
            pure=False,
            resources={"GPU": 1} if gpu else {},
        )


@contextlib.contextmanager
def _connect(address: str) -> Iterator[Client]:
    """A client of a cluster that has workers."""
    _reach(address)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {address}: no Dask scheduler: {error}") from None
    with client:
        try:
            client.wait_for_workers(1, CONNECT_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"--scheduler {address}: it has no worker: start `dask worker {address}` first"
            ) from None
        yield client


def _reach(address: str) -> None:
    """Dask itself would try for long, and not say much."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        if not parts.hostname or not parts.port:
            raise ValueError("write it like tcp://HOST:8786")
        socket.create_connection((parts.hostname, parts.port), CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {address}: no Dask scheduler there: {error}") from None


def needs_gpu(exercise: Exercise) -> bool:
    """Whether only a worker with a GPU can grade all of it, speed included."""
    return "cuda" in exercise.devices


def pack_course(root: Path) -> bytes:
    """What a worker needs of the course, as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name in TAKEN:
            archive.add(root / name, name, filter=_without_caches)
    return packed.getvalue()


def _without_caches(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    left_out = "__pycache__" in member.name or Path(member.name).name.startswith(".")
    return None if left_out else member


def _answer(future: Any) -> Answer:
    if future.status == "finished":
        return msgspec.json.decode(future.result(), type=Answer)
    return Answer(None, f"the cluster could not grade this: {future.exception()}")
