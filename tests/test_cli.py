"""The commands, from the shell: output, exit codes, and a clean end whatever happens."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support import ROOT, heed_ctrl_c

WRONG = ROOT / "solutions/convolution/submissions/wrong/flips_the_kernel.py"


def run(
    *arguments: str, cwd: Path = ROOT, entry: str = "grade"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"from cli import {entry}; {entry}()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def grade_json(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = run("--json", "-", *arguments)
    return done.returncode, json.loads(done.stdout)


def test_solutions_earn_every_point() -> None:
    code, report = grade_json("--submission", "solutions")
    assert code == 0
    assert report["score"] == {"earned": 100.0, "possible": 100.0}
    assert {e["verdict"] for e in report["exercises"]} == {"passed"}


def test_starters_earn_none_and_the_learner_is_told_where_to_begin() -> None:
    code, report = grade_json()
    assert code == 1
    assert report["score"] == {"earned": 0.0, "possible": 100.0}
    assert {e["verdict"] for e in report["exercises"]} == {"missing"}
    text = run().stdout
    assert "not written yet" in text
    assert "Next: read exercises/convolution/README.md" in text


def test_the_first_week_of_the_readme_is_what_its_picture_shows() -> None:
    code, report = grade_json("--submission", "tests/first_week", "--seed", "2026")
    assert code == 1
    verdicts = {e["slug"]: e["verdict"] for e in report["exercises"]}
    assert verdicts.pop("convolution") == "passed"
    assert verdicts.pop("stride") == verdicts.pop("padding") == "wrong"
    assert set(verdicts.values()) == {"missing"}
    diagnoses = [r["diagnosis"] for e in report["exercises"] for r in e["results"]]
    assert any("first number for both directions" in diagnosis for diagnosis in diagnoses)


def test_the_json_report_has_the_promised_fields() -> None:
    _, report = grade_json("convolution", "--submission", str(WRONG), "--seed", "5")
    assert list(report) == ["schema", "course", "attempt", "score", "exercises"]
    assert report["schema"] == 1
    circumstances = ["seed", "started", "seconds", "machine", "isolation", "device"]
    assert list(report["attempt"]) == circumstances
    assert report["attempt"]["seed"] == 5
    (exercise,) = report["exercises"]
    assert exercise["slug"] == "convolution"
    assert (exercise["built"], exercise["not_built"]) == ([], "")  # it has no kernels
    result = exercise["results"][0]
    assert {"check", "case", "verdict", "message", "diagnosis", "seconds"} <= set(result)
    assert result["diagnosis"].startswith("You flip the kernel")


def test_the_table_explains_and_points_on() -> None:
    done = run("convolution", "--submission", str(WRONG), "--hint")
    assert done.returncode == 1
    parts = ["✗ gives the worked example", "Why: You flip the kernel", "expected 6, got"]
    parts += ["Try it: conv2d(np.array([[1, 2", "hint: convolution", "Next: mend", "--seed"]
    assert [part for part in parts if part not in done.stdout] == []


def test_a_hint_is_only_shown_when_asked_for() -> None:
    assert "hint: convolution" not in run("convolution").stdout
    assert "hint: convolution" in run("convolution", "--hint").stdout


def test_an_exercise_can_be_named_by_its_number() -> None:
    _, report = grade_json("1", "stride", "--submission", "tests/first_week")
    assert [e["slug"] for e in report["exercises"]] == ["convolution", "stride"]


def test_the_same_seed_gives_the_same_report_and_another_gives_another() -> None:
    def messages(*seed: str) -> list[str]:
        _, report = grade_json("convolution", "--submission", str(WRONG), *seed)
        return [r["message"] for r in report["exercises"][0]["results"]]

    assert messages("--seed", "3") == messages("--seed", "3")
    assert messages("--seed", "3") != messages("--seed", "4")
    assert messages() != messages()


def test_json_to_a_file_keeps_the_table(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    done = run("convolution", "--submission", "solutions", "--json", str(target))
    assert done.returncode == 0
    score = json.loads(target.read_text())["score"]
    assert score["earned"] == score["possible"] > 0
    assert "✓" in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_one_file_and_a_folder_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "stride").mkdir()
    (tmp_path / "stride/stride.py").write_text("def conv2d(*a): return 1")
    code, report = grade_json("--submission", str(tmp_path))
    assert code == 1
    verdicts = {e["slug"]: e["verdict"] for e in report["exercises"]}
    assert verdicts["stride"] == "wrong"
    assert verdicts["convolution"] == "missing"


def test_files_side_by_side_are_found_and_an_empty_folder_is_not_zero_points(
    tmp_path: Path,
) -> None:
    done = run("--submission", str(tmp_path))
    assert done.returncode == 2
    assert "no submission in it: neither convolution/convolution.py nor" in done.stderr
    (tmp_path / "stride.py").write_text("def conv2d(*a): return 1")
    _, report = grade_json("--submission", str(tmp_path))
    assert {e["slug"]: e["verdict"] for e in report["exercises"]}["stride"] == "wrong"


@pytest.mark.parametrize("name", ["Stride.py", "STRIDE/stride.py", "Stride/Stride.PY"])
def test_the_case_of_a_name_costs_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text((ROOT / "solutions/stride/stride.py").read_text())
    status, report = grade_json("stride", "--submission", str(tmp_path))
    assert (status, report["exercises"][0]["verdict"]) == (0, "passed")


@pytest.mark.parametrize("name", ["stride.ipynb", "stride/stride.ko.ipynb", "stride (1).ipynb"])
def test_a_notebook_is_graded_as_a_file_is(tmp_path: Path, name: str) -> None:
    code = (ROOT / "solutions/stride/stride.py").read_text()
    cells = [
        {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"solution": answer}}}
        for text, answer in (("%load_ext grader\nprint(null)", False), (code, True))
    ]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {"a": None}}))
    whats = [path] if "(" in name else [path, tmp_path]
    for what in whats:
        status, report = grade_json("stride", "--submission", str(what))
        assert (status, report["exercises"][0]["verdict"]) == (0, "passed"), what


def test_what_cannot_be_read_says_so_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "choi.zip").write_bytes(b"PK")
    done = run("stride", "--submission", str(tmp_path / "choi.zip"))
    assert done.returncode == 2
    assert "neither a Python file (.py) nor a notebook (.ipynb)" in done.stderr
    (tmp_path / "stride.ipynb").write_text("{")
    _, report = grade_json("stride", "--submission", str(tmp_path))
    assert "no notebook that can be read" in report["exercises"][0]["results"][0]["message"]
    (tmp_path / "stride.py").write_text("def conv2d(): pass", encoding="utf-16")
    _, report = grade_json("stride", "--submission", str(tmp_path))
    assert "it is UTF-16: save it as UTF-8" in report["exercises"][0]["results"][0]["message"]


def test_what_needs_a_gpu_is_no_silent_pass() -> None:
    for slugs in (["cuda_relu"], ["cuda_relu", "cuda_conv"]):
        done = run(*slugs, "--submission", "solutions")
        assert done.returncode == 0
        assert "not measured here" in " ".join(done.stdout.split())


def test_grade_works_below_the_course_too() -> None:
    done = run("convolution", cwd=ROOT / "exercises" / "convolution")
    assert done.returncode == 1
    assert "not written yet" in done.stdout


USAGE = {
    "unknown number": (["16"], "no exercise '16': they are numbered from 1 to 15"),
    "number nought": (["0"], "no exercise '0': they are numbered from 1 to 15"),
    "seed that is a word": (["--seed", "abc"], f"'abc' is no whole number from 0 to {2**53 - 1}"),
    "seed below 0": (["--seed", "-1"], f"'-1' is no whole number from 0 to {2**53 - 1}"),
    "seed too large": (["--seed", str(2**53)], f"is no whole number from 0 to {2**53 - 1}"),
    "unknown exercise": (["convolutoin"], "no exercise 'convolutoin': did you mean convolution?"),
    "quite unknown": (["xyz"], "there are: convolution, stride"),
    "no such folder": (["--submission", "/no/such"], "/no/such: there is no such file or folder"),
    "one file for all": (["--submission", "README.md"], "say which exercise it is for"),
    "bad option": (["--sed", "1"], "No such option"),
    "json nowhere": (["convolution", "--json", "/no/such/file"], "cannot be written"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_2(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_course_is_2_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "course.yml").write_text("schema: 1\ntitle: T\nexercizes: []\n")
    done = run(cwd=tmp_path)
    assert done.returncode == 2
    assert "course.yml:3: unknown key `exercizes`: did you mean `exercises`?" in done.stderr


def test_a_fault_of_ours_is_3_and_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "solutions/convolution").mkdir(parents=True)
    checks = (ROOT / "solutions/convolution/checks.py").read_text()
    broken = checks.replace(
        "image, weights = whole(rng, size)", "image, weights = wohle(rng, size)"
    )
    assert broken != checks
    (tmp_path / "solutions/convolution/checks.py").write_text(broken)
    for name in ("reference.py", "inputs.py", "convolution/convolution.py"):
        (tmp_path / "solutions" / name).write_text((ROOT / "solutions" / name).read_text())
    entry = "exercises:\n  - {slug: convolution, title: C, points: 10}\n"
    (tmp_path / "course.yml").write_text(f"schema: 1\ntitle: T\n{entry}")
    done = run("--submission", "solutions", "--json", "-", cwd=tmp_path)
    assert done.returncode == 3
    score = json.loads(done.stdout)["score"]
    assert 0 < score["earned"] == score["possible"] < 10
    done = run("--submission", "solutions", cwd=tmp_path)
    assert "could not be judged; this costs no points: a bug in the check" in done.stdout


def runs(process: psutil.Process) -> bool:
    """Whether it still does anything: an orphan that ended stays a zombie until init looks."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_ctrl_c_ends_cleanly_with_nothing_left(tmp_path: Path) -> None:
    path = tmp_path / "convolution.py"
    path.write_text("while True: pass")
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", "from cli import grade; grade()"]
    with subprocess.Popen(
        [*command, "convolution", "--submission", str(path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,
    ) as grading:
        deadline = time.monotonic() + 30
        started: list[psutil.Process] = []
        while len(started) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
            started = psutil.Process(grading.pid).children(recursive=True)
        grading.send_signal(signal.SIGINT)
        _, errors = grading.communicate(timeout=10)
    assert grading.returncode == 130
    assert errors.strip() == "Stopped. Nothing is left running."
    assert not [process for process in started if runs(process)]
    assert [entry.name for entry in tmp_path.iterdir()] == ["convolution.py"]


def test_a_terminal_sees_progress() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from cli import grade; grade()", "padding"]
    with subprocess.Popen(
        [*command, "--submission", "solutions"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    ) as grading:
        os.close(follower)
        shown = b""
        while True:
            try:
                data = os.read(leader, 4096)
            except OSError:  # Linux: the other side is closed
                break
            if not data:
                break
            shown += data
    os.close(leader)
    assert grading.returncode == 0
    assert re.search(rb"grading.*92/92", shown, re.DOTALL)


def test_help_is_about_the_learner_and_imports_little() -> None:
    text = " ".join(run("--help").stdout.split())
    assert "Grade your exercises" in text
    assert "130 stopped with Ctrl-C" in text
    assert "in a student kit they are always the same" in text
    code = "import sys, cli; print('numpy' in sys.modules or 'rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_course_commands_exist() -> None:
    text = run("--help", entry="course").stdout
    assert "verify" in text
    assert "starters" in text
