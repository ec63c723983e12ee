"""What students hand in is found, in every layout; what is hostile or broken says why."""

import io
import json
import os
import random
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest

from grader.autograde.evidence import folder_of
from grader.autograde.submissions import Found, find_submissions, strays, students_of
from grader.errors import Unreadable, UsageError
from grader.model import Course
from grader.notebook.source import source_of
from grader.publish.notebooks import LANGUAGES, make_notebook
from tests.support import ROOT

SLUGS = ("stride", "padding")
CODE = "def conv2d(): return 1\n"


def put(path: Path, text: str = CODE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def notebook(*cells: tuple[str, dict[str, bool]]) -> bytes:
    listed = [
        {"cell_type": "code", "source": [text], "metadata": {"nbgrader": marks} if marks else {}}
        for text, marks in cells
    ]
    return json.dumps({"nbformat": 4, "cells": [*listed, {"cell_type": "markdown"}]}).encode()


def found(folder: Path) -> list[Found]:
    return list(find_submissions(folder, SLUGS))


LAYOUTS = {
    "folders": "kim/stride/stride.py",
    "side by side": "kim/stride.py",
    "a further attempt": "kim/second try/stride.py",
    "a repository": "kim/exercises/stride/stride.py",
}


@pytest.mark.parametrize("path", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(tmp_path: Path, path: str) -> None:
    put(tmp_path / path)
    (item,) = found(tmp_path)
    assert (item.student, item.slug, item.fault) == ("kim", "stride", "")
    assert item.source == CODE.encode()
    assert item.origin == str(tmp_path / path)


@pytest.mark.parametrize("name", ["stride.py", "work/stride/stride.py", "a/b/c/d/stride.py"])
@pytest.mark.parametrize("place", ["lee.zip", "lee/homework.ZIP"])
def test_zips(tmp_path: Path, name: str, place: str) -> None:
    zipped(tmp_path / place, {name: CODE.encode(), f"__MACOSX/{name}": b"x", "notes.txt": b""})
    (item,) = found(tmp_path)
    assert (item.student, item.slug, item.source) == ("lee", "stride", CODE.encode())
    assert item.origin.endswith(f":{name}")


def test_several_in_a_zip_are_attempts_the_highest_first(tmp_path: Path) -> None:
    zipped(tmp_path / "lee.zip", {"old/stride.py": b"old = 1", "stride.py": CODE.encode()})
    assert [item.source for item in found(tmp_path)] == [CODE.encode(), b"old = 1"]


def test_two_of_one_exercise_in_a_zip_cost_the_others_nothing(tmp_path: Path) -> None:
    doubled = {"a/stride.py": b"a = 1", "b/stride.py": b"b = 1", "padding.py": CODE.encode()}
    zipped(tmp_path / "lee.zip", doubled)
    items = {(item.slug, item.source, item.fault) for item in found(tmp_path)}
    assert items == {
        ("stride", b"a = 1", ""),
        ("stride", b"b = 1", ""),
        ("padding", CODE.encode(), ""),
    }


NAMES = ["Padding.py", "padding (1).py", "padding(12).PY", "PADDING-1.py", "padding_2.py"]
NOTEBOOKS = ["Padding (1).ipynb", "padding.ko (1).ipynb", "padding (1).ko.ipynb", "padding-2.IPYNB"]


@pytest.mark.parametrize("name", [*NAMES, *NOTEBOOKS])
def test_names_in_another_case_and_second_downloads_are_found(tmp_path: Path, name: str) -> None:
    text = notebook((CODE, {})).decode() if name.lower().endswith(".ipynb") else CODE
    put(tmp_path / "kim/padding" / name, text)
    zipped(tmp_path / "lee.zip", {f"hw/{name}": text.encode()})
    items = found(tmp_path)
    assert [(item.student, item.slug, item.fault) for item in items] == [
        ("kim", "padding", ""),
        ("lee", "padding", ""),
    ]
    assert all(b"conv2d" in item.source for item in items)


def test_a_second_download_is_a_further_attempt(tmp_path: Path) -> None:
    for name in ("stride (1).py", "stride.py", "stride (2).py"):
        put(tmp_path / "kim" / name, f"{name!r}")
    assert [item.source.decode() for item in found(tmp_path)] == [
        "'stride.py'",
        "'stride (1).py'",
        "'stride (2).py'",
    ]


@pytest.mark.parametrize("name", ["pad.py", "padding_final.ipynb", "old.zip"])
def test_nothing_found_is_no_silent_zero_where_a_file_was_not_used(
    tmp_path: Path, name: str
) -> None:
    put(tmp_path / "kim/stride.py")
    if name == "old.zip":
        zipped(tmp_path / "kim/padding/old.zip", {"notes.txt": b""})
    else:
        put(tmp_path / "kim/padding" / name)
    zipped(tmp_path / "lee.zip", {"stride.py": CODE.encode(), f"hw/{name}": b""})
    items = found(tmp_path)
    faults = {(item.student, item.slug): item.fault for item in items if item.fault}
    assert {(item.student, item.slug) for item in items if item.source} == {
        ("kim", "stride"),
        ("lee", "stride"),
    }
    assert set(faults) == {("kim", "padding"), ("lee", "padding")}
    assert f"not used: padding/{name}; " in faults["kim", "padding"]
    assert f"not used: lee.zip:hw/{name}; " in faults["lee", "padding"]
    assert all("run the same command again" in fault for fault in faults.values())


def test_what_was_not_used_says_how_to_name_it(tmp_path: Path) -> None:
    put(tmp_path / "kim/stride.py")
    put(tmp_path / "kim/padding/foo.py")
    put(tmp_path / "song/stride/stride_kim.py")
    zipped(tmp_path / "lee.zip", {"inner.zip": b"PK"})
    faults = {item.student: item.fault for item in found(tmp_path) if item.fault}
    assert faults == {
        "kim": "not used: padding/foo.py; rename it to padding/padding.py, and run the same "
        "command again",
        "song": "not used: stride/stride_kim.py; rename it to stride/stride.py, and run the same "
        "command again",
        "lee": "not used: lee.zip:inner.zip; unpack it (no zip in a zip is opened), and run the "
        "same command again",
    }


def test_only_what_is_asked_for_has_that_fault_and_files_of_the_course_give_none(
    tmp_path: Path,
) -> None:
    put(tmp_path / "kim/stride.py")
    put(tmp_path / "kim/foo.py")
    put(tmp_path / "lee/stride/stride.py")
    put(tmp_path / "lee/stride/test_stride.py")
    put(tmp_path / "lee/readme.txt")
    noted: list[str] = []
    items = list(find_submissions(tmp_path, SLUGS, ["stride"], noted.append))
    assert [item.fault for item in items] == ["", ""]
    assert noted == ["kim: foo.py"]
    put(tmp_path / "choi/foo.py")
    (fault,) = [
        i.fault for i in find_submissions(tmp_path, SLUGS, ["padding"]) if "choi" in i.origin
    ]
    assert "like padding/padding.py" in fault


@pytest.mark.parametrize("top", ["", "conv2npu-main/"])
def test_of_a_copy_of_the_course_only_the_students_work_is_taken(tmp_path: Path, top: str) -> None:
    names = [
        "course.yml",
        "exercises/stride/stride.py",
        "solutions/stride/stride.py",
        "tests/first_week/stride/stride.py",
        "grader/stride.py",
        "cli.py",
    ]
    for name in names:
        put(tmp_path / "class/kim" / top / name)
    zipped(tmp_path / "class/lee.zip", {f"{top}{name}": CODE.encode() for name in names})
    place = f"{top}exercises/stride/stride.py"
    assert [f.origin for f in found(tmp_path / "class")] == [
        str(tmp_path / "class/kim" / place),
        f"{tmp_path / 'class/lee.zip'}:{place}",
    ]
    put(tmp_path / "own/kim/solutions/stride.py")  # no course beside it: a name like any other
    assert [f.slug for f in found(tmp_path / "own")] == ["stride"]


def test_folders_are_read_as_deep_as_zips(tmp_path: Path) -> None:
    for place in ("HW2_final/my stuff/stride", "a/b/c/d/e", "a/b/c/d/e/f"):
        put(tmp_path / "kim" / place / "stride.py")
        zipped(tmp_path / "lee.zip", {f"{place}/stride.py": CODE.encode()})
        deep = place.endswith("f")
        items = found(tmp_path)
        assert {item.student for item in items} == {"kim", "lee"}
        assert {"move it to stride/stride.py" in item.fault for item in items} == {deep}
        assert any("not used" in item.fault for item in items) is deep
        for path in (tmp_path / "kim").rglob("*.py"):
            path.unlink()


def test_no_link_is_followed_on_the_way_down(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere/stride.py")
    (tmp_path / "class/kim/hw").mkdir(parents=True)
    (tmp_path / "class/kim/hw/stride").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "class/kim/hw/again").symlink_to(tmp_path / "class/kim")
    items = found(tmp_path / "class")
    assert not any(item.source for item in items)
    assert len(items) == len(SLUGS)
    assert all("there is hw/stride, hw/again" in item.fault for item in items)


def test_a_time_stamp_above_counts_for_what_lies_deeper(tmp_path: Path) -> None:
    put(tmp_path / "kim/stride/my stuff/stride.py")
    put(tmp_path / "kim/stride/timestamp.txt", "2026-03-20 12:00:00 UTC")
    put(tmp_path / "kim/stride/my stuff/timestamp.txt", "1999-01-01 00:00:00 UTC")
    assert [item.stamp for item in found(tmp_path)] == ["2026-03-20 12:00:00 UTC"]


def test_every_attempt_of_a_student_is_found(tmp_path: Path) -> None:
    put(tmp_path / "kim/stride.py")
    put(tmp_path / "kim/b/stride.py")
    put(tmp_path / "kim/stride/stride.ko.ipynb", notebook((CODE, {})).decode())
    zipped(tmp_path / "kim/c.zip", {"padding.py": CODE.encode()})
    assert [item.slug for item in found(tmp_path)] == ["stride", "stride", "stride", "padding"]


def test_the_time_stamp_of_nbgrader_is_found_but_not_believed_in_a_zip(tmp_path: Path) -> None:
    put(tmp_path / "kim/stride/stride.py")
    put(tmp_path / "kim/stride/timestamp.txt", "2026-03-20 12:00:00.000000 UTC\n")
    zipped(tmp_path / "lee.zip", {"stride.py": b"a = 1", "timestamp.txt": b"1999-01-01 00:00:00"})
    assert [item.stamp for item in found(tmp_path)] == ["2026-03-20 12:00:00.000000 UTC", ""]


def broken_notebooks(folder: Path) -> None:
    put(folder / "kim/stride.ipynb", "{")


def misnamed(folder: Path) -> None:
    put(folder / "kim/conv.py")


def text_only(folder: Path) -> None:
    put(folder / "kim/hw/a.txt")


def linked(folder: Path) -> None:
    put(folder / "elsewhere.py")
    (folder / "class/kim").mkdir(parents=True)
    (folder / "class/kim/stride.py").symlink_to(folder / "elsewhere.py")


def linked_folder(folder: Path) -> None:
    put(folder / "elsewhere/stride.py")
    (folder / "class").mkdir()
    (folder / "class/kim").symlink_to(folder / "elsewhere")


def pipe(folder: Path) -> None:
    (folder / "kim").mkdir()
    os.mkfifo(folder / "kim/stride.py")


def large(folder: Path) -> None:
    put(folder / "kim/stride.py", "#" * (2 << 20))


def many_files(folder: Path) -> None:
    (folder / "kim").mkdir()
    for number in range(10_001):
        (folder / f"kim/{number}").touch()


def many_attempts(folder: Path) -> None:
    for number in range(101):
        put(folder / f"kim/{number}/stride.py")


def utf_16(folder: Path) -> None:
    (folder / "kim").mkdir()
    (folder / "kim/stride.py").write_text(CODE, encoding="utf-16")


HOSTILE = {
    "UTF-16": (utf_16, "it is UTF-16: save it as UTF-8"),
    "many attempts": (many_attempts, "more than 100 files for one exercise, or zips"),
    "no notebook": (broken_notebooks, "no notebook that can be read"),
    "misnamed": (misnamed, "not used: conv.py; rename it as its exercise, like stride/stride.py"),
    "text": (
        text_only,
        "neither stride/stride.py nor stride.py or stride.ipynb; there is hw/a.txt",
    ),
    "a link": (linked, "is no file that can be read"),
    "a linked folder": (linked_folder, "links are not followed"),
    "a pipe": (pipe, "is no file that can be read"),
    "large": (large, "larger than 131,072 bytes"),
    "many files": (many_files, "more than 10,000 files"),
}


@pytest.mark.parametrize(("make", "fault"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_says_why(tmp_path: Path, make: object, fault: str) -> None:
    assert callable(make)
    make(tmp_path)
    folder = tmp_path / "class" if (tmp_path / "class").exists() else tmp_path
    items = found(folder)
    assert items
    assert {item.student for item in items} == {"kim"}
    assert all(fault in item.fault and not item.source for item in items), items


def garbage(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 nonsense")


def traversal(path: Path) -> None:
    zipped(path, {"../../../../../../tmp/escaped.py": b"", "/etc/escaped": b"", "..\\x": b""})


def link_inside(path: Path) -> None:
    member = zipfile.ZipInfo("stride.py")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "/etc/passwd")


def bomb(path: Path) -> None:
    zipped(path, {"stride.py": b"\0" * (200 << 20)})


def lzma_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("stride.py", b"\0" * (50 << 20))


def million_entries(path: Path) -> None:
    """A table of contents of 10^6 entries, which all name the same few bytes."""
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    table = (entry + b"a") * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(table), len(local), 0)
    path.write_bytes(local + table + end)


def encrypted(path: Path) -> None:
    zipped(path, {"stride.py": CODE.encode()})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)


def many_in_it(path: Path) -> None:
    zipped(path, {f"{number}/stride.py": b"a = 1" for number in range(11)})


def test_too_many_for_one_exercise_in_a_zip_cost_the_others_nothing(tmp_path: Path) -> None:
    many_in_it(tmp_path / "lee.zip")
    with zipfile.ZipFile(tmp_path / "lee.zip", "a") as archive:
        archive.writestr("padding.py", CODE)
    assert [(item.slug, bool(item.source)) for item in found(tmp_path)] == [
        ("stride", False),
        ("padding", True),
    ]


def empty(path: Path) -> None:
    zipped(path, {})


def wrong_sum(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("stride.py", CODE)
    path.write_bytes(path.read_bytes().replace(b"return 1", b"return 2"))


def utf_16_in_it(path: Path) -> None:
    zipped(path, {"stride.py": CODE.encode("utf-16")})


ZIPS = {
    "UTF-16": (utf_16_in_it, "it is UTF-16: save it as UTF-8"),
    "garbage": (garbage, "the zip is broken"),
    "paths that lead elsewhere": (traversal, "no submission in it: neither"),
    "a link inside": (link_inside, "stride.py in it is a link"),
    "a bomb": (bomb, "stride.py in it is larger than 131,072 bytes"),
    "a bomb of another kind": (lzma_bomb, "packed in an unusual way"),
    "a million entries": (million_entries, "table of contents is too long"),
    "encrypted": (encrypted, "it is encrypted"),
    "many for one exercise": (many_in_it, "more than 10 files for stride in it"),
    "nothing": (empty, "the zip is empty: ask for another, and run the same command again"),
    "a wrong checksum": (wrong_sum, "the zip is broken: Bad CRC-32"),
}


@pytest.mark.parametrize(("make", "fault"), ZIPS.values(), ids=ZIPS)
def test_hostile_zips_say_why_and_cost_little(tmp_path: Path, make: object, fault: str) -> None:
    assert callable(make)
    make(tmp_path / "lee.zip")
    start = time.process_time()
    items = found(tmp_path)
    assert time.process_time() - start < 1
    assert [item.slug for item in items] in (["stride", "padding"], ["stride"])
    assert all(fault in item.fault for item in items), items
    assert [path.name for path in tmp_path.iterdir()] == ["lee.zip"]


def test_a_damaged_zip_never_stops_the_others(tmp_path: Path) -> None:
    """Bytes of a good zip are changed at random: it is read, or says why it is not."""
    good = zipped(tmp_path / "lee.zip", {"stride.py": b"x = 1\n" * 50}).read_bytes()
    rng = random.Random(5)  # noqa: S311
    for _ in range(300):
        damaged = bytearray(good)
        for _ in range(rng.randrange(1, 4)):
            damaged[rng.randrange(len(good))] = rng.randrange(256)
        (tmp_path / "lee.zip").write_bytes(damaged)
        assert all(bool(item.source) != bool(item.fault) for item in found(tmp_path))


def test_odd_names_of_students(tmp_path: Path) -> None:
    names = ["김민수", "a\nb", "=1+1", "a..zip.zip", "x" * 200, "é.ü"]
    for name in names:
        put(tmp_path / "class" / name / "stride.py")
    evidence = tmp_path / "evidence"
    folders = {folder_of(evidence, "stride", name, "0" * 64) for name in [*names, "..", "."]}
    assert len(folders) == len(names) + 2
    for folder in folders:
        assert folder.resolve().parent.parent == evidence / "stride"
        folder.mkdir(parents=True)
    assert folder_of(evidence, "stride", "김민수", "0" * 64).parent.name == "김민수"
    students = {item.student for item in found(tmp_path / "class")}
    assert len(students) == len(names)
    assert all(student.isprintable() for student in students)


def test_names_that_differ_in_control_characters_only_are_two_students(tmp_path: Path) -> None:
    names = [
        b"a\x01b",
        b"a\x02b",
        b"a\nb",
        b"a\xffb",
        b"a\xfeb",
        "a\N{REPLACEMENT CHARACTER}b".encode(),
    ]
    for name in names:
        put(tmp_path / os.fsdecode(name) / "stride.py")
    students = {item.student for item in found(tmp_path)}
    assert len(students) == len(names)
    assert students == set(students_of(tmp_path))
    assert all(student.isprintable() for student in students)


def test_an_empty_folder_is_a_student_who_handed_in_nothing(tmp_path: Path) -> None:
    (tmp_path / "kim").mkdir()
    put(tmp_path / "readme.txt")
    assert found(tmp_path) == []
    assert students_of(tmp_path) == ["kim"]
    put(tmp_path / "stride_hong.py")
    put(tmp_path / "foo.ipynb")
    assert strays(tmp_path, SLUGS) == [
        "foo.ipynb: put it into a folder for its student: foo/stride.ipynb",
        "readme.txt",
        "stride_hong.py: put it into a folder for its student: hong/stride.py",
    ]


def test_a_folder_that_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no student in it"):
        found(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        found(tmp_path / "no")
    put(tmp_path / "stride/stride.py")
    with pytest.raises(UsageError, match=r"looks like one submission .*grade --submission"):
        found(tmp_path)


def test_of_a_notebook_the_answer_is_taken_and_the_rest_does_not_run() -> None:
    source = source_of(
        notebook(
            ("%matplotlib inline\nimport numpy as np\nTILE = 16\nprint('hi')", {}),
            ("def conv2d(x):\n    return helper(x) + np.int8(TILE)\n!ls", {"solution": True}),
            ("assert conv2d(1) == 2", {"grade": True}),
            ("picture = conv2d(load())\nhelp(conv2d)\n\ndef helper(x): return -x", {}),
            ("import grader.cuda\npicture[0] = TILE\ndef other(x=picture): return x", {}),
            ("%%bash\nimport os", {}),
            ("this is no Python", {}),
            ("def conv2d(x): return 'an example further down'", {}),
        )
    ).decode()
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102
    assert names["conv2d"](1) == 15  # type: ignore[operator]
    assert {"np", "TILE", "conv2d", "helper"} <= set(names)
    assert not {"picture", "os", "grader", "other"} & set(names)
    assert "assert" not in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_handout_s_example_gets_into_an_answer(course: Course, language: str) -> None:
    """Whatever examples define, and with whatever they work, what is graded is the answer."""
    for exercise in course.exercises:
        path = ROOT / "solutions" / exercise.slug / f"{exercise.slug}.py"
        solution = path.read_text(encoding="utf-8")
        handed_in = make_notebook(ROOT, exercise, language, solution)
        assert source_of(handed_in).decode().strip() == solution.strip(), exercise.slug


def test_a_solution_with_a_mistake_stays_a_mistake() -> None:
    assert b"def conv2d(x) return x" in source_of(
        notebook(("def conv2d(x) return x", {"solution": True}))
    )


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"cells": [1]}', b'{"cells": []}', b"\xff", b"[" * 100_000]
)
def test_broken_notebooks(content: bytes) -> None:
    with pytest.raises(Unreadable):
        source_of(content)


def test_much_code_in_a_notebook_is_not_even_parsed() -> None:
    with pytest.raises(Unreadable, match="524,288 characters"):
        source_of(notebook(*[("x = 1\n" * 50_000, {})] * 2))


def test_a_long_chain_of_definitions_is_followed_once() -> None:
    chain = "".join(f"a{n} = a{n - 1}\n" for n in range(1, 20_000))
    started = time.monotonic()
    source = source_of(notebook(("a0 = 1\n" + chain, {}), ("x = a19999", {"solution": True})))
    assert source.count(b"\na") == 19_999
    assert time.monotonic() - started < 15


def test_a_large_notebook_is_no_danger(tmp_path: Path) -> None:
    text = io.StringIO()
    json.dump({"cells": [{"cell_type": "code", "source": "x = 1", "out": "y" * (17 << 20)}]}, text)
    put(tmp_path / "kim/stride.ipynb", text.getvalue())
    assert "larger than 16,777,216 bytes" in found(tmp_path)[0].fault
