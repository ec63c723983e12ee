"""Where nothing locks a submission in, another's work is refused, and one's own is not."""

import os
from pathlib import Path

import pytest

from grader.commands.grade import _belong_to_others, _warn_of_tier_c
from grader.errors import GraderError, UnsafeError
from grader.grading import Grader
from grader.model import Course, Exercise, Verdict
from tests.support import ROOT

SOLUTION = ROOT / "solutions/convolution/convolution.py"


def test_another_s_work_is_refused_in_tier_c(
    course: Course, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    path = tmp_path / "convolution.py"
    path.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with (
        Grader(ROOT, course, tiers="C", others=True) as grader,
        pytest.raises(UnsafeError, match="--allow-unsafe"),
    ):
        grader.grade(exercises["convolution"], path, 1)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(("tiers", "others"), [("C", False), ("SABC", True)])
def test_one_s_own_work_and_what_is_locked_in_is_graded(
    course: Course, exercises: dict[str, Exercise], tiers: str, others: bool
) -> None:
    with Grader(ROOT, course, tiers=tiers, others=others) as grader:
        grader.prepare(exercises["convolution"])
        if others and grader.isolation.startswith("C:"):
            pytest.skip("this machine has no sandbox")
        assert grader.grade(exercises["convolution"], SOLUTION, 1).verdict is Verdict.PASSED


def test_a_tier_that_the_machine_has_not_got_is_our_error(
    course: Course, exercises: dict[str, Exercise]
) -> None:
    with Grader(ROOT, course, tiers="X") as grader:
        graded = grader.grade(exercises["convolution"], SOLUTION, 1)
        assert graded.verdict is Verdict.ERROR
        with pytest.raises(GraderError, match="no tier X"):
            grader.isolation  # noqa: B018


def test_whose_work_it_is_is_read_from_the_file_s_owner(tmp_path: Path) -> None:
    path = tmp_path / "convolution.py"
    path.write_text("")
    assert not _belong_to_others([path, tmp_path / "missing.py"])
    if os.getuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 1234, 1234)
    assert _belong_to_others([path])


def test_the_warning_is_for_tier_c_only(capsys: pytest.CaptureFixture[str]) -> None:
    _warn_of_tier_c("A: own process")
    assert capsys.readouterr().err == ""
    _warn_of_tier_c("C: own process")
    assert "has no sandbox" in capsys.readouterr().err
