"""The trusted side of one worker: start, ask, limit, stop. Clock and limits live here."""

from __future__ import annotations

import contextlib
import fcntl
import json
import mmap
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.errors import GraderError
from grader.worker.wire import Garbled, Reply, read_reply

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGE_BYTES = 64 * 1024
SHARED_BYTES = 256 << 20  # sparse: only touched pages cost memory
OUTPUT_BYTES = 16 * 1024  # of what a submission prints we keep this much; the rest is counted
FILE_BYTES = 64 << 20  # the largest file that a submission may write
START_SECONDS = 120  # for the zygote's imports; torch on a cold disk is slow

BOOTSTRAP = """
import socket, sys
root, fd, *preload = sys.argv[1:]
sys.path.insert(0, root)
from grader.worker.zygote import main
main(socket.socket(fileno=int(fd)), preload, root)
"""


class Died(Exception):
    """The worker's process is gone; the argument is its exit code, or minus a signal number."""


class TookTooLong(Exception):
    """No answer within the limit; the argument is the limit in seconds."""


class Limits(Struct, frozen=True):
    """What one worker may use."""

    memory_mb: int  # address space, MiB


class Zygote:
    """The trusted side of a zygote: starts it at once, waits for it at the first spawn."""

    def __init__(self, preload: Sequence[str]) -> None:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        self._ready = False
        self._in_step = True  # every request so far got its answer
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOTSTRAP, str(ROOT), str(theirs.fileno()), *preload],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal reaches the grader only
            )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def spawn(self, directory: str, limits: Limits, descriptors: list[int]) -> int:
        """Fork a worker; its process id."""
        self._wait_until_ready()
        resources = {
            "RLIMIT_AS": limits.memory_mb << 20,
            "RLIMIT_FSIZE": FILE_BYTES,
            "RLIMIT_CORE": 0,
        }
        request = {"op": "spawn", "directory": directory, "limits": resources}
        return int(self._ask(request, descriptors)["pid"])

    def reap(self, pid: int, kill: bool) -> int:
        """End a worker and everything it started; its exit code, or minus a signal number."""
        if not self._in_step:  # after Ctrl-C: `close` ends all workers
            return -signal.SIGKILL
        return int(self._ask({"op": "reap", "pid": pid, "kill": kill}, [])["status"])

    def close(self) -> None:
        """Hang up: the zygote then kills its workers and leaves."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _wait_until_ready(self) -> None:
        if not self._ready:
            failed = self._receive()["failed"]
            if failed:
                raise GraderError(f"the worker could not start: {failed}; is it installed?")
            self._ready = True

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        self._in_step = False
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            raise GraderError(f"the process that starts workers is gone: {error}") from None
        answer = self._receive()
        self._in_step = True
        return answer

    def _receive(self) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            try:
                more = self._control.recv(MESSAGE_BYTES)
            except OSError as error:
                raise GraderError(f"the process that starts workers is gone: {error}") from None
            if not more:
                raise GraderError("the process that starts workers died")
            data += more
        message: dict[str, Any] = json.loads(data)
        return message


def _environment() -> dict[str, str]:
    """Nothing of the grader's environment but where the programs and the libraries are."""
    kept = ("PATH", "LD_LIBRARY_PATH", "LANG", "CUDA_HOME", "CUDA_VISIBLE_DEVICES")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "OPENBLAS_NUM_THREADS": "1",  # a zygote must not have threads
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # Large arrays come from the heap and stay there: page faults would dominate timings.
        "MALLOC_MMAP_THRESHOLD_": "4000000000",
        "MALLOC_TRIM_THRESHOLD_": "4000000000",
    }


class Worker:
    """One process for submitted code, and a memory shared with it.

    Args:
        zygote: what forks it.
        sources: name → content of the files NAME.py that it will find in its working directory.
        limits: what it may use.

    Raises:
        GraderError: if the machine cannot start one.
    """

    def __init__(self, zygote: Zygote, sources: Mapping[str, bytes], limits: Limits) -> None:
        self._zygote, self._limits = zygote, limits
        self.output = Output()
        self._asked = 0
        self._received = b""
        self._resources = contextlib.ExitStack()
        with contextlib.ExitStack() as resources:
            self._start(resources, sources)
            self._resources = resources.pop_all()

    def _start(self, resources: contextlib.ExitStack, sources: Mapping[str, bytes]) -> None:
        try:
            directory = tempfile.mkdtemp(prefix="submission-")
            resources.callback(shutil.rmtree, directory, ignore_errors=True)
            for name, source in sources.items():
                Path(directory, f"{name}.py").write_bytes(source)
            descriptor = _shared_memory()
            resources.callback(os.close, descriptor)
            self.memory = mmap.mmap(descriptor, SHARED_BYTES)
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
        finally:
            os.close(writing)
        theirs.close()
        os.set_blocking(reading, False)
        self._reading = reading
        self._selector = resources.enter_context(selectors.DefaultSelector())
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._selector.register(reading, selectors.EVENT_READ)

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        """Send one request and wait for its answer.

        Raises:
            TookTooLong: no answer within `seconds`; the worker is gone.
            Died: the worker ended instead.
            Garbled: what came is no answer to this request; the worker is gone.
        """
        self._asked += 1
        try:
            self._socket.sendall(json.dumps({"id": self._asked, **request}).encode() + b"\n")
        except OSError:
            raise Died(self.stop(kill=False)) from None
        return self._reply(self._asked, seconds)

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

    def _reply(self, number: int, seconds: float) -> Reply:
        try:
            reply = read_reply(self._line(seconds))
            if reply.id != number or self._received:
                raise Garbled("an answer that nobody asked for")
        except Garbled:
            self.stop()
            raise
        self._drain()
        return reply

    def _line(self, seconds: float) -> bytes:
        """The next line from the worker, while its output is drained so that it never blocks."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._received:
            ready = self._selector.select(max(0.0, deadline - time.monotonic()))
            for key, _ in ready:
                if key.fileobj is self._socket:
                    self._receive()
                else:
                    self._drain()
            if time.monotonic() >= deadline:
                self.stop()
                raise TookTooLong(seconds)
        line, _, self._received = self._received.partition(b"\n")
        return line

    def _receive(self) -> None:
        try:
            data = self._socket.recv(MESSAGE_BYTES)
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
            self.output.add(data)


class Output:
    """What a submission printed: the beginning is kept, the rest only counted."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Append some bytes."""
        self._kept += data[: max(0, OUTPUT_BYTES - len(self._kept))]
        self._size += len(data)

    def take(self) -> str:
        """What came since the last call, as text."""
        text = self._kept.decode("utf-8", errors="replace")
        if self._size > len(self._kept):
            text += f"\n… and {self._size - len(self._kept):,} bytes more"
        self._kept, self._size = bytearray(), 0
        return text


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
