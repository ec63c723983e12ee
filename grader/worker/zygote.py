"""Imports once, then forks workers: a fork costs milliseconds, an import does not.

Started by exec, so that no secret was ever in its memory. It never runs submitted code itself, and
never starts a thread (a forked child of a threaded process may hang).
"""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import gc
import importlib
import json
import mmap
import os
import resource
import signal
import socket
import sys
import time
from typing import Any, NamedTuple

from grader.worker import inside, ruled_out, sandbox, scratch
from grader.worker.warm import warm_up

REAP_SECONDS = 0.1  # between a worker's hanging up and its death


def main(
    control: socket.socket, preload: list[str], package: str, course: str, wanted: str
) -> None:
    """Import `preload`, then spawn and reap workers until the other side hangs up.

    Args:
        control: a socket that brings {"op": "spawn" | "reap", …}, for spawn with the descriptors
            of the worker's connection, its shared memory and its output.
        preload: names of the modules to import.
        package: where the grader lies: the entry of sys.path to take away afterwards.
        course: the folder that no worker may read.
        wanted: letters of the tiers to lock workers in, the first that the machine has.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the trusted side's to handle
    try:
        tier = sandbox.choose(wanted, course)
        init = sandbox.prepare(tier, course)  # before the imports: they may start threads
        for name in preload:
            importlib.import_module(name)
        warm_up()
    except (ImportError, OSError) as error:
        _send(control, {"failed": str(error)})
        return
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != package]
    gc.collect()
    gc.freeze()  # the collector of a child then leaves the shared pages alone
    _send(control, {"failed": None, "isolation": sandbox.TIERS[tier]})
    surroundings = functools.cache(functools.partial(_surroundings, tier, course))
    workers: dict[int, str] = {}  # and their folders
    try:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, inside.MESSAGE_BYTES, 3)
            if not message:
                return
            request = json.loads(message)
            if request["op"] == "spawn":
                try:
                    forbid = tuple(request["forbid"])
                    pid = _spawn(control, request, descriptors, tier, surroundings(forbid))
                except OSError as error:
                    _send(control, {"failed": str(error)})
                    continue
                workers[pid] = request["directory"]
                _send(control, {"pid": pid})
            elif request["pid"] in workers:
                del workers[request["pid"]]
                _send(control, {"status": _reap(request["pid"], request["kill"])})
    finally:
        for pid, directory in workers.items():  # the grader is gone, perhaps killed
            _reap(pid, kill=True)
            scratch.remove(directory)
        if init is not None:
            os.kill(init, signal.SIGKILL)
            os.waitpid(init, 0)


class Surroundings(NamedTuple):
    """Paths of libraries: those that workers of one exercise may read, and those they may not."""

    forbidden: list[str]
    readable: list[str]
    listable: list[str]  # folders of which they see the names


def _surroundings(tier: str, course: str, forbid: tuple[str, ...]) -> Surroundings:
    ruled_out.replaced(forbid)  # found once: workers inherit the answers
    ruled_out.matrix_code(forbid)
    forbidden = ruled_out.library_paths(forbid)
    return Surroundings(forbidden, *sandbox.readable_paths(tier, course, forbidden))


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


def _spawn(
    control: socket.socket,
    request: dict[str, Any],
    descriptors: list[int],
    tier: str,
    around: Surroundings,
) -> int:
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        if pid < 0:
            raise BlockingIOError("the machine starts no more processes")
        return pid
    status = 1
    try:
        control.close()
        connection, memory, output = descriptors
        shared = mmap.mmap(memory, 0)  # before the limits, so that they are the submission's alone
        os.close(memory)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        directory = request["directory"]
        size, files = request["scratch_bytes"], request["scratch_files"]
        sandbox.settle(tier, directory, size, files, around.forbidden)
        _become_worker(directory, request["limits"])
        sandbox.enter(tier, directory, around.readable, around.listable, request["devices"])
        ruled_out.rule_out(request["forbid"])
        inside.serve(socket.socket(fileno=connection), shared, directory)
        status = 0
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def _become_worker(directory: str, limits: dict[str, int]) -> None:
    """Leave everything of the zygote behind but its memory."""
    os.setsid()  # its own process group: what it starts can be killed with it
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    faulthandler.enable()  # a segmentation fault then names its Python line
    os.chdir(directory)
    os.environ.update(HOME=directory, TMPDIR=directory, NUMBA_CACHE_DIR=directory)
    for name, value in limits.items():
        limit = getattr(resource, name)
        hard = resource.getrlimit(limit)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (least, least))


def _reap(pid: int, kill: bool) -> int:
    """The worker's exit code, or minus the signal that ended it; its process group is gone."""
    status = 0
    deadline = time.monotonic() + (0 if kill else REAP_SECONDS)
    gone = 0
    while not gone:
        gone, status = os.waitpid(pid, os.WNOHANG)
        if not gone and time.monotonic() >= deadline:
            break
        if not gone:
            time.sleep(0.001)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if not gone:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
