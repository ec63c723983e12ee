"""What was found × what was graded before → what is left to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.autograde.evidence import (
    NAME,
    SCHEMA,
    Evidence,
    Head,
    folder_name,
    folder_of,
    read_head,
    write_evidence,
    write_file,
)
from grader.autograde.late import Times, time_of
from grader.autograde.secret import seed_of
from grader.autograde.submissions import Found
from grader.model import Exercise, Report


class Task(Struct, frozen=True):
    """One attempt to be graded; its source lies in its folder."""

    student: str
    slug: str
    content: str
    origin: str
    submitted: str | None
    folder: Path
    seed: int

    @property
    def source(self) -> Path:
        """The file to grade."""
        return self.folder / f"{self.slug}.py"


class Plan:
    """Tasks, and counts of what is done without them."""

    def __init__(self, expect: Callable[[Task], None]) -> None:
        self.tasks: list[Task] = []
        self.kept = 0
        self.unreadable = 0
        self.timeless = 0  # attempts at exercises with a due time, whose own time is unknown
        self.forgotten = 0  # of these, whose time was known before
        self._expect = expect

    def add(self, task: Task) -> None:
        """One more to grade."""
        self._expect(task)
        self.tasks.append(task)


class Planner:
    """Decides for one course, one secret and one folder of evidence.

    Args:
        home: the folder of evidence.
        exercises: those to grade, by slug.
        versions: of each of them.
        secret: which the seeds follow from.
        times: when students handed in, where the instructor knows it.
        students: who is in the class's folder now.
        again: nothing counts as done.
    """

    def __init__(
        self,
        home: Path,
        exercises: Mapping[str, Exercise],
        versions: Mapping[str, str],
        secret: bytes,
        times: Times,
        students: Iterable[str],
        again: bool,
    ) -> None:
        self._home, self._exercises, self._versions = home, exercises, versions
        self._secret, self._times, self._again = secret, times, again
        self._times_seen: dict[Path, str | None] = {}  # folders of attempts: the earliest times
        self._students = {folder_name(student) for student in students}

    def plan(self, findings: Iterable[Found], expect: Callable[[Task], None]) -> Plan:
        """Look at everything; sources are copied to the evidence, what cannot be read is noted.

        What was graded by another version, and is no longer among the findings, is graded again
        from the copy.

        Args:
            findings: what students handed in.
            expect: called with each task as soon as it is known.
        """
        plan = Plan(expect)
        for found in findings:
            if found.slug in self._exercises:
                self._add(plan, found)
        for slug in self._exercises:
            for path in sorted((self._home / slug).glob(f"*/*/{NAME}")):
                self._look_back(plan, slug, path.parent)
        plan.timeless = sum(
            submitted is None and self._is_due(folder)
            for folder, submitted in self._times_seen.items()
        )
        plan.tasks = [self._timed(task) for task in plan.tasks]
        return plan

    def _add(self, plan: Plan, found: Found) -> None:
        content = hashlib.sha256(found.source or _reason(found)).hexdigest()
        submitted = time_of(self._times, found.student, found.slug, found.stamp)
        folder = folder_of(self._home, found.slug, found.student, content)
        known = folder in self._times_seen
        earlier = self._times_seen.get(folder)
        self._times_seen[folder] = min(filter(None, (earlier, submitted)), default=None)
        if known:  # the same thing handed in twice
            return
        plan.unreadable += bool(found.fault)
        if self._is_done(found.slug, read_head(folder)):
            plan.kept += not found.fault
            return
        task = self._task(found.student, found.slug, content, found.origin, submitted)
        if found.fault:
            version = self._versions[found.slug]
            write_evidence(folder, evidence_of(task, version, None, found.fault, readable=False))
        else:
            write_file(task.source, found.source, durable=False)
            plan.add(task)

    def _look_back(self, plan: Plan, slug: str, folder: Path) -> None:
        """At evidence from before."""
        head = read_head(folder)
        if head is None:
            return
        if folder in self._times_seen:
            submitted = self._times_seen[folder]
            if head.submitted != submitted:
                plan.forgotten += submitted is None and self._is_due(folder)
                write_evidence(folder, msgspec.structs.replace(_known(folder), submitted=submitted))
            return
        if not head.readable and folder.parent.name in self._students:
            (folder / NAME).unlink()  # it is not in the way any more
            return
        self._times_seen[folder] = head.submitted  # what was handed in then, at its time then
        if not self._is_done(slug, head):
            known = _known(folder)
            task = self._task(known.student, slug, known.content, known.origin, known.submitted)
            if _is_whole(task):
                plan.add(task)

    def _task(
        self, student: str, slug: str, content: str, origin: str, submitted: str | None
    ) -> Task:
        folder = folder_of(self._home, slug, student, content)
        seed = seed_of(self._secret, student, slug, content)
        return Task(student, slug, content, origin, submitted, folder, seed)

    def _timed(self, task: Task) -> Task:
        submitted = self._times_seen.get(task.folder, task.submitted)
        return msgspec.structs.replace(task, submitted=submitted)

    def _is_due(self, folder: Path) -> bool:
        return self._exercises[folder.parents[1].name].due is not None

    def _is_done(self, slug: str, head: Head | None) -> bool:
        done = head is not None and head.settled and head.version == self._versions[slug]
        return done and not self._again


def evidence_of(
    task: Task, version: str, report: Report | None, fault: str = "", readable: bool = True
) -> Evidence:
    """What is to be written of an attempt."""
    return Evidence(
        SCHEMA,
        task.student,
        task.slug,
        task.content,
        version,
        task.origin,
        task.submitted,
        fault,
        readable,
        report,
    )


def _reason(found: Found) -> bytes:
    """What stands for the content of something that cannot be read."""
    return f"{found.origin}\0{found.fault}".encode()


def _is_whole(task: Task) -> bool:
    """Whether the copy of the source is what was handed in."""
    try:
        return hashlib.sha256(task.source.read_bytes()).hexdigest() == task.content
    except OSError:
        return False


def _known(folder: Path) -> Evidence:
    return msgspec.json.decode((folder / NAME).read_bytes(), type=Evidence)
