"""Whatever a submission leaves in its folder, the folder goes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.worker.scratch import remove


def deep(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def without_permission(folder: Path) -> None:
    (folder / "a/b").mkdir(parents=True)
    (folder / "a/b/c").touch()
    (folder / "a/b").chmod(0)
    (folder / "a").chmod(0)


def many(folder: Path) -> None:
    for number in range(500):
        (folder / f"f{number}").touch()


def links(folder: Path) -> None:
    (folder / "out").symlink_to("/usr")
    (folder / "dangling").symlink_to("nowhere")


@pytest.mark.parametrize("leave", [deep, without_permission, many, links])
def test_the_folder_goes(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    leave(folder)
    remove(str(folder))
    assert not folder.exists()
    assert Path("/usr/bin").is_dir()


def test_a_folder_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    remove(str(tmp_path / "gone"))
