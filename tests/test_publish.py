"""`course publish`: verified first, whole or not at all."""

import zipfile
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.publish.artefact import write_file, write_folder
from tests.support import course_command


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


def test_a_folder_that_is_full_is_told_before_anything_is_verified(
    tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit/notes").touch()
    done = course_command("publish", "--to", str(tmp_path / "kit"), cwd=tiny)
    assert done.returncode == 2
    assert "kit: is not empty" in done.stderr
    assert "promises" not in done.stdout


def test_a_leak_stops_everything(tiny: Path, tmp_path: Path) -> None:
    (tiny / "exercises/double/notes.md").write_text("### BEGIN SOLUTION")
    targets = ["--to", str(tmp_path / "kit"), "--zip", str(tmp_path / "kit.zip")]
    done = course_command("publish", *targets, "--unverified", cwd=tiny)
    assert done.returncode == 2
    assert "exercises/double/notes.md: holds a text of a solution" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_what_somebody_wrote_into_a_starter_is_not_published(tiny: Path, tmp_path: Path) -> None:
    starter = tiny / "exercises/double/double.py"
    before = starter.read_bytes()
    starter.write_text("def double(x):\n    return x + x\n")
    done = course_command("publish", "--to", str(tmp_path / "kit"), "--unverified", cwd=tiny)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kit/exercises/double/double.py").read_bytes() == before


def test_what_has_no_practice_needs_no_recording(tiny: Path, tmp_path: Path) -> None:
    """A solution that is wrong cannot be recorded; nbgrader gets it all the same."""
    solution = tiny / "solutions/double/double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return 3 * x"))
    targets = ["--nbgrader", str(tmp_path / "books"), "--gradescope", str(tmp_path / "upload.zip")]
    done = course_command("publish", *targets, "--unverified", cwd=tiny)
    assert done.returncode == 0, done.stderr
    done = course_command("publish", "--zip", str(tmp_path / "kit.zip"), "--unverified", cwd=tiny)
    assert done.returncode == 3
    assert "no check can become practice" in done.stderr


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
