"""Whatever happens in the middle of a batch: the same command again, and every mark is right.

`python -m tests.faults` does the same at more moments.
"""

import os
import random
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.faults import Batch, evidence, kill_at, rows


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return Batch(tmp_path_factory.mktemp("batch"))


@pytest.mark.parametrize("whom", ["grader", "worker"])
@pytest.mark.parametrize("part", [0.4, 0.8])
def test_killed_in_the_middle(batch: Batch, tmp_path: Path, whom: str, part: float) -> None:
    rng = random.Random(f"{whom} {part}")  # noqa: S311
    assert kill_at(batch, tmp_path / "marks", part * batch.seconds, whom, rng) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root can make a small disk, and not in every container")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(batch: Batch, small_disk: Path) -> None:
    code, text = batch.run(small_disk / "marks")
    assert code == 3
    assert "No space left on device. What was graded so far is kept" in text
    before = evidence(small_disk)
    assert 0 < len(before) < batch.count
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    code, text = batch.run(small_disk / "marks")
    assert (code, rows(small_disk / "marks")) == (0, batch.right)
    after = evidence(small_disk)
    assert {path: after[path] for path in before} == before


def test_files_that_may_not_grow(batch: Batch, tmp_path: Path) -> None:
    """As a quota does; the limit comes from outside, when the processes that grade have started."""
    home = tmp_path / "marks"
    with batch.start(home) as running:
        deadline = time.monotonic() + 60
        while len(evidence(home)) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        psutil.Process(running.pid).rlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "File too large. What was graded so far is kept" in errors
    before = evidence(home)
    assert 3 <= len(before) < batch.count
    assert list(home.rglob(".*.json*")) == []
    code, _ = batch.run(home)
    assert (code, rows(home)) == (0, batch.right)
    after = evidence(home)
    assert {path: after[path] for path in before} == before
