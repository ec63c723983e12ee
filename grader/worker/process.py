"""The trusted side of one worker: start, ask, limit, stop. Clock and limits live here."""

from __future__ import annotations

import contextlib
import fcntl
import json
import mmap
import os
import selectors
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.worker import clock, scratch
from grader.worker.launcher import (
    FILE_BYTES,
    MESSAGE_BYTES,
    SCRATCH_BYTES,
    SCRATCH_FILES,
    START_SECONDS,
    Limits,
    Zygote,
)
from grader.worker.output import Output
from grader.worker.watch import POLL_SECONDS, TookTooMuch, Watch
from grader.worker.wire import Garbled, Reply, read_reply

SHARED_BYTES = 256 << 20  # sparse: only touched pages cost memory


class Died(Exception):
    """The worker's process is gone; the argument is its exit code, or minus a signal number."""


class TookTooLong(Exception):
    """No answer within the limit; the argument is the limit in seconds."""


class Worker:
    """One process for submitted code, and a memory shared with it.

    It stands still (SIGSTOP) from each of its answers until it is asked again.

    Args:
        zygote: what forks it.
        sources: name → content of the files NAME.py that it will find in its working directory.
        limits: what it may use.
        restless: it goes on while nobody waits for it, when nobody looks at what it uses either.

    Raises:
        GraderError: if the machine cannot start one.
    """

    def __init__(
        self,
        zygote: Zygote,
        sources: Mapping[str, bytes],
        limits: Limits,
        restless: bool = False,
    ) -> None:
        self._zygote, self._limits, self._restless = zygote, limits, restless
        self._output = Output()
        self._asked = 0
        self._received = b""
        self._resources = contextlib.ExitStack()
        with contextlib.ExitStack() as resources:
            self._start(resources, sources)
            self._resources = resources.pop_all()
        try:
            self.receive(0, START_SECONDS)
        except (Died, TookTooLong, TookTooMuch, Garbled) as error:
            raise GraderError(
                f"a worker could not start: {error!r} {self.printed()}; memory_mb too small?"
            ) from None

    def _start(self, resources: contextlib.ExitStack, sources: Mapping[str, bytes]) -> None:
        try:
            directory = tempfile.mkdtemp(prefix="submission-")
            resources.callback(scratch.remove, directory)
            self._directory = directory
            for name, source in sources.items():
                Path(directory, f"{name}.py").write_bytes(source)
            descriptor = _shared_memory()
            resources.callback(os.close, descriptor)
            self.memory = mmap.mmap(descriptor, SHARED_BYTES)
            resources.callback(_close, self.memory)
            self._socket, theirs = socket.socketpair()
            resources.enter_context(self._socket)
            resources.enter_context(theirs)
            reading, writing = os.pipe()
            resources.callback(os.close, reading)
        except OSError as error:
            raise GraderError(f"this machine cannot start a worker: {error}") from None
        try:
            descriptors = [theirs.fileno(), descriptor, writing]
            self.pid: int | None = self._zygote.spawn(directory, self._limits, descriptors)
            memory = (self._limits.memory_mb << 20) + SHARED_BYTES
            ours = os.fstat(descriptor)  # the arrays that we share are no file of the worker's
            limits = memory, SCRATCH_BYTES, SCRATCH_FILES, FILE_BYTES
            self._watch = Watch(self.pid, directory, *limits, ours)
        finally:
            os.close(writing)
        theirs.close()
        os.set_blocking(reading, False)
        self._socket.setblocking(False)
        self._reading = reading
        self._selector = resources.enter_context(selectors.DefaultSelector())
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._selector.register(reading, selectors.EVENT_READ)

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        """Send one request and wait for its answer.

        Raises:
            TookTooLong: no answer within `seconds`; the worker is gone.
            TookTooMuch: it was over a limit of memory or files; the worker is gone.
            Died: the worker ended instead.
            Garbled: what came is no answer to this request; the worker is gone.
        """
        return self.receive(self.send(request), seconds)

    def send(self, request: dict[str, Any]) -> int:
        """Send one request; the number by which `receive` knows its answer.

        Raises:
            Died, Garbled: as `ask`.
        """
        number = self.write(request)
        if self.pid is not None:
            with contextlib.suppress(OSError):  # it is gone: `receive` will say so
                clock.resume(self.pid)
        return number

    def write(self, request: dict[str, Any]) -> int:
        """As `send`, but it goes on standing still.

        Raises:
            Died, Garbled: as `ask`.
        """
        self._asked += 1
        try:
            self._socket.sendall(json.dumps({"id": self._asked, **request}).encode() + b"\n")
        except BlockingIOError:
            self.stop()
            raise Garbled("it no longer reads what it is asked") from None
        except OSError:
            raise Died(self.stop(kill=False)) from None
        return self._asked

    def rest(self) -> None:
        """Wait until all of it stands still; if it is gone, whoever asks it next will hear that."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                clock.pause(self.pid)

    def paused(self) -> Timed:
        """Wait until all of it stands still; what it is asked then is on the clock.

        timed = worker.paused()
        …                                # write its inputs: nothing of it runs
        reply = timed.ask(request, seconds)
        timed.cpu, timed.wall            # seconds, from the first instruction that it ran

        Raises:
            Died: the worker is gone.
        """
        if self.pid is None:
            raise Died(-signal.SIGKILL)
        try:
            clock.pause(self.pid)
        except OSError:
            raise Died(self.stop(kill=False)) from None
        return Timed(self)

    def printed(self) -> str:
        """What the submission printed since the last call of this method."""
        return self._output.take(self._directory)

    def stop(self, kill: bool = True) -> int:
        """End the process (if it still runs) and give everything back; its exit code."""
        status = 0
        if self.pid is not None:
            pid, self.pid = self.pid, None
            try:
                status = self._zygote.reap(pid, kill)
                self._drain()
            finally:
                self._resources.close()
        return status

    def receive(self, number: int, seconds: float) -> Reply:
        """Wait for the answer to request `number`.

        Raises:
            TookTooLong, Died, Garbled: as `ask`.
        """
        try:
            line = self._line(seconds)
            self._hold()
            reply = read_reply(line)
            if reply.id != number or self._received:
                raise Garbled("an answer that nobody asked for")
        except Garbled:
            self.stop()
            raise
        self._drain()
        return reply

    def _hold(self) -> None:
        """Whatever it has left running stands still, until somebody waits for it again."""
        if self.pid is not None and not self._restless:
            with contextlib.suppress(OSError):
                clock.hold(self.pid)

    def _line(self, seconds: float) -> bytes:
        """The next line from the worker, while its output is drained so that it never blocks."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._received:
            left = max(0.0, deadline - time.monotonic())
            ready = self._selector.select(min(left, POLL_SECONDS))
            for key, _ in ready:
                if key.fileobj is self._socket:
                    self._receive()
                else:
                    self._drain()
            self._look()
            if time.monotonic() >= deadline:
                self.stop()
                raise TookTooLong(seconds)
        line, _, self._received = self._received.partition(b"\n")
        return line

    def _look(self) -> None:
        try:
            self._watch.look()
        except TookTooMuch:
            self.stop()
            raise

    def _receive(self) -> None:
        try:
            data = self._socket.recv(MESSAGE_BYTES)
        except BlockingIOError:  # urgent data: readable, and yet nothing to read
            raise Garbled("something that is no answer") from None
        except OSError:
            data = b""
        if not data:
            raise Died(self.stop(kill=False))
        self._received += data
        if len(self._received) > MESSAGE_BYTES:
            raise Garbled("an answer of more than 64 KB")

    def _drain(self) -> None:
        """Take what was printed; in pieces, so that a flood cannot keep us from the clock."""
        for _ in range(16):
            try:
                data = os.read(self._reading, 65536)
            except BlockingIOError:
                return
            if not data:
                with contextlib.suppress(KeyError, ValueError):
                    self._selector.unregister(self._reading)
                return
            self._output.add(data)


