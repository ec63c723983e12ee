"""Publishing: a student kit that judges as the course does, and gives nothing away."""

import base64
import gzip
import io
import json
import marshal
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
import zlib
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import CheckError, CourseError, UsageError
from grader.grading import Grader
from grader.judge import judge
from grader.model import Course, Exercise, Result, Verdict
from grader.practice import PUBLIC_SEED, KnownAnswers, replayed_checks
from grader.practice.model import pack
from grader.publish.artefact import write_file, write_folder, zipped
from grader.publish.faithful import compared
from grader.publish.kit import student_kit
from grader.publish.leaks import Fingerprints, find_leaks, fingerprints_of
from grader.publish.record import record
from grader.verify import submissions_of
from grader.worker.proxy import Submission
from tests.support import ROOT, course_command
from tests.tiny_course import CHECKS, write_tiny_course

EVERY = 9  # of the submissions of each exercise, so many share one that is graded here
SECRET = 987_654_321_012_345


@pytest.fixture(scope="session")
def fingerprints() -> Fingerprints:
    return fingerprints_of(ROOT, [SECRET])


def essence(results: list[Result]) -> list[tuple[str, ...]]:
    return [(r.check, r.case, r.verdict, r.hint, f"{r.weight:g}") for r in results]


def same_message(kits: str, courses: str) -> bool:
    """A check may name the values of a tuple; a kit counts them."""
    if kits.startswith("expected more than"):
        return kits.partition("got ")[2] in courses
    return kits == courses or (kits.startswith("value ") and kits.partition(": ")[2] in courses)


def chosen(exercise: Exercise) -> list[Path]:
    paths = submissions_of(ROOT, exercise.slug)
    swift = [path for path in paths if path.parent.name != "timeout"]
    own = [ROOT / "solutions" / exercise.slug / f"{exercise.slug}.py"]
    return own + swift[::EVERY]


def test_a_kit_says_what_the_course_says(grader: Grader, practice: Grader) -> None:
    diagnosed = 0
    for exercise in practice.course.exercises:
        for path in chosen(exercise):
            here = practice.grade(exercise, path, PUBLIC_SEED)
            there = grader.grade(exercise, path, PUBLIC_SEED)
            recorded = {result.check for result in here.results}
            real = [result for result in there.results if result.check in recorded]
            assert essence(list(here.results)) == essence(real), path
            assert len(real) < len(there.results) or here.score == there.score, path
            for kits, courses in zip(here.results, real, strict=True):
                assert same_message(kits.message, courses.message), path
                # A mistake that depends on earlier questions is known by its record only.
                assert kits.diagnosis == courses.diagnosis or not courses.diagnosis, path
            diagnosed += any(result.diagnosis for result in here.results)
    assert diagnosed > 5


def test_the_same_course_gives_the_same_bytes(
    grader: Grader, part: Course, kit: dict[str, bytes]
) -> None:
    for exercise in part.exercises[:2]:
        practice = pack(record(grader, exercise))
        assert practice == kit[f"practice/{exercise.slug}.xz"]
    backwards = dict(reversed(kit.items()))
    assert zipped(kit) == zipped(backwards)


def test_a_kit_holds_everything_a_learner_needs_and_no_more(
    kit: dict[str, bytes], part: Course
) -> None:
    for exercise in part.exercises:
        slug = exercise.slug
        needed = {f"exercises/{slug}/{name}" for name in (f"{slug}.py", f"test_{slug}.py")}
        needed |= {f"exercises/{slug}/{name}" for name in ("README.md", "README.ko.md")}
        assert needed | {f"practice/{slug}.xz"} <= kit.keys()
        for readme in ("README.md", "README.ko.md"):
            assert f"exercises/{slug}/{readme}".encode() in kit["README.md"]
    tops = {name.split("/")[0] for name in kit}
    assert tops == {
        *("LICENSE", "PUBLISHED.txt", "README.md", "README.ko.md", "cli.py", "course.yml"),
        *("docs", "exercises", "grader", "notebooks", "practice", "pyproject.toml"),
    }
    assert not [name for name in kit if "publish" in name or "verify" in name]


def test_a_kit_gives_nothing_away(kit: dict[str, bytes], fingerprints: Fingerprints) -> None:
    assert find_leaks(kit, fingerprints) == []


