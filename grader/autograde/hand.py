"""One process that grades, one attempt after the other, and only answers."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.course import load_course
from grader.errors import GraderError, UsageError
from grader.gpu.device import Wanted, choose_device
from grader.grading import Grader
from grader.model import Graded, Report, Verdict
from grader.worker.messages import KILLED

UNSAFE = "C:"  # the tier without a sandbox


class Order(Struct, frozen=True):
    """What a hand is asked to grade."""

    slug: str
    path: str
    seed: int
    unsafe: bool  # also where the machine has no sandbox


class Answer(Struct, frozen=True):
    """What came of it: a report, or why there is none."""

    report: Report | None
    fault: str = ""
    refused: bool = False  # there is no sandbox here


def grade_one(grader: Grader, order: Order) -> Answer:
    """Grade one file; our own faults become an answer, too."""
    started = time.time()
    try:
        exercise = next(e for e in grader.course.exercises if e.slug == order.slug)
        grader.prepare(exercise)
        if grader.isolation.startswith(UNSAFE) and not order.unsafe:
            return Answer(None, "no sandbox on this machine", refused=True)
        graded = grader.grade(exercise, Path(order.path), order.seed)
        if _disturbed(graded):  # perhaps by the machine, which may not happen again
            graded = grader.grade(exercise, Path(order.path), order.seed)
        return Answer(grader.report([graded], order.seed, started))
    except (GraderError, UsageError) as error:
        return Answer(None, str(error))
    except Exception as bug:  # one attempt must not cost the others theirs
        return Answer(None, f"a bug in the grader: {type(bug).__name__}: {bug}")


def new_grader(root: Path, device: Wanted) -> Grader:
    """What grades a class: every kernel is also compiled, where there is a compiler."""
    course = load_course(root / "course.yml")
    return Grader(root, course, compiles=True, device=choose_device(device))


def _disturbed(graded: Graded) -> bool:
    """Whether something was killed, or could not be judged: also a speed, on a busy machine."""
    return any(
        result.verdict is Verdict.ERROR or result.message.startswith(KILLED)
        for result in graded.results
    )


def serve(connection: Connection, root: str, device: Wanted, core: int | None) -> None:
    """Grade what comes until the other side hangs up.

    Args:
        connection: brings an `Order` as JSON, takes an `Answer` as JSON.
        root: the folder of the course.
        device: what judges kernels.
        core: the one to keep to, with all that it starts; None for all.
    """
    if core is not None:
        os.sched_setaffinity(0, {core})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    orders: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, orders), daemon=True).start()
    with new_grader(Path(root), device) as grader:
        while (order := orders.get()) is not None:
            answer = grade_one(grader, msgspec.json.decode(order, type=Order))
            with contextlib.suppress(BrokenPipeError):
                connection.send_bytes(msgspec.json.encode(answer))


def _listen(connection: Connection, orders: queue.SimpleQueue[bytes | None]) -> None:
    """In a thread, so that a parent that was killed is noticed whatever is being graded."""
    while True:
        try:
            orders.put(connection.recv_bytes())
        except (EOFError, OSError):
            orders.put(None)
            os.kill(os.getpid(), signal.SIGTERM)
            return