class Timed:
    """One request to a worker that stands still before and after, and the time that it took.

    The clocks start before its first instruction and stop after its last: a thread of it that looks
    at the inputs early, or goes on after the answer, is on the clock.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.cpu = self.wall = 0.0  # seconds; cpu is that of all its threads

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        """As `Worker.ask`; the process is stopped again afterwards."""
        pid = self._worker.pid
        assert pid is not None  # noqa: S101 - `paused` has seen to it
        number = self._worker.write(request)
        cpu, wall = clock.cpu_seconds(pid), time.perf_counter()
        clock.resume(pid)
        reply = self._worker.receive(number, seconds)
        self.wall = time.perf_counter() - wall
        try:
            clock.pause(pid)
            self.cpu = clock.cpu_seconds(pid) - cpu
        except OSError:
            raise Died(self._worker.stop(kill=False)) from None
        return reply


def _close(memory: mmap.mmap) -> None:
    with contextlib.suppress(BufferError):  # somebody still looks at an array in it
        memory.close()


def _shared_memory() -> int:
    """A descriptor of SHARED_BYTES of zeros that the worker cannot shrink under our feet."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("arrays", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(descriptor, SHARED_BYTES)
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
        return descriptor
    with tempfile.TemporaryFile() as file:
        file.truncate(SHARED_BYTES)
        return os.dup(file.fileno())
