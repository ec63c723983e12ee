"""A class is graded: every attempt once, the best one counts, and what is no mark says so."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import msgspec
import psutil
import pytest

from grader.autograde.batch import Class, _needs_quiet
from grader.autograde.secret import read_secret, seed_of
from grader.autograde.version import version_of
from grader.course import load_course
from grader.errors import UsageError
from grader.model import Exercise
from tests.support import POINTS, ROOT, heed_ctrl_c

FULL = f"{POINTS['convolution']:g}"

SOLUTION = ROOT / "solutions/convolution/convolution.py"
BAD = ROOT / "solutions/convolution/submissions"
WRONG = BAD / "wrong/flips_the_kernel.py"
SLOW = "import time\ntime.sleep(4)\n"
COURSE_YML = load_course(ROOT / "course.yml")
COURSE = [sys.executable, "-c", "from cli import course; course()"]


def hand_in(folder: Path, student: str, source: Path, attempt: str = "") -> None:
    path = folder / student / attempt / "convolution.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, path)


def autograde(
    folder: Path, *more: str, slugs: tuple[str, ...] = ("convolution",)
) -> subprocess.CompletedProcess[str]:
    command = [*command_for(folder), *slugs, *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def command_for(folder: Path) -> list[str]:
    secret = str(folder.parent / "secret")
    return [*COURSE, "autograde", str(folder), "--to", f"{folder}-marks", "--secret", secret]


def table(folder: Path) -> dict[str, dict[str, str]]:
    path = folder.with_name(f"{folder.name}-marks") / "marks.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def evidence(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Path → when and what was written."""
    home = folder.with_name(f"{folder.name}-marks") / "evidence"
    return {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in home.rglob("evidence.json")}


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    hand_in(folder, "kim", SOLUTION)
    hand_in(folder, "lee", WRONG)
    return folder


def test_marks_and_an_explicit_status(school: Path) -> None:
    (school / "park.zip").write_bytes(b"no zip")
    (school / "choi").mkdir()
    done = autograde(school)
    assert done.returncode == 1, done.stderr
    rows = table(school)
    got = {name: (row["total"], row["convolution status"]) for name, row in rows.items()}
    assert got == {
        "kim": (FULL, "graded"),
        "lee": ("0", "graded"),
        "choi": ("0", "not submitted"),
        "park": ("", "unreadable"),  # never looks like 0
    }
    assert rows["park"]["status"] == "convolution unreadable"
    assert rows["kim"]["status"] == "complete"
    assert rows["kim"]["convolution: worked_example"] == "passed"
    assert rows["lee"]["convolution: worked_example"] == "wrong"
    assert "2 graded, 0 kept" in done.stdout
    assert "park (convolution): unreadable: the zip is broken" in done.stdout


