"""Gradescope and GitHub Classroom, laid out as they document it: the same marks, line by line."""

import base64
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from grader.course import load_course
from grader.grading import Grader
from grader.model import Attempt, Course, Graded, Report, Result, Speed, Verdict
from grader.practice import PUBLIC_SEED
from grader.publish.artefact import write_folder, zipped
from grader.publish.gradescope.results import results_of
from grader.publish.gradescope.upload import PROGRAMS, gradescope_upload
from grader.publish.publish import WORKFLOW, workflow
from grader.report.classroom import classroom_results
from grader.score import overall, score
from tests.support import PARTLY, PARTLY_POINTS, ROOT, STRIDE_POINTS

BASH = shutil.which("bash") or "/bin/bash"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """/autograder as Gradescope builds it, but for setup.sh: libraries are borrowed."""
    course, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("autograder")
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder, course / folder)
    shutil.copy(ROOT / "course.yml", course)
    loaded = load_course(course / "course.yml")
    upload = gradescope_upload(course, loaded.exercises[1:3])
    assert zipped(upload) == zipped(gradescope_upload(course, loaded.exercises[1:3]))
    (home / "autograder.zip").write_bytes(zipped(upload, PROGRAMS))
    with zipfile.ZipFile(home / "autograder.zip") as archive:
        archive.extractall(home / "source")
        (home / "run_autograder").write_bytes(archive.read("run_autograder"))
    (home / "run_autograder").chmod(0o755)
    venv.create(home / "venv", with_pip=False)
    (packages,) = (home / "venv").glob("lib/python*/site-packages")
    ours = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "borrowed.pth").write_text("\n".join(ours))
    return home


def run(home: Path, submission: dict[str, bytes]) -> tuple[int, str, dict[str, Any]]:
    """Grade one submission; exit code, standard output, results.json."""
    for name in ("submission", "results"):
        shutil.rmtree(home / name, ignore_errors=True)
        (home / name).mkdir()
    for name, content in submission.items():
        (home / "submission" / name).write_bytes(content)
    users = [{"email": "kim@example.org", "id": 1, "name": "Kim"}]
    (home / "submission_metadata.json").write_text(json.dumps({"users": users}))
    environment = {**os.environ, "AUTOGRADER": str(home)}
    command = [str(home / "run_autograder")]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    path = home / "results/results.json"
    return done.returncode, done.stdout, json.loads(path.read_text()) if path.exists() else {}


def test_a_submission_gets_a_line_for_each_check(home: Path, course: Course) -> None:
    code, _, results = run(home, {"stride.py": PARTLY.read_bytes()})
    assert code == 0
    assert results["score"] == PARTLY_POINTS
    assert results["visibility"] == "visible"
    assert results["stdout_visibility"] == "hidden"
    assert results["leaderboard"] == [{"name": "points", "value": PARTLY_POINTS}]
    tests = {test["name"]: test for test in results["tests"]}
    pairs = tests["Stride: takes a pair: the step down, then the step to the right"]
    assert (pairs["score"], pairs["max_score"], pairs["status"]) == (
        0,
        pytest.approx(STRIDE_POINTS * 4 / 20),
        "failed",
    )
    assert "Why: You take a pair the wrong way round" in pairs["output"]
    assert "(7 of 8 cases fail)" in pairs["output"]
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(PARTLY_POINTS)
    most = sum(exercise.points for exercise in course.exercises[1:3])
    assert sum(test["max_score"] for test in results["tests"]) == pytest.approx(most)
    missing = [test for test in results["tests"] if test["tags"] == ["padding"]]
    assert {test["status"] for test in missing} == {"failed"}
    assert "there is no file padding.py" in missing[0]["output"]


def test_a_misnamed_file_is_named_with_the_name_that_it_needs(home: Path) -> None:
    source = {"pad.py": b"", "stride.py": PARTLY.read_bytes(), "padding.ipynb": b"no"}
    _, _, results = run(home, {"pad.py": b"", "stride.py": PARTLY.read_bytes()})
    said = {name: told_for(results, name) for name in ("padding", "stride")}
    assert (
        "You handed in pad.py: what is for this exercise is called padding.py or padding"
        in (said["padding"])
    )
    assert "You handed in" not in said["stride"]
    _, _, results = run(home, source)
    assert "padding.ipynb: " in told_for(results, "padding")
    assert "You handed in" not in told_for(results, "padding")


def told_for(results: dict[str, Any], slug: str) -> str:
    return "".join(test["output"] for test in results["tests"] if test["tags"] == [slug])


