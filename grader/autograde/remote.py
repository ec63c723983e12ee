"""On a worker of a Dask cluster: the course, and graders that wait for work."""

from __future__ import annotations

import contextlib
import io
import queue
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from distributed import WorkerPlugin, get_worker

from grader.autograde.hand import Answer, Order, grade_one, new_grader
from grader.autograde.version import grader_version
from grader.gpu.device import Wanted
from grader.grading import Grader


class Remote(WorkerPlugin):  # type: ignore[misc]
    """The course on one worker.

    Args:
        archive: the course, see `pack_course`.
        version: that the grader must have here, too.
        device: what judges kernels; a GPU only on workers that say that they have one.
    """

    name = "conv2npu"

    def __init__(self, archive: bytes, version: str, device: Wanted) -> None:
        self.archive, self.version, self.device = archive, version, device

    def setup(self, worker: Any) -> None:
        """Unpack the course; called by Dask in every worker."""
        self.same = grader_version() == self.version
        if not worker.state.total_resources.get("GPU"):
            self.device = "sim"
        self._home = tempfile.TemporaryDirectory(prefix="course-", dir=worker.local_directory)
        self._root = Path(self._home.name).resolve()
        with tarfile.open(fileobj=io.BytesIO(self.archive)) as archive:
            archive.extractall(self._root, filter="data")
        self._graders: queue.SimpleQueue[Grader] = queue.SimpleQueue()
        self._importing = threading.Lock()  # importing checks changes sys.path

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask gives it
        """Stop everything that was started; called by Dask."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._graders.get_nowait().close()
        self._home.cleanup()

    def grade(self, order: Order, source: bytes) -> Answer:
        """Grade a source that came over the network."""
        with tempfile.TemporaryDirectory(dir=self._root.parent) as folder, self._grader() as grader:
            self._prepare(grader, order.slug)
            path = Path(folder) / f"{order.slug}.py"
            path.write_bytes(source)
            return grade_one(grader, msgspec.structs.replace(order, path=str(path)))

    @contextlib.contextmanager
    def _grader(self) -> Iterator[Grader]:
        """One that nobody else uses meanwhile: a worker may have several threads."""
        try:
            grader = self._graders.get_nowait()
        except queue.Empty:
            grader = new_grader(self._root, self.device)
        try:
            yield grader
        finally:
            self._graders.put(grader)

    def _prepare(self, grader: Grader, slug: str) -> None:
        with self._importing:
            for exercise in grader.course.exercises:
                if exercise.slug == slug:
                    grader.prepare(exercise)


def grade_there(order: bytes, source: bytes) -> bytes:
    """What a worker is asked to do: an `Order` as JSON and a source → an `Answer` as JSON."""
    remote = get_worker().plugins[Remote.name]
    if not remote.same:
        fault = f"the worker {get_worker().address} has another version of the grader: update it"
        return msgspec.json.encode(Answer(None, fault))
    return msgspec.json.encode(remote.grade(msgspec.json.decode(order, type=Order), source))