def test_evidence_explains_a_mark_and_repeats_it(school: Path) -> None:
    autograde(school)
    (path,) = [path for path in evidence(school) if "lee" in path.parts]
    found = json.loads(path.read_text())
    report = found["report"]
    assert report["exercises"][0]["results"][0]["diagnosis"].startswith("You flip the kernel")
    assert report["exercises"][0]["path"] == str(school / "lee/convolution.py")
    assert report["attempt"]["isolation"]
    again = subprocess.run(
        [
            *(sys.executable, "-c", "from cli import grade; grade()", "convolution"),
            *("--json", "-", "--seed", str(report["attempt"]["seed"])),
            *("--submission", str(path.parent)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    results = json.loads(again.stdout)["exercises"][0]["results"]
    said = [[r["check"], r["case"], r["verdict"], r["message"], r["diagnosis"]] for r in results]
    assert said == [
        [r["check"], r["case"], r["verdict"], r["message"], r["diagnosis"]]
        for r in report["exercises"][0]["results"]
    ]


def test_what_is_graded_is_kept_and_what_is_new_is_added(school: Path) -> None:
    autograde(school)
    before = evidence(school)
    hand_in(school, "park", SOLUTION)
    done = autograde(school)
    assert "1 graded, 2 kept" in done.stdout
    after = evidence(school)
    assert {path: after[path] for path in before} == before
    assert len(after) == 3
    assert "3 graded, 0 kept" in autograde(school, "--again").stdout


def test_the_best_attempt_counts(school: Path) -> None:
    hand_in(school, "lee", SOLUTION, "second")
    hand_in(school, "kim", WRONG, "second")
    hand_in(school, "kim", SOLUTION, "the same again")
    autograde(school)
    rows = table(school)
    assert [rows[name]["total"] for name in ("kim", "lee")] == [FULL, FULL]
    assert [rows[name]["convolution attempts"] for name in ("kim", "lee")] == ["2", "2"]


def test_other_secrets_give_other_numbers(school: Path) -> None:
    autograde(school)
    path = next(iter(evidence(school)))
    seed = json.loads(path.read_text())["report"]["attempt"]["seed"]
    other = school.parent / "other"
    other.write_text("a secret of another year")
    done = autograde(school, "--secret", str(other))
    assert "2 graded, 0 kept" in done.stdout
    assert json.loads(path.read_text())["report"]["attempt"]["seed"] != seed


def test_what_is_no_longer_handed_in_is_graded_again_from_the_copy(school: Path) -> None:
    autograde(school)
    shutil.rmtree(school / "kim")
    other = school.parent / "other"
    other.write_text("a secret of another year")
    assert "2 graded, 0 kept" in autograde(school, "--secret", str(other)).stdout
    assert table(school)["kim"]["total"] == FULL
    (copy,) = [path for path in evidence(school) if "kim" in path.parts]
    (copy.parent / "convolution.py").write_text("# somebody changed it")
    autograde(school)
    assert table(school)["kim"]["convolution status"] == "not graded yet"


def test_what_could_not_be_read_is_forgotten_when_it_can(school: Path) -> None:
    (school / "park.zip").write_bytes(b"no zip")
    assert autograde(school).returncode == 1
    with zipfile.ZipFile(school / "park.zip", "w") as archive:
        archive.write(SOLUTION, "convolution.py")
    done = autograde(school)
    assert (done.returncode, table(school)["park"]["total"]) == (0, FULL)
    assert len(evidence(school)) == 3


def test_nobody_runs_a_formula_in_the_instructors_spreadsheet(school: Path) -> None:
    for name in ("=1+1", "@sum", "김민수"):
        hand_in(school, name, SOLUTION)
    autograde(school)
    assert {"'=1+1", "'@sum", "김민수"} < set(table(school))


def test_seeds_follow_from_student_and_content(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    secret = read_secret(path)
    assert read_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    cases = [("kim", "a", "1"), ("lee", "a", "1"), ("kim", "b", "1"), ("kim", "a", "2")]
    seeds = [seed_of(secret, *case) for case in cases]
    assert len(set(seeds)) == 4
    # Of 32 bits a submission could try all, and foresee the inputs that its speed is timed with.
    assert 1 << 48 < max(seeds) < 1 << 53
    assert seeds == [seed_of(secret, *case) for case in cases]
    with pytest.raises(UsageError, match="no secret can be read here"):
        read_secret(tmp_path / "none", make=False)
    assert not (tmp_path / "none").exists()
    path.write_text("short")
    with pytest.raises(UsageError, match="at least 16"):
        read_secret(path)


def test_the_version_follows_what_decides_a_verdict(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    exercise = Exercise("convolution", "C", 10)

    def version(of: Exercise = exercise) -> str:
        return version_of(tmp_path, of, b"secret")

    first = version()
    due = load_course(ROOT / "course.yml").exercises[0].due
    assert version(Exercise("convolution", "C", 10, due=due)) == first
    (tmp_path / "solutions/stride/checks.py").write_text("# not this exercise's")
    assert version() == first
    seen = {first, version(Exercise("convolution", "C", 11))}
    changes = ["reference.py", "convolution/checks.py", "convolution/submissions/wrong/averages.py"]
    for number, name in enumerate(changes):
        with (tmp_path / "solutions" / name).open("a") as file:
            file.write("# changed\n")
        seen.add(version())
        assert len(seen) == 3 + number


def test_an_exercise_that_uses_anothers_files_follows_them(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    with (tmp_path / "solutions/convolution/checks.py").open("a") as file:
        file.write("from solutions.cost_model.networks import NETWORKS\n")
    before = version_of(tmp_path, Exercise("convolution", "C", 10), b"")
    with (tmp_path / "solutions/cost_model/networks.py").open("a") as file:
        file.write("# changed\n")
    assert version_of(tmp_path, Exercise("convolution", "C", 10), b"") != before


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A course in which being late costs something."""
    course = tmp_path / "course"
    for name in ("solutions", "exercises", "grader", "cli.py"):
        course.mkdir(exist_ok=True)
        (course / name).symlink_to(ROOT / name)
    late = "late: {per_day: 0.1, grace_minutes: 5}\n"
    entry = "{slug: convolution, title: C, points: 10, due: 2026-03-20T12:00:00+00:00}"
    (course / "course.yml").write_text(f"schema: 1\ntitle: T\n{late}exercises:\n  - {entry}\n")
    return course


def grade_in(course: Path, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*command_for(folder), *more]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120)


def late(folder: Path) -> dict[str, str]:
    return {name: row["convolution days late"] for name, row in table(folder).items()}


def test_late_work_loses_its_share(school: Path, strict: Path) -> None:
    (school / "kim/timestamp.txt").write_text("2026-03-21 13:00:00.0 UTC")
    done = grade_in(strict, school)
    assert done.returncode == 0, done.stderr
    row = table(school)["kim"]
    assert (row["total"], row["convolution days late"], row["convolution lost"]) == ("8", "2", "2")
    assert "1 with no known time of submission" in done.stdout


def test_a_time_that_counts_for_nobody_is_said(school: Path, strict: Path, tmp_path: Path) -> None:
    times = tmp_path / "times.csv"
    times.write_text("student,submitted\nKim,2026-03-30T21:00:00+09:00\n")
    done = grade_in(strict, school, "--submitted", str(times))
    assert done.returncode == 0, done.stderr
    assert "1 named by --submitted and not in SUBMISSIONS" in done.stdout
    assert "'Kim': did you mean kim?" in done.stdout
    times.write_text("student,exercise,submitted\nkim,Convolution,2026-03-30T21:00:00+09:00\n")
    done = grade_in(strict, school, "--submitted", str(times))
    assert done.returncode == 2
    assert f"{times}:2: there is no exercise 'Convolution': did you mean convolution" in done.stderr


def test_the_marks_follow_the_times_of_this_run(school: Path, strict: Path, tmp_path: Path) -> None:
    times, head = tmp_path / "times.csv", "student,submitted\n"

    def grade(rows: str) -> str:
        times.write_text(head + rows)
        return grade_in(strict, school, "--submitted", str(times)).stdout

    kim, lee = "kim,2026-03-30T12:00Z\n", "lee,2026-03-20T12:00Z\n"
    assert "no known time" not in grade(kim + lee)
    assert late(school) == {"kim": "10", "lee": "0"}
    assert "no known time" not in grade(kim.replace("30", "22") + lee)
    assert late(school) == {"kim": "2", "lee": "0"}
    said = grade(lee)
    assert "1 with no known time of submission: they count as in time" in said
    assert "1 of them had one in the run before" in said
    assert late(school) == {"kim": "0", "lee": "0"}
    said = grade(lee)
    assert "1 with no known time" in said
    assert "in the run before" not in said


def test_what_was_handed_in_before_keeps_its_time(
    school: Path, strict: Path, tmp_path: Path
) -> None:
    times = tmp_path / "times.csv"
    times.write_text("student,submitted\nkim,2026-03-20T12:00Z\n")
    grade_in(strict, school, "--submitted", str(times))
    shutil.copy(WRONG, school / "kim/convolution.py")
    times.write_text("student,submitted\nkim,2026-03-30T12:00Z\n")
    shutil.rmtree(school / "lee")
    done = grade_in(strict, school, "--submitted", str(times))
    assert (table(school)["kim"]["total"], late(school)["kim"]) == ("10", "0")
    assert "1 with no known time" in done.stdout  # lee's, which is in the table


def test_a_fault_of_ours_is_no_mark_and_is_tried_again(school: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(ROOT / "solutions", course / "solutions")
    shutil.copy(ROOT / "course.yml", course)
    checks = course / "solutions/convolution/checks.py"
    right = checks.read_text()
    checks.write_text(
        right.replace("image, weights = whole(rng, size)", "image, weights = wohle(rng, size)")
    )
    command = [*command_for(school), "convolution"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=course, env=environment, capture_output=True, text=True, timeout=120
        )

    done = run()
    assert done.returncode == 1
    assert "kim, convolution: a bug in the check" in done.stdout
    row = table(school)["kim"]
    assert (row["total"], row["convolution status"]) == ("", "incomplete")
    assert "error" in row.values()
    assert "2 graded, 0 kept" in run().stdout  # nothing is settled
    checks.write_text(right)
    assert run().returncode == 0
    assert table(school)["kim"]["total"] == FULL


def test_two_at_once_do_not_write_to_the_same_place(school: Path) -> None:
    hand_in(school, "slow", SOLUTION)
    (school / "slow/convolution.py").write_text(SLOW)
    command = [*command_for(school), "convolution"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as first:
        wait_for(lambda: bool(evidence(school)))
        done = autograde(school)
        assert done.returncode == 2
        assert "another `course autograde` is writing here" in done.stderr
        assert first.wait(60) == 0


def wait_for(what: object) -> None:
    deadline = time.monotonic() + 30
    assert callable(what)
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_it_leaves_nothing_running_and_loses_nothing(school: Path, sign: int) -> None:
    hand_in(school, "slow", SOLUTION)
    (school / "slow/convolution.py").write_text(SLOW)
    scratch = school.parent / "tmp"
    scratch.mkdir()
    with subprocess.Popen(
        [*command_for(school), "convolution"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    ) as running:
        wait_for(lambda: len(evidence(school)) == 2)
        started = psutil.Process(running.pid).children(recursive=True)
        before = evidence(school)
        if sign == signal.SIGINT:
            os.killpg(running.pid, sign)  # as a terminal does
        else:
            running.send_signal(sign)
        _, errors = running.communicate(timeout=30)
    assert running.returncode != 0
    assert "Traceback" not in errors
    if sign == signal.SIGINT:
        stopped = ["Stopped. Nothing is left running.", "What was graded is kept: the same command"]
        lines = errors.strip().splitlines()[-2:]
        assert all(map(str.startswith, lines, stopped)), lines
    assert started
    _, left = psutil.wait_procs(started, timeout=10)
    assert left == []
    assert list(scratch.iterdir()) == []
    done = autograde(school)
    assert "1 graded, 2 kept" in done.stdout
    after = evidence(school)
    assert {path: after[path] for path in before} == before
    assert table(school)["slow"]["total"] == "0"


def test_a_run_that_is_refused_adds_no_student(school: Path) -> None:
    (school / "convolution").mkdir()
    assert autograde(school).returncode == 2
    (school / "convolution").rmdir()
    autograde(school)
    assert set(table(school)) == {"kim", "lee"}


def test_students_from_before_are_named_and_what_drops_them(school: Path) -> None:
    (school / "choi").mkdir()
    hand_in(school, "=park", SOLUTION)
    assert "no longer in SUBMISSIONS" not in autograde(school).stdout
    for name in ("choi", "=park", "lee"):
        shutil.rmtree(school / name)
    said = autograde(school).stdout.splitlines()
    first = said.index("3 from before and no longer in SUBMISSIONS: their marks are kept")
    assert said[first + 1 : first + 4] == ["  =park", "  choi", "  lee"]
    assert set(table(school)) == {"kim", "lee", "choi", "'=park"}
    assert said[first + 4].startswith("to drop them, delete these")
    for line in said[first + 5 : first + 8]:
        pattern = Path(line.strip())
        (path,) = pattern.parents[1].glob(f"{pattern.parent.name}/{pattern.name}")
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = autograde(school)
    assert (set(table(school)), again.returncode) == ({"kim"}, 0)
    assert "no longer in SUBMISSIONS" not in again.stdout


def test_wrong_usage(tmp_path: Path) -> None:
    done = autograde(tmp_path / "nowhere")
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr
    (tmp_path / "class/convolution").mkdir(parents=True)
    done = autograde(tmp_path / "class")
    assert done.returncode == 2
    assert "looks like one submission" in done.stderr


def test_kernels_are_left_out_on_a_cpu_and_a_gpu_that_is_not_there_is_named(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "class"
    hand_in(folder, "ada", SOLUTION)
    both = ("convolution", "cuda_relu")
    done = autograde(folder, "--device", "cpu", slugs=both)
    assert done.returncode == 0, done.stderr
    assert "Left out, for they have kernels: cuda_relu" in done.stderr
    assert "cuda_relu" not in "".join(table(folder)["ada"])
    if not any(Path("/dev").glob("nvidia[0-9]*")):
        done = autograde(folder, "--device", "cuda", slugs=both)
        assert done.returncode == 2
        assert "--device cuda: there is no NVIDIA GPU here" in done.stderr


def test_what_is_launched_on_the_one_gpu_is_graded_alone() -> None:
    plain, kernels = Exercise("a", "A", 1), Exercise("b", "B", 1, devices=("sim", "cuda"))
    for on_card in (False, True):
        what = Class(ROOT, COURSE_YML, [], ROOT, ROOT, b"", {}, on_card=on_card)
        assert _needs_quiet(kernels, what) is on_card
        assert not _needs_quiet(plain, what)
        assert _needs_quiet(msgspec.structs.replace(plain, alone=True), what)


def test_work_under_another_name_is_no_silent_zero(school: Path) -> None:
    for student in ("kim", "lee"):
        shutil.copy(SOLUTION, school / student / "conv_final.py")
    (school / "park").mkdir()
    shutil.copy(SOLUTION, school / "park/Convolution (1).py")
    hand_in(school, "song", SOLUTION)
    (school / "song/convolution.py").rename(school / "song/conv.py")
    done = autograde(school)
    assert done.returncode == 1, done.stderr
    rows = table(school)
    assert (rows["park"]["total"], rows["song"]["total"]) == (FULL, "")
    assert rows["song"]["convolution status"] == "unreadable"
    assert "not used, since no exercise is called so:\n  kim: conv_final.py" in done.stdout
    reason = "not used: conv.py; rename it as its exercise, like convolution/convolution.py"
    assert f"song (convolution): unreadable: {reason}" in done.stdout
    assert reason in rows["song"]["convolution fault"]


def test_what_cannot_be_read_is_named_also_where_another_attempt_counts(school: Path) -> None:
    (school / "kim/convolution.ipynb").write_text("{")
    for name in ("convolution.ipynb", "convolution (1).ipynb"):
        (school / "park").mkdir(exist_ok=True)
        (school / "park" / name).write_text("{")
    done = autograde(school)
    assert "3 could not be read" in done.stdout
    rows = table(school)
    assert (rows["kim"]["total"], rows["kim"]["status"]) == (FULL, "complete")
    lost = f"{school}/kim/convolution.ipynb: it is no notebook that can be read"
    assert lost in rows["kim"]["convolution fault"]
    head = "could not be read, but another attempt counts:\n"
    assert f"{head}  kim (convolution): {lost}" in done.stdout
    assert done.stdout.count("it is no notebook") == 3


def test_what_the_summary_leaves_out_is_in_the_table(school: Path) -> None:
    for number in range(12):
        (school / f"park{number}.zip").write_bytes(b"no zip")
    assert "… and 2 more in marks.csv, column fault" in autograde(school).stdout


def test_what_could_not_be_used_is_forgotten_when_it_is_gone(school: Path) -> None:
    (school / "kim/convolution.py").rename(school / "kim/conv.py")
    autograde(school)
    assert table(school)["kim"]["convolution status"] == "unreadable"
    (school / "kim/conv.py").unlink()
    autograde(school)
    assert table(school)["kim"]["convolution status"] == "not submitted"
