"""The trusted side of a zygote: start it, have it fork and reap workers, end it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.errors import GraderError, ZygoteGone
from grader.worker.sandbox import TIERS

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGE_BYTES = 64 * 1024
FILE_BYTES = 64 << 20  # the largest file that a submission may write
SCRATCH_BYTES = 128 << 20  # all its files together
SCRATCH_FILES = 2000  # and folders
OPEN_FILES = 256  # sockets and pipes, too: what waits in them is nobody's memory
ANSWER_SECONDS = 20  # for anything else that a zygote is asked
START_SECONDS = 120  # for the zygote's imports; torch on a cold disk is slow

BOOTSTRAP = """
import socket, sys
package, course, wanted, fd, *preload = sys.argv[1:]
sys.path.insert(0, package)
from grader.worker.zygote import main
main(socket.socket(fileno=int(fd)), preload, package, course, wanted)
"""


class Limits(Struct, frozen=True):
    """What one worker may use."""

    memory_mb: int  # address space, and memory that is held, MiB
    forbid: tuple[
        str, ...
    ] = ()  # names of libraries, and of what is in them, that it cannot import
    address_space: bool = True  # limit it, too; not where CUDA reserves far more than it uses
    devices: tuple[str, ...] = ()  # files of /dev that it may drive, for a GPU /dev/nvidia*


class Zygote:
    """The trusted side of a zygote: starts it at once, waits for it at the first spawn.

    Args:
        preload: the modules that its workers start with.
        course: the folder that no worker may read.
        tiers: how to lock workers in: letters, of which the first counts that the machine has.
        environment: more of it, for those who need it.
    """

    def __init__(
        self,
        preload: Sequence[str],
        course: Path = ROOT,
        tiers: str = "".join(TIERS),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        self._ready = False
        self._in_step = True  # every request so far got its answer
        self._failed = ""  # why it could not start
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-c", BOOTSTRAP),
                    *(str(ROOT), str(course.resolve()), tiers),
                    *(str(theirs.fileno()), *preload),
                ],
                pass_fds=[theirs.fileno()],
                env=_environment() | dict(environment or {}),
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

    @property
    def isolation(self) -> str:
        """The tier that its workers run in, in words."""
        self._wait_until_ready()
        return self._isolation

    def spawn(self, directory: str, limits: Limits, descriptors: list[int]) -> int:
        """Fork a worker; its process id."""
        self._wait_until_ready()
        resources = {
            "RLIMIT_FSIZE": FILE_BYTES,
            "RLIMIT_CORE": 0,
            "RLIMIT_NOFILE": OPEN_FILES,
        }
        if limits.address_space:
            resources["RLIMIT_AS"] = limits.memory_mb << 20
        request = {
            "op": "spawn",
            "directory": directory,
            "limits": resources,
            "scratch_bytes": SCRATCH_BYTES,
            "scratch_files": SCRATCH_FILES,
            "forbid": limits.forbid,
            "devices": limits.devices,
        }
        answer = self._ask(request, descriptors)
        if "pid" not in answer:
            raise GraderError(f"no worker could start: {answer.get('failed')}")
        return int(answer["pid"])

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
            message = {"failed": self._failed} if self._failed else self._receive()
            if message["failed"]:
                self._failed = message["failed"]
                raise GraderError(f"no worker could start: {self._failed}")
            self._isolation = str(message["isolation"])
            self._ready = True
            self._control.settimeout(ANSWER_SECONDS)

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        self._in_step = False
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            raise ZygoteGone(f"the process that starts workers is gone: {error}") from None
        answer = self._receive()
        self._in_step = True
        return answer

    def _receive(self) -> dict[str, Any]:
        data = b""
        while not data.endswith(b"\n"):
            try:
                more = self._control.recv(MESSAGE_BYTES)
            except OSError as error:
                raise ZygoteGone(f"the process that starts workers is gone: {error}") from None
            if not more:
                raise ZygoteGone("the process that starts workers died")
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
        "NUMBA_NUM_THREADS": str(os.cpu_count() or 1),  # also while it is pinned to one core
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # Large arrays come from the heap and stay there: page faults would dominate timings.
        "MALLOC_MMAP_THRESHOLD_": "4000000000",
        "MALLOC_TRIM_THRESHOLD_": "4000000000",
    }
