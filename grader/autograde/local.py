"""Many attempts at once on this machine: a few processes, each with a grader of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import connection
from pathlib import Path

import msgspec

from grader.autograde.hand import Answer, Order, serve
from grader.autograde.plan import Task
from grader.gpu.device import Wanted

RECYCLED_AFTER = 250  # attempts: whatever a library leaks is given back
STRIKES = 2  # a process that dies may be chance, the second time it is this attempt
PATIENCE_SECONDS = 600.0  # for one attempt; its own limits end it long before

Graded = tuple[Task, Answer]


def own_cores() -> set[int]:
    """The numbers of the cores that this process may use; none where nobody can tell."""
    return set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else set()


def count_cores() -> int:
    """How many cores this process may use."""
    return len(own_cores()) or os.cpu_count() or 1


class Hand:
    """The parent's side of one process that grades.

    Args:
        root: the folder of the course.
        device: what judges kernels.
        core: the one that it keeps to, with its workers; None for all.
    """

    def __init__(self, root: Path, device: Wanted, core: int | None = None) -> None:
        self.core = core
        context = multiprocessing.get_context("spawn")  # nothing of the parent is in its memory
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, str(root), device, core), daemon=False
        )
        self._process.start()
        theirs.close()
        self.task: Task | None = None
        self.done = 0
        self.deadline = 0.0

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid or 0

    def give(self, task: Task, unsafe: bool) -> None:
        """Hand over one task; if the process is dead, `take` will notice."""
        self.task, self.deadline = task, time.monotonic() + PATIENCE_SECONDS
        order = Order(task.slug, str(task.source), task.seed, unsafe)
        with contextlib.suppress(OSError):
            self.connection.send_bytes(msgspec.json.encode(order))

    def take(self) -> Answer | None:
        """Its answer; None if the process is gone."""
        self.done += 1
        try:
            return msgspec.json.decode(self.connection.recv_bytes(), type=Answer)
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """End the process and all that it started."""
        self.connection.close()
        self._process.terminate()  # its grader then stops its workers
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


class Pool:
    """Some hands, and who does what.

    Args:
        root: the folder of the course.
        count: how many processes.
        unsafe: grade also where there is no sandbox.
        device: what judges kernels.
    """

    def __init__(self, root: Path, count: int, unsafe: bool, device: Wanted = "auto") -> None:
        self._root, self._count, self._unsafe, self._device = root, count, unsafe, device
        self.hands: list[Hand] = []
        # One for each core: a hand and its worker take turns, and to wake the other up on another
        # core takes as long as many a call.
        self._cores = own_cores() if count == count_cores() else set[int]()
        self._strikes: Counter[Path] = Counter()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss(self.hands)

    def expect(self) -> None:
        """One more task is coming: a process for it imports what it needs meanwhile."""
        if len(self.hands) < self._count:
            self._new()

    def grade(self, tasks: Iterable[Task], alone: bool) -> Iterator[Graded]:
        """Grade all, if `alone` one after the other; answers come as they are ready.

        Processes that die are replaced.
        """
        waiting = deque(tasks)
        at_once = 1 if alone else self._count
        if alone and waiting:  # a speed may be asked of all cores
            self._cores = set()
            self._dismiss([hand for hand in self.hands if hand.core is not None])
        self._feed(waiting, at_once)
        while busy := [hand for hand in self.hands if hand.task is not None]:
            answered = [(hand, hand.task, hand.take()) for hand in self._ready(busy)]
            graded = []
            for hand, task, answer in answered:
                hand.task = None
                if answer is None or hand.done >= RECYCLED_AFTER:
                    self._dismiss([hand])
                if task is not None:
                    graded += self._settle(task, answer, waiting)
            self._feed(waiting, at_once)  # before anything is written: they need not wait for that
            yield from graded

    def _settle(self, task: Task, answer: Answer | None, waiting: deque[Task]) -> list[Graded]:
        if answer is not None:
            return [(task, answer)]
        self._strikes[task.folder] += 1
        if self._strikes[task.folder] < STRIKES:
            waiting.appendleft(task)
            return []
        return [(task, Answer(None, "the process that graded this died, twice"))]

    def _feed(self, waiting: deque[Task], at_once: int) -> None:
        idle = [hand for hand in self.hands if hand.task is None]
        free = at_once - (len(self.hands) - len(idle))
        for _ in range(min(free, len(waiting))):
            hand = idle.pop() if idle else self._new()
            hand.give(waiting.popleft(), self._unsafe)

    def _new(self) -> Hand:
        free = sorted(self._cores - {hand.core for hand in self.hands})
        hand = Hand(self._root, self._device, free[0] if free else None)
        self.hands.append(hand)
        return hand

    def _dismiss(self, hands: Sequence[Hand]) -> None:
        self.hands = [hand for hand in self.hands if hand not in hands]
        for hand in hands:
            hand.stop()

    def _ready(self, busy: list[Hand]) -> list[Hand]:
        """Those that have answered or died; one that takes far too long is ended."""
        wait = max(0.0, min(hand.deadline for hand in busy) - time.monotonic())
        ready = connection.wait([hand.connection for hand in busy], wait)
        late = [hand for hand in busy if hand.deadline <= time.monotonic()]
        for hand in late:
            hand.connection.close()
        return [hand for hand in busy if hand.connection in ready or hand in late]
