"""Solution → starter."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.publish.starter import derive_starter, write_starter
from tests.support import course_command

SOLUTION = '''"""Doc."""

def f(x):
    """Add one."""
    ### BEGIN SOLUTION
    return g(x)


def g(x):
    return x + 1
    ### END SOLUTION


class C:
    def m(self):
        ### BEGIN SOLUTION
        return 2
        ### END SOLUTION
'''
STARTER = '''"""Doc."""

def f(x):
    """Add one."""
    # YOUR CODE HERE
    raise NotImplementedError()


class C:
    def m(self):
        # YOUR CODE HERE
        raise NotImplementedError()
'''


def test_regions_give_way_to_stubs() -> None:
    assert derive_starter(SOLUTION, "s.py") == STARTER


BROKEN = {
    "nested": ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n", "s.py:2: ### BEGIN SOLUTION inside the"),
    "never ends": ("x\n### BEGIN SOLUTION\n", "s.py:2: ### BEGIN SOLUTION without an"),
    "never begins": ("x\ny\n### END SOLUTION\n", "s.py:3: ### END SOLUTION without a"),
    "misspelt": (
        "### BEGIN SOLUTION\n### END SOLUTION\n### begin solution\n",
        "s.py:3: write exac",
    ),
    "no space": ("###BEGIN SOLUTION\nx\n### END SOLUTION\n", "s.py:1: write exactly"),
    "behind code": ("x = 1 ### BEGIN SOLUTION\n", "s.py:1: write exactly"),
    "a stub already": ("# YOUR CODE HERE\nx = 1\n", "s.py: no ### BEGIN SOLUTION in it"),
    "nothing to write": ("x = 1\n", "s.py: no ### BEGIN SOLUTION in it"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_markers_are_named_with_their_line(text: str, message: str) -> None:
    with pytest.raises(CourseError, match=f"^{message}"):
        derive_starter(text, "s.py")


STUB = "    # YOUR CODE HERE\n    raise NotImplementedError()\n"
WORK = {
    "written": (STUB, "    return x + x\n", "somebody has written double: that would be lost"),
    "half a line": (STUB, "    return (x +\n", "somebody is writing in it, and line"),
}


@pytest.mark.parametrize(("old", "new", "why"), WORK.values(), ids=WORK)
def test_somebody_s_work_is_not_overwritten(tiny: Path, old: str, new: str, why: str) -> None:
    path = tiny / "exercises/double/double.py"
    starter = path.read_text()
    path.write_text(starter.replace(old, new))
    done = course_command("starters", cwd=tiny)
    assert done.returncode == 2
    assert why in done.stderr
    assert path.read_text() == starter.replace(old, new)
    assert course_command("starters", "--overwrite", cwd=tiny).stdout == "double: written\n"
    assert path.read_text() == starter


def test_a_starter_of_an_older_solution_is_derived_anew(tiny: Path) -> None:
    path = tiny / "exercises/double/double.py"
    starter = path.read_text()
    path.write_text(starter.replace("Twice x.", "Two x.").replace("def double", "def twice"))
    assert write_starter(tiny, "double")
    assert path.read_text() == starter
    assert not write_starter(tiny, "double")
