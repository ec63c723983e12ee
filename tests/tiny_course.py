"""A course of one tiny exercise, for which every promise holds."""

from pathlib import Path

from grader.publish.starter import write_starter

COURSE = """\
schema: 1
title: Tiny
exercises:
  - slug: double
    title: Double
    points: 100
"""
SOLUTION = '''\
"""Double."""


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
CHECKS = '''\
from grader.checks import check, exactly


@check(hint="Think of 2 * x.")
def doubles(submission, rng):
    """gives twice the number"""
    number = int(rng.integers(3, 100))
    exactly(submission.double(number), 2 * number)
'''
TEST = """\
from double import double


def test_three() -> None:
    assert double(3) == 6
"""
HANDOUT = "# Double\n\n## What\n\n![x](figure.png)\n\n```python\n>>> 1\n1\n\n```\n"
WRONG = '"""You add 2."""\n\n\ndef double(x):\n    return x + 2\n'


def write_tiny_course(root: Path) -> Path:
    """Write it into a folder."""
    files = {
        "course.yml": COURSE,
        "solutions/double/double.py": SOLUTION,
        "solutions/double/checks.py": CHECKS,
        "solutions/double/submissions/wrong/adds.py": WRONG,
        "exercises/double/test_double.py": TEST,
        "exercises/double/README.md": HANDOUT,
        "exercises/double/README.ko.md": HANDOUT,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "exercises/double/figure.png").touch()
    write_starter(root, "double")
    return root