LINE = "output += kernel[i, j] * image[i:below:vertical, j:right:horizontal]"
COMPILED = marshal.dumps(compile((ROOT / "solutions/stride/stride.py").read_text(), "x", "exec"))


def png_with_text(text: bytes) -> bytes:
    data = b"Comment\0\0" + zlib.compress(text)
    chunk = len(data).to_bytes(4, "big") + b"zTXt" + data
    return b"\x89PNG\r\n\x1a\n" + chunk + zlib.crc32(chunk[4:]).to_bytes(4, "big")


def packed_in_tar(text: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("notes")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return buffer.getvalue()


def packed_in_zip(text: bytes, name: str = "notes") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def notebook(lines: list[str]) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": lines}]}).encode()


SOLUTION = (ROOT / "solutions/stride/stride.py").read_bytes()
LEAKS = {
    "a solution": ("exercises/a.py", SOLUTION),
    "one line of it": ("exercises/a.py", f"x = 1\n    {LINE}  # so\n".encode()),
    "spelled with other blanks": ("a.md", LINE.replace(" ", "").replace("+=", " += ").encode()),
    "in a notebook": ("a.ipynb", notebook(["import numpy\n", f"{LINE}\n"])),
    "in an output of a notebook": (
        "a.ipynb",
        json.dumps({"cells": [{"outputs": [{"text": f"a\n{LINE}\n"}]}]}).encode(),
    ),
    "encoded in a notebook": (
        "a.ipynb",
        json.dumps({"attachments": {"x": base64.b64encode(LINE.encode()).decode()}}).encode(),
    ),
    "in a text of a program": ("exercises/a.py", f'"""Notes.\n\n{LINE}\n"""\n'.encode()),
    "compressed": ("a.gz", gzip.compress(LINE.encode())),
    "in a zip in a tar": ("a.bin", packed_in_tar(packed_in_zip(LINE.encode()))),
    "in the text of a picture": ("figure.png", png_with_text(LINE.encode())),
    "in another encoding": ("a.txt", LINE.encode("utf-16-le")),
    "compiled": ("exercises/data.bin", COMPILED),
    "a hidden check": (
        "a.py",
        b"    image, weights = view(whole(rng, (7, 10))), view(whole(rng, (3, 4)))\n",
    ),
    "the reference": (
        "a.py",
        (ROOT / "solutions/reference.py").read_bytes(),
    ),
    "a wrong submission": (
        "a.py",
        (ROOT / "solutions/stride/submissions/wrong/changes_the_image.py").read_bytes(),
    ),
    "the secret seed": ("course.yml", f"seed: {SECRET}".encode()),
    "the secret seed in binary": ("a.npy", b"..." + SECRET.to_bytes(8, "little")),
    "a file of that name": ("solutions/stride/notes.txt", b"hello"),
    "a file of that name in a zip": ("a.zip", packed_in_zip(b"1", "stride/checks.py")),
    "a cache": ("grader/__pycache__/score.cpython-311.pyc", b""),
    "a gradebook": ("gradebook.db", b""),
}


@pytest.mark.parametrize(("name", "content"), LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found(name: str, content: bytes, fingerprints: Fingerprints) -> None:
    leaks = find_leaks({name: content, "README.md": b"harmless"}, fingerprints)
    assert leaks
    assert all(leak.startswith(name) for leak in leaks)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_course(tmp_path / "course")


def test_publish_verifies_first_and_says_so(tiny: Path, tmp_path: Path) -> None:
    target = tmp_path / "kit"
    done = course_command("publish", "--to", str(target), "--seeds", "1", cwd=tiny)
    assert done.returncode == 0, done.stderr
    assert "promises hold, under 1 seeds" in (target / "PUBLISHED.txt").read_text()
    assert "0 do not" in done.stdout


def test_what_does_not_hold_is_not_published(tiny: Path, tmp_path: Path) -> None:
    (tiny / "exercises/double/README.ko.md").unlink()
    targets = ["--to", str(tmp_path / "kit"), "--zip", str(tmp_path / "kit.zip")]
    done = course_command("publish", *targets, "--seeds", "1", cwd=tiny)
    assert done.returncode == 1
    assert "README.ko.md: missing" in done.stdout
    assert "Nothing was published" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_a_leak_stops_everything(tiny: Path, tmp_path: Path) -> None:
    (tiny / "exercises/double/notes.md").write_text("### BEGIN SOLUTION")
    targets = ["--to", str(tmp_path / "kit"), "--zip", str(tmp_path / "kit.zip")]
    done = course_command("publish", *targets, "--unverified", cwd=tiny)
    assert done.returncode == 2
    assert "exercises/double/notes.md: holds a text of a solution" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_skipping_the_verification_is_in_the_log(tiny: Path, tmp_path: Path) -> None:
    target = tmp_path / "kit.zip"
    done = course_command("publish", "--zip", str(target), "--unverified", cwd=tiny)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(target) as archive:
        assert "verification: none (--unverified)" in archive.read("PUBLISHED.txt").decode()


def test_nothing_to_publish_is_wrong_usage(tiny: Path) -> None:
    done = course_command("publish", "--unverified", cwd=tiny)
    assert done.returncode == 2
    assert "say what to publish" in done.stderr


JUDGES_BY_ITSELF = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "assert submission.double(number).value == 2 * number",
)
JUDGES_SOMETHING_ELSE = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "answer = submission.double(number)\n"
    "    exactly(msgspec.structs.replace(answer, value=answer.value + 1), 2 * number + 1)",
).replace("from grader", "import msgspec\nfrom grader", 1)


