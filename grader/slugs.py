"""What an exercise may be called: its name is a module's, beside others that everybody imports."""

from __future__ import annotations

import keyword
import re
import sys

NO_SLUG = "is no slug: small letters, digits and _, a letter first"
OURS = {"cli", "exercises", "grader", "solutions", "tests"}
LIBRARIES = {
    *("click", "msgspec", "numba", "numpy", "pytest", "rich", "yaml"),  # of every course
    *("llvmlite", "matplotlib", "nbformat", "nbgrader", "scipy", "skimage", "torch"),
}


def problem_with_slug(slug: str) -> str:
    """What is wrong with a slug, in words that follow it; empty if nothing is."""
    if not re.match(r"[a-z][a-z0-9_]*\Z", slug):
        return NO_SLUG
    if keyword.iskeyword(slug):
        return "is a word of Python's: nothing can be imported from it; choose another name"
    if slug in OURS:
        return "is a part of the course itself: choose another name"
    if slug in sys.stdlib_module_names or slug in LIBRARIES:
        return f"is a module that others import, and {slug}.py would hide it: choose another name"
    return ""
