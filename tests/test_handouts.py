"""Every line of code in a handout runs, with the model solution as the reader's own function."""

import doctest
import re
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

HANDOUTS = sorted((ROOT / "exercises").glob("*/README*.md"))


def test_there_are_handouts() -> None:
    assert len(HANDOUTS) >= 8


@pytest.mark.parametrize("handout", HANDOUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_its_code_gives_what_it_says(handout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = handout.parent.name
    monkeypatch.syspath_prepend(str(ROOT / "solutions" / slug))
    sys.modules.pop(slug, None)
    result = doctest.testfile(str(handout), module_relative=False, encoding="utf-8")
    sys.modules.pop(slug, None)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("handout", HANDOUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_its_figures_and_links_exist(handout: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", handout.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert any(target.endswith(".png") for target in local)
    missing = [target for target in local if not (handout.parent / target).exists()]
    assert missing == []


def test_both_languages_run_the_same_code() -> None:
    for english in (ROOT / "exercises").glob("*/README.md"):
        blocks = [
            re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
            for path in (english, english.with_name("README.ko.md"))
        ]
        assert blocks[0] == blocks[1], english
