"""`course publish`: verified first, whole or not at all."""

import json
import zipfile
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.publish.artefact import write_file, write_folder
from grader.publish.new import new_exercise
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


@pytest.mark.parametrize("target", ["--zip", "--gradescope"])
def test_no_file_is_overwritten(tiny: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "course.zip").write_text("of last year")
    done = course_command("publish", target, str(tmp_path / "course.zip"), cwd=tiny)
    assert done.returncode == 2
    assert "course.zip: is there already: name a new file, or remove it" in done.stderr
    assert "promises" not in done.stdout
    assert (tmp_path / "course.zip").read_text() == "of last year"


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


@pytest.fixture
def three(tiny: Path) -> Path:
    """A course of three exercises, whose handouts name each other."""
    for slug in ("halve", "max_pool"):
        new_exercise(tiny, slug)
    for name in ("README.md", "README.ko.md"):
        handout = tiny / "exercises/halve" / name
        links = f"[double](../double/{name}), [pool](../max_pool/{name}), [own](../halve/{name})"
        handout.write_text(f"{handout.read_text()}\nNext: {links}\n")
    return tiny


TARGETS = ("to", "nbgrader", "classroom", "zip", "gradescope")


def test_every_target_holds_the_named_exercises_only(three: Path, tmp_path: Path) -> None:
    targets = [word for name in TARGETS for word in (f"--{name}", str(tmp_path / name))]
    done = course_command("publish", "halve", "3", *targets, "--unverified", cwd=three)
    assert done.returncode == 0, done.stderr
    for name in ("zip", "gradescope"):
        zipfile.ZipFile(tmp_path / name).extractall(tmp_path / f"{name}-there")
    for name in ("to", "classroom", "zip-there"):
        kit = tmp_path / name
        slugs = [exercise.slug for exercise in load_course(kit / "course.yml").exercises]
        assert slugs == ["halve", "max_pool"]
        assert sorted(path.name for path in (kit / "exercises").iterdir()) == slugs
        assert sorted(path.stem for path in (kit / "practice").iterdir()) == slugs
        assert {path.name.partition(".")[0] for path in (kit / "notebooks").iterdir()} == {*slugs}
        assert "| 1 | [Halve]" in (kit / "README.md").read_text()
        assert "double" not in (kit / "README.md").read_text()
    assert sorted(path.name for path in (tmp_path / "nbgrader/source").iterdir()) == slugs
    assert json.loads((tmp_path / "gradescope-there/assignment.json").read_text()) == slugs
    for name in ("to", "classroom", "zip-there", "nbgrader", "gradescope-there"):
        log = (tmp_path / name / "PUBLISHED.txt").read_text()
        assert "exercises: halve, max_pool\n" in log


def test_links_to_exercises_that_are_not_there_are_words(three: Path, tmp_path: Path) -> None:
    targets = ["--to", str(tmp_path / "kit"), "--unverified"]
    done = course_command("publish", "halve", "max_pool", *targets, cwd=three)
    assert done.returncode == 0, done.stderr
    kit = tmp_path / "kit"
    for name, ending in {"README.md": "", "README.ko.md": ".ko"}.items():
        links = f"double, [pool](../max_pool/{name}), [own](../halve/{name})"
        assert f"Next: {links}" in (kit / "exercises/halve" / name).read_text()
        links = f"double, [pool](max_pool{ending}.ipynb), [own](halve{ending}.ipynb)"
        assert f"Next: {links}" in (kit / f"notebooks/halve{ending}.ipynb").read_text()


def test_only_what_is_published_is_verified(three: Path, tmp_path: Path) -> None:
    (three / "exercises/double/README.ko.md").unlink()
    targets = ["--gradescope", str(tmp_path / "upload.zip"), "--seeds", "1"]
    done = course_command("publish", "max_pool", *targets, cwd=three)
    assert done.returncode == 0, done.stdout + done.stderr


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