ANOTHER = """

@check(hint="", needs=doubles)
def halves(submission):
    \"\"\"doubles a half\"\"\"
    exactly(submission.double(0.5), 1.0)
"""
PAIRS = CHECKS.replace(
    "exactly(submission.double(number), 2 * number)",
    "answer = submission.double(3)\n"
    "    exactly(answer.part(0), 3)\n"
    "    exactly(answer.part(1), 3 * 10**30)",
)


@pytest.mark.parametrize(
    ("checks", "why"),
    [
        (JUDGES_BY_ITSELF, "no word (close, exactly, …) is said about any answer"),
        (JUDGES_SOMETHING_ELSE, "it judges something else than an answer or one item of it"),
    ],
)
def test_a_check_that_cannot_be_recorded_is_left_out_and_named(
    tiny: Path, checks: str, why: str
) -> None:
    (tiny / "solutions/double/checks.py").write_text(checks)
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader, pytest.raises(CheckError, match="no check can become"):
        record(grader, course.exercises[0])
    (tiny / "solutions/double/checks.py").write_text(checks + ANOTHER)
    with Grader(tiny, course) as grader:
        practice = record(grader, course.exercises[0])
        log = student_kit(grader, "log\n", None)["PUBLISHED.txt"].decode()
    assert practice.left_out == {"doubles": why}
    assert [(check.name, check.needs) for check in practice.checks] == [("halves", ())]
    assert log == f"log\ndouble: not in the practice: doubles: {why}\n"


def test_a_check_that_judges_beside_its_words_is_left_out(tiny: Path) -> None:
    checks = CHECKS.replace("from grader", "from grader.errors import Wrong\nfrom grader", 1)
    checks = checks.replace(
        "exactly(submission.double(number), 2 * number)",
        "answer = submission.double(number)\n"
        "    exactly(answer.part(0), number)\n"
        "    if answer.value[1] != 2 * number:\n"
        "        raise Wrong('not doubled')",
    )
    (tiny / "solutions/double/checks.py").write_text(checks + ANOTHER.replace("1.0", "(0.5, 1.0)"))
    solution = tiny / "solutions/double/double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return x, 2 * x"))
    wrong = tiny / "solutions/double/submissions/wrong/adds.py"
    wrong.write_text('"""You add."""\ndef double(x):\n    return x, x + 2\n')
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader:
        practice = record(grader, course.exercises[0])
        assert practice.left_out == {}
        practice = compared(grader, course.exercises[0], practice)
    assert practice.left_out == {"doubles": "for adds.py it says passed, and the course wrong"}
    assert [(check.name, check.needs) for check in practice.checks] == [("halves", ())]


