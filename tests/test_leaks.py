"""Whatever learners get is looked through for what they must not see."""

import base64
import gzip
import io
import json
import marshal
import tarfile
import zipfile
import zlib

import pytest

from grader.model import Course
from grader.publish.kit import visible_kit
from grader.publish.leaks import Fingerprints, find_leaks, fingerprints_of
from tests.support import ROOT

SECRET = 987_654_321_012_345


@pytest.fixture(scope="session")
def fingerprints() -> Fingerprints:
    return fingerprints_of(ROOT, [SECRET])


def test_a_kit_gives_nothing_away(kit: dict[str, bytes], fingerprints: Fingerprints) -> None:
    assert find_leaks(kit, fingerprints) == []


def test_no_exercise_gives_anything_away(course: Course, fingerprints: Fingerprints) -> None:
    """All of them, but for their practice, which takes long to record."""
    shown = visible_kit(ROOT, course)
    assert [name for name in shown if name.endswith("/baseline.py") and "exercises" in name]
    assert find_leaks(shown, fingerprints) == []


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