def test_notebooks_are_taken_too(home: Path) -> None:
    cell = {"cell_type": "code", "source": PARTLY.read_text(), "metadata": {}, "outputs": []}
    notebook = {"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    _, _, results = run(home, {"stride.ipynb": json.dumps(notebook).encode()})
    assert results["score"] == PARTLY_POINTS


def test_what_cannot_be_judged_leaves_no_results(home: Path) -> None:
    checks = home / "source/solutions/stride/checks.py"
    text = checks.read_text()
    checks.write_text(text.replace("image, weights = view(", "image, weights = viev("))
    code, said, results = run(home, {"stride.py": PARTLY.read_bytes()})
    checks.write_text(text)
    assert (code, results) == (3, {})
    assert "Could not be graded, and is no zero: views: a bug in the check" in said


def test_scripts_may_be_run_and_are_at_the_root(home: Path) -> None:
    with zipfile.ZipFile(home / "autograder.zip") as archive:
        modes = {name: archive.getinfo(name).external_attr >> 16 for name in PROGRAMS}
    assert {mode & 0o777 for mode in modes.values()} == {0o755}
    for script in PROGRAMS:
        subprocess.run([BASH, "-n", str(home / "source" / script)], check=True)


def test_classroom_reports_partial_credit(
    kit: dict[str, bytes], part: Course, grader: Grader, tmp_path: Path
) -> None:
    write_folder(tmp_path / "repository", kit | {WORKFLOW: workflow()})
    repository = tmp_path / "repository"
    shutil.copy(PARTLY, repository / "exercises/stride/stride.py")
    steps = yaml.safe_load((repository / WORKFLOW).read_text())["jobs"]["run-autograding-tests"]
    (grade,) = [step for step in steps["steps"] if step.get("id") == "course"]
    (report,) = [step for step in steps["steps"] if "reporter" in step.get("uses", "")]
    assert report["env"] == {"COURSE_RESULTS": "${{ steps.course.outputs.result }}"}
    assert report["with"] == {"runners": "course"}
    programs = tmp_path / "bin"
    programs.mkdir()
    for program, start in {"python": "", "grade": " -c 'from cli import grade; grade()'"}.items():
        (programs / program).write_text(f'#!/bin/sh\nexec {sys.executable}{start} "$@"\n')
        (programs / program).chmod(0o755)
    output = tmp_path / "output"
    environment = {
        **os.environ,
        "GITHUB_OUTPUT": str(output),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(repository),
    }
    command = [BASH, "-e", "-c", grade["run"]]
    subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)
    name, _, encoded = output.read_text().strip().partition("=")
    results = json.loads(base64.b64decode(encoded))
    assert (name, results["status"], results["max_score"]) == (
        "result",
        "fail",
        pytest.approx(sum(exercise.points for exercise in part.exercises)),
    )
    expected = grader.grade(grader.course.exercises[1], PARTLY, PUBLIC_SEED)
    points = sum(test["score"] for test in results["tests"])
    assert points == pytest.approx(expected.score.earned) == pytest.approx(PARTLY_POINTS)


def a_report(*results: Result) -> Report:
    graded = Graded("blur", "Blur", "blur.py", overall(results), score(20.0, results), results)
    attempt = Attempt(0, "2026-11-20T12:00:00+00:00", 1.0, "a machine", "A: sandbox")
    return Report(1, "A course", attempt, graded.score, (graded,))


def result(check: str, verdict: Verdict, credit: float, weight: float = 1.0) -> Result:
    return Result(check, f"is {check}", "", verdict, "why", credit=credit, weight=weight)


def test_a_slow_submission_gets_its_part_and_a_place_on_the_leaderboard() -> None:
    speed = Speed(0.5, 0.45, 0.55, full=0.8, zero=0.1, pairs=20, cpu_seconds=0.1)
    slow = msgspec.structs.replace(result("fast", Verdict.SLOW, 0.5, 3.0), speed=speed)
    results = results_of(a_report(result("right", Verdict.PASSED, 1.0), slow))
    assert [(t["score"], t["max_score"], t["status"]) for t in results["tests"]] == [
        (5.0, 5.0, "passed"),
        (7.5, 15.0, "failed"),
    ]
    assert results["score"] == 12.5
    assert results["leaderboard"][1] == {"name": "blur: speed, model solution = 1", "value": 0.5}


def test_points_are_round_numbers() -> None:
    thirds = (result(f"right {i}", Verdict.PASSED, 1.0, 0.07) for i in range(3))
    results = results_of(a_report(*thirds, result("more", Verdict.PASSED, 1.0, 2.79)))
    values = [t[key] for t in results["tests"] for key in ("score", "max_score")]
    assert values == [0.466667] * 6 + [18.6] * 2


def test_what_could_not_be_judged_is_no_failure_on_classroom() -> None:
    unsure = a_report(result("right", Verdict.PASSED, 1.0), result("fast", Verdict.ERROR, 0.0))
    results = classroom_results(unsure)
    assert (results["status"], results["max_score"]) == ("error", 10.0)
    assert [test["score"] for test in results["tests"]] == [10.0, 0.0]