def test_values_of_a_tuple_are_judged_one_by_one(tiny: Path, tmp_path: Path) -> None:
    (tiny / "solutions/double/checks.py").write_text(PAIRS)
    solution = tiny / "solutions/double/double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return x, 10**30 * x"))
    wrong = tiny / "solutions/double/submissions/wrong/adds.py"
    wrong.write_text('"""You add."""\ndef double(x):\n    return x, x + 1\n')
    course = load_course(tiny / "course.yml")
    with Grader(tiny, course) as grader:
        write_folder(tmp_path / "kit", student_kit(grader, "log", None))
    with Grader(tmp_path / "kit", course) as kit:
        (found,) = kit.grade(course.exercises[0], wrong, PUBLIC_SEED).results
        (right,) = kit.grade(course.exercises[0], solution, PUBLIC_SEED).results
    assert right.verdict == "passed"
    assert (found.verdict, found.diagnosis) == ("wrong", "You add.")
    assert found.message.startswith("value 2 of 2: expected 3000")


TIMING = ROOT / "tests/courses/timing"


KERNEL = """\
from numba import cuda


@cuda.jit
def double(x, out):
    i = cuda.grid(1)
    if i < x.size:
        ### BEGIN SOLUTION
        out[i] = x[i] + x[i]
        ### END SOLUTION
"""
KERNEL_CHECKS = """\
import numpy as np

from grader.checks import check, close
from grader.checks.kernels import at_most, counts_at_most, launched
from grader.errors import Unmeasured


def run(submission, rng):
    x = rng.standard_normal(40).astype(np.float32)
    done = launched(submission, "double", (2,), (32,), (x, np.zeros_like(x)))
    close(done.answer, x + x, 0)
    return done


@check(hint="Think of 2 * x.")
def doubles(submission, rng):
    run(submission, rng)


@check(hint="Load once.")
def frugal(submission, rng):
    counts_at_most(run(submission, rng).answer, "stores", "stores", 1, "Store once.", per=40)


@check(hint="Load once.")
def works_it_out(submission, rng):
    at_most(submission, "loads", run(submission, rng).counts.traffic("global").lanes, 200, "")


@check(hint="Find a GPU.")
def fast(submission):
    raise Unmeasured("not measured here")
"""
WRONG_KERNELS = {
    "wrong/adds": KERNEL.replace("x[i] + x[i]", "x[i] + 2"),
    "wrong/no_guard": KERNEL.replace("i < x.size", "i < 64"),
    "slow/twice": KERNEL.replace("x[i] + x[i]", "out[i] = x[i] + x[i]"),
}


def test_a_kit_launches_kernels_and_counts_what_they_do(tiny: Path) -> None:
    (tiny / "solutions/double/double.py").write_text(KERNEL)
    (tiny / "solutions/double/checks.py").write_text(KERNEL_CHECKS)
    (tiny / "solutions/double/submissions/slow").mkdir()
    for name, source in WRONG_KERNELS.items():
        path = tiny / f"solutions/double/submissions/{name}.py"
        path.write_text(f'"""This is {path.stem}."""\n\n{source}')
    course = load_course(tiny / "course.yml")
    exercise = course.exercises[0]
    with Grader(tiny, course) as grader:
        practice = compared(grader, exercise, record(grader, exercise))
        path = tiny / "solutions/double/submissions/wrong/adds.py"
        with Submission(path, grader.zygote(exercise), exercise) as submission:
            known = KnownAnswers(practice)
            wrong, _, fast = judge(replayed_checks(practice), submission, known, seed=1)
        path = tiny / "solutions/double/submissions/slow/twice.py"
        with Submission(path, grader.zygote(exercise), exercise) as submission:
            right, slow, _ = judge(replayed_checks(practice), submission, known, seed=1)
    assert [check.name for check in practice.checks] == ["doubles", "frugal", "fast"]
    why = "it works out loads by itself: only `counts_at_most` can be repeated"
    assert practice.left_out == {"works_it_out": why}
    assert (wrong.verdict, wrong.diagnosis) == (Verdict.WRONG, "This is adds.")
    assert (right.verdict, slow.verdict) == (Verdict.PASSED, Verdict.SLOW)
    assert fast.unmeasured
    assert fast.message == "not measured here"
    assert slow.counts == {"stores": 2}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reads others' clocks")
