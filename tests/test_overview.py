"""How a class did: from evidence to numbers, a table, a page."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.autograde.overview import (
    CheckView,
    ExerciseView,
    Mistake,
    Overview,
    histogram,
)
from grader.autograde.page import page
from grader.autograde.show_overview import spark
from tests.support import POINTS, ROOT

SUBMISSIONS = ROOT / "solutions/convolution/submissions"
COURSE = [sys.executable, "-c", "from cli import course; course()"]
CLASS = {
    "kim": [ROOT / "solutions/convolution/convolution.py"],
    "lee": [SUBMISSIONS / "wrong/flips_the_kernel.py"],
    "choi": [SUBMISSIONS / "wrong/flips_the_kernel.py", SUBMISSIONS / "wrong/averages.py"],
    "park": [],
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COURSE, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    for student, sources in CLASS.items():
        (folder / "class" / student).mkdir(parents=True)
        for number, source in enumerate(sources):
            place = folder / "class" / student / str(number)
            place.mkdir()
            shutil.copy(source, place / "convolution.py")
    secret = ["--secret", str(folder / "secret")]
    arguments = ["convolution", "--to", str(folder / "marks"), *secret]
    done = run("autograde", str(folder / "class"), *arguments)
    assert done.returncode == 0, done.stderr
    return folder


def report(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    secret = ["--secret", str(home / "secret")]
    return run("report", "convolution", "--marks", str(home / "marks"), *secret, *more)


def test_the_numbers(home: Path) -> None:
    view: dict[str, Any] = json.loads(report(home, "--json", "-").stdout)
    assert view["students"] == 4
    (exercise,) = view["exercises"]
    assert exercise["statuses"] == {"graded": 3, "not submitted": 1}
    assert exercise["mean"] == pytest.approx(POINTS["convolution"] / 3)
    assert exercise["median"] == 0
    assert exercise["bins"] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert exercise["attempts"] == 4
    assert exercise["mistakes"][0]["students"] == 2
    assert exercise["mistakes"][0]["diagnosis"].startswith("You flip the kernel")
    worked = next(check for check in exercise["checks"] if check["check"] == "worked_example")
    assert (worked["judged"], worked["failed"]) == (3, 2)
    assert 0 < exercise["slowest"] <= exercise["seconds"]


def test_in_the_terminal(home: Path) -> None:
    text = report(home).stdout
    parts = ["4 students", "3 graded, 1 not submitted", "The hardest checks:"]
    parts += ["67 % did not pass: "]
    parts += ["2 You flip the kernel", "4 attempts took"]
    assert [part for part in parts if part not in text] == []


def test_as_a_page(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = report(home, "--html", str(target))
    assert (done.returncode, done.stderr) == (0, f"written: {target}\n")
    text = target.read_text()
    assert "2 students: You flip the kernel" in text
    assert "http" not in text  # it needs nothing else


def test_what_nobody_handed_in_takes_one_line(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    secret = ["--secret", str(home / "secret")]
    text = run("report", "--marks", str(home / "marks"), *secret, "--html", str(target)).stdout
    line = next(line for line in text.splitlines() if line.startswith("Nobody handed in: "))
    others = [slug for slug in POINTS if slug != "convolution"]
    assert line.startswith(f"Nobody handed in: {others[0]}, {others[1]}, ")
    assert text.count(others[0]) == 1
    assert f"<p>Nobody handed in: {', '.join(others)}</p>" in target.read_text()
    assert target.read_text().count("<svg") == 1


def test_another_secret_is_thought_of(home: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret of another year")
    secret = ["--secret", str(tmp_path / "secret"), "--json", str(tmp_path / "report.json")]
    done = run("report", "convolution", "--marks", str(home / "marks"), *secret)
    assert f"written: {tmp_path / 'report.json'}" in done.stderr
    assert "3 not graded yet by this version of the course and this secret: if" in done.stderr
    assert "had --secret FILE, say so here, too" in done.stderr
    assert "not graded yet" not in report(home).stderr


def test_nothing_was_graded_here(tmp_path: Path) -> None:
    done = report(tmp_path)
    assert done.returncode == 2
    assert "no secret can be read here" in done.stderr
    (tmp_path / "secret").write_text("for the tests only")
    done = report(tmp_path)
    assert done.returncode == 2
    assert "no evidence in it" in done.stderr


def test_damaged_evidence_is_named(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    path = next((tmp_path / "marks").rglob("evidence.json"))
    path.write_text("{")
    done = report(tmp_path)
    assert done.returncode == 3
    assert f"{path}: damaged" in done.stderr


def test_a_page_is_text_whatever_submissions_say() -> None:
    evil = "<script>alert(1)</script>"
    view = ExerciseView(
        *("a", evil, 10.0, {evil: 1}, 1.0, 1.0, (0,) * 10),
        *((CheckView("c", evil, 1, 1),), (Mistake(evil, 1),), 1, 1.0, 1.0),
    )
    text = page(Overview(1, evil, 1, (view,)))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 5


def test_bins() -> None:
    assert histogram([0, 0.9, 1, 5, 9.99, 10], 10) == (2, 1, 0, 0, 0, 1, 0, 0, 0, 2)
    assert histogram([0.3 * 3], 0.9) == (0,) * 9 + (1,)
    assert spark((0, 1, 4, 8)) == " ▁▄█"
