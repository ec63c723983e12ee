"""Whatever an attack tries: no point, no leak, no trace, and the next in line is graded as before.

Each file of tests/attacks says in its docstring what it tries and, after "Expect:", which verdicts
it may get. "Tier: A only" marks those that a plain process cannot keep out. Many of these get a
right answer from where their trick leads, so that a trick that works shows as a point.
"""

import ast
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from grader.errors import GraderError
from grader.grading import Grader
from grader.model import Course, Exercise, Graded, Verdict
from grader.worker.sandbox import TIERS
from tests.support import ROOT

ATTACKS = ROOT / "tests/attacks"
FAMILIES = {"controls", "harness", "not_the_task", "protocol", "resources", "result", "source"}
FILES = sorted(path for path in ATTACKS.rglob("*.py") if path.parent.name != "timing")
HONEST = ATTACKS / "controls/honest_correct.py"
ALLOWED = {"crashed", "forbidden", "missing", "passed", "timeout", "wrong"}
SOON = {"call_seconds": 0.3, "total_seconds": 0.4}  # for attacks that are to run out of time
SEED = 7
PICKLE = Path("/tmp/conv2npu-pickle-was-loaded")  # noqa: S108 - what the pickles would leave


def words(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def expected(path: Path) -> set[str]:
    lines = [line for line in words(path).splitlines() if line.startswith("Expect: ")]
    return set(lines[0].removeprefix("Expect: ").split(" | ")) if len(lines) == 1 else set()


def name(path: Path) -> str:
    return str(path.relative_to(ATTACKS).with_suffix(""))


class Batch:
    """One grader for a whole class, at one tier, with a place where the students' files lie."""

    def __init__(self, grader: Grader, home: Path, exercises: dict[str, Exercise]) -> None:
        self.grader, self.home, self.exercises = grader, home, exercises
        self.scratch = home / "scratch"
        self.canaries = [home / "other/convolution.py", self.scratch / "other/convolution.py"]
        for canary in self.canaries:
            canary.parent.mkdir(parents=True)
            shutil.copy(HONEST, canary)
        self.seen: dict[str, object] | None = None  # the state after the last attack
        self.grade_control()

    def grade(self, attack: Path) -> Graded:
        exercise = self.exercises["padding" if attack.parent.name == "padding" else "convolution"]
        if "timeout" in expected(attack):
            exercise = msgspec.structs.replace(exercise, **SOON)
        path = self.home / "student" / f"{exercise.slug}.py"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(attack, path)
        return self.grader.grade(exercise, path, SEED)

    def grade_control(self) -> Graded:
        exercise = self.exercises["convolution"]
        return self.grader.grade(exercise, self.canaries[0], SEED)

    def state(self) -> dict[str, object]:
        """What must be the same before and after: processes, descriptors, files."""
        here = psutil.Process()
        return {
            "processes": {child.pid for child in here.children(recursive=True)},
            "strays": {
                process.pid
                for process in psutil.process_iter(["cwd"])
                if (process.info["cwd"] or "").startswith(str(self.home))
            },
            "descriptors": here.num_fds(),
            "files": sorted(
                str(path.relative_to(self.home))
                for path in self.home.rglob("*")
                if "student" not in path.parts
            ),
            "canaries": [path.read_bytes() for path in self.canaries],
            "pickle": PICKLE.exists(),
        }


def batch(course: Course, exercises: dict[str, Exercise], home: Path, tier: str) -> Iterator[Batch]:
    (home / "scratch").mkdir()
    with pytest.MonkeyPatch.context() as patch, Grader(ROOT, course, tiers=tier) as grader:
        patch.setenv("TMPDIR", str(home / "scratch"))
        patch.setattr("tempfile.tempdir", None)
        # To explain wrong answers takes most of the time: once each in tier A only.
        patch.setattr("grader.misconceptions.PATIENCE", int(tier == "A"))
        grader.prepare(exercises["convolution"])
        try:
            assert grader.isolation == TIERS[tier]
        except GraderError as error:
            pytest.skip(str(error))
        yield Batch(grader, home, exercises)


@pytest.fixture(scope="module", params=["S", "A"])
def sandboxed(
    request: pytest.FixtureRequest,
    course: Course,
    exercises: dict[str, Exercise],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Batch]:
    home = tmp_path_factory.mktemp(f"tier_{request.param}")
    yield from batch(course, exercises, home, request.param)


@pytest.fixture(scope="module", params=["B", "C"])
def plain(
    request: pytest.FixtureRequest,
    course: Course,
    exercises: dict[str, Exercise],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Batch]:
    home = tmp_path_factory.mktemp(f"tier_{request.param}")
    yield from batch(course, exercises, home, request.param)


def assert_nothing_comes_of_it(batch: Batch, attack: Path) -> None:
    before, batch.seen = batch.seen or batch.state(), None
    graded = batch.grade(attack)
    text = "\n".join(f"{result.message}\n{result.output}" for result in graded.results)
    assert graded.verdict in expected(attack), text[:2000]
    assert Verdict.ERROR not in {result.verdict for result in graded.results}, text[:2000]
    assert graded.score.possible == batch.exercises[graded.slug].points
    if graded.verdict is Verdict.PASSED:
        assert graded.score.earned == graded.score.possible
    elif "passed" not in expected(attack):  # correct code may earn a part
        assert graded.score.earned == 0, [r.check for r in graded.results if r.verdict == "passed"]
    assert not [secret for secret in SECRETS if secret in text]

    control = batch.grade_control()
    assert control.verdict is Verdict.PASSED, control.results
    assert control.score.earned == control.score.possible == batch.exercises["convolution"].points
    deadline = time.monotonic() + 2  # what was killed a moment ago may still be listed
    while (after := batch.state()) != before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert after == before
    batch.seen = after


SECRETS = [
    str(ROOT),
    "reference",
    "is_convolution",  # of the hidden checks
    "def convolve",  # of the definition
    "every_position",
    "BEGIN SOLUTION",
    "honest",
    f"/proc/{os.getpid()}",
]


@pytest.mark.parametrize("attack", FILES, ids=name)
def test_in_a_sandbox(sandboxed: Batch, attack: Path) -> None:
    assert_nothing_comes_of_it(sandboxed, attack)


@pytest.mark.parametrize(
    "attack", [path for path in FILES if "Tier: A only" not in words(path)], ids=name
)
def test_without_a_sandbox(plain: Batch, attack: Path) -> None:
    assert_nothing_comes_of_it(plain, attack)


def test_the_corpus_is_large_and_says_what_it_tries() -> None:
    attacks = [path for path in FILES if path.parent.name != "controls"]
    assert len(attacks) >= 60
    assert {path.relative_to(ATTACKS).parts[0] for path in FILES} == FAMILIES
    for path in FILES:
        assert expected(path), f"{path}: one line “Expect: …” in its docstring"
        assert expected(path) <= ALLOWED, path
        assert len(words(path).partition("Expect:")[0]) > 20, path


def test_an_attack_says_passed_only_where_its_code_is_correct() -> None:
    for path in FILES:
        if "passed" in expected(path) and path.parent.name != "controls":
            assert words(path).startswith("Correct code"), path