def test_speed_is_measured_beside_the_visible_baseline(tmp_path: Path) -> None:
    course = load_course(TIMING / "course.yml")
    (exercise,) = course.exercises
    with Grader(TIMING, course) as grader:
        practice = record(grader, exercise)
    place = tmp_path / "kit"
    shutil.copytree(TIMING / "exercises", place / "exercises")
    (place / "exercises/blur/speedups.json").write_text('{"fast/20 000 values": 1.0}')
    write_folder(place / "practice", {"blur.xz": pack(practice)})
    assert len(pack(practice)) < 50_000  # a sample of each large array, not all of it
    with Grader(place, course) as kit:
        graded = kit.grade(exercise, TIMING / "solutions/blur/blur.py", PUBLIC_SEED)
        wrong = tmp_path / "blur.py"
        wrong.write_text("def blur(x):\n    return x[8:] + 1\n")
        stopped = kit.grade(exercise, wrong, PUBLIC_SEED)
    assert [result.verdict for result in graded.results] == ["passed", "passed"]
    (speed,) = [result.speed for result in graded.results if result.speed]
    assert speed.ratio > 1
    assert [result.verdict for result in stopped.results] == ["wrong", "skipped"]


def test_a_speed_check_without_a_visible_baseline_is_named(tmp_path: Path) -> None:
    place = tmp_path / "course"
    shutil.copytree(TIMING, place)
    (place / "exercises/blur/baseline.py").unlink()
    course = load_course(place / "course.yml")
    with Grader(place, course) as grader:
        practice = record(grader, course.exercises[0])
    assert "it measures speed: write exercises/blur/baseline.py" in practice.left_out["fast"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "kit"
    write_folder(target, {"a": b"1"})
    with pytest.raises(UsageError, match="is not empty"):
        write_folder(target, {"b": b"2"})
    assert [path.name for path in target.iterdir()] == ["a"]
    with pytest.raises(UsageError, match="cannot be written"):
        write_folder(tmp_path / "other", {"a": b"1", "a/b": b"2"})
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / "kit", b"2")
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def installed(kit_folder: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The kit, installed into a fresh environment, which borrows our libraries; where, programs."""
    place = tmp_path / "kit"
    shutil.copytree(kit_folder, place)
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env/bin"
    done = subprocess.run(
        [programs / "python", "-m", "pip", "install", "-q", "--no-deps", "-e", "."],
        cwd=place,
        capture_output=True,
        text=True,
    )
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("no package index to install the kit's build system from")
    assert done.returncode == 0, done.stderr
    (packages,) = (tmp_path / "env").glob("lib/python*/site-packages")
    ours = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "borrowed.pth").write_text("\n".join(ours))
    return place, programs


def test_grade_runs_in_the_kit_alone(kit_folder: Path, tmp_path: Path) -> None:
    place, programs = installed(kit_folder, tmp_path)
    own = place / "exercises/stride/stride.py"
    shutil.copy(ROOT / "solutions/stride/submissions/wrong/swaps_the_pair.py", own)

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(programs / program), *arguments]
        return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=60)

    where = run("python", "-c", "import grader; print(grader.__file__)")
    assert where.stdout.strip() == str(place / "grader/__init__.py")
    done = run("grade", "stride", "--hint")
    assert done.returncode == 1, done.stderr
    parts = ["Why: ", "Try it: conv2d(", "hint: stride", "practice cases"]
    assert [part for part in parts if part not in done.stdout] == []
    assert json.loads(run("grade", "--json", "-").stdout)["attempt"]["seed"] == PUBLIC_SEED
    refused = run("grade", "--seed", "5")
    assert refused.returncode == 2
    assert "practice cases have one seed" in refused.stderr
    samples = run("python", "-m", "pytest", "-q", "exercises/stride")
    assert re.search(r"[1-9] failed, [1-9] passed", samples.stdout), samples.stdout


def test_a_damaged_practice_file_is_named(kit_folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kit"
    shutil.copytree(kit_folder, place)
    (place / "practice/stride.xz").write_bytes(b"no")
    with (
        Grader(place, load_course(place / "course.yml")) as grader,
        pytest.raises(CourseError, match=r"practice/stride\.xz: cannot be read .*unpack the kit"),
    ):
        grader.prepare(grader.course.exercises[0])
