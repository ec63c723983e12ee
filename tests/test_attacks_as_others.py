"""The attacks once more: as an ordinary user, and in tier B, which only root has.

Each runs the tests of test_attacks.py in a process of its own, see `tests/as_user.py`.
"""

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.test_attacks import FILES, words

pytestmark = [
    pytest.mark.skipif(
        os.getuid() != 0, reason="only root can be two users; the other attacks ran as this one"
    ),
    pytest.mark.skipif(
        not ROOT.stat().st_mode & 0o001, reason="nobody else may enter the folder of the course"
    ),
]
NOBODY = 65534
SECONDS = 600


def attacks_as(user: int, home: Path, which: str) -> int:
    """How many attacks came to nothing; none of them may have come to anything."""
    pytest_arguments = ["-q", "-rs", "-p", "no:cacheprovider", "--basetemp", str(home / "pytest")]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.as_user", str(user), str(home)),
            *("-m", "pytest", "tests/test_attacks.py", "-k", which, *pytest_arguments),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if "Operation not permitted" in run.stderr and "as_user" in run.stderr:
        pytest.skip(f"root has no right to mount here: {run.stderr[-300:]}")
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    if " passed" not in run.stdout:
        pytest.skip(run.stdout[-500:])
    return int(re.findall(r"(\d+) passed", run.stdout)[-1])


@pytest.fixture
def home() -> Iterator[Path]:
    """A path that everybody may reach, not made yet."""
    path = Path("/var/tmp", f"conv2npu-{uuid.uuid4().hex}")  # noqa: S108
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.parametrize("tier", ["S", "A"])
def test_as_an_ordinary_user(home: Path, tier: str) -> None:
    assert attacks_as(NOBODY, home, f"test_in_a_sandbox and {tier}-") == len(FILES)


def test_as_root_without_landlock(home: Path) -> None:
    some = [path for path in FILES if "Tier: A only" not in words(path)]
    assert attacks_as(0, home, "test_without_a_sandbox and B-") == len(some)
