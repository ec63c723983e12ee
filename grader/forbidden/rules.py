"""The words of `forbid` in course.yml.

scipy            a library, with all that is in it
numpy.convolve   a module, class or function, by whatever name or route it is reached
.dot             a method or attribute of this name, of anything
"@"              the matrix product
"""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Sequence

FORM = re.compile(r"@|\.[A-Za-z_]\w*|[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
# Only to suggest a spelling; others can be ruled out as well.
KNOWN = (
    *("cupy", "cv2", "jax", "keras", "numba", "numpy", "onnxruntime", "PIL", "scipy", "skimage"),
    *("sklearn", "tensorflow", "torch"),
)
MATRIX_PRODUCTS = ("matmul", "imatmul", "__matmul__", "__rmatmul__", "__imatmul__")


def libraries(forbid: Sequence[str]) -> tuple[str, ...]:
    """Those of the rules that name a whole library."""
    return tuple(rule for rule in forbid if "." not in rule and rule != "@")


def problem_with(rule: str) -> str | None:
    """Why this is no rule, and what may have been meant; None if it is one."""
    if not FORM.fullmatch(rule):
        return 'is neither a library (scipy), a name in one (numpy.dot), a method (.dot), nor "@"'
    root, *rest = rule.split(".")
    swapped = [known for known in KNOWN if sorted(known) == sorted(root)]
    close = swapped or difflib.get_close_matches(root, KNOWN, n=1, cutoff=0.8)
    if root and close and root not in KNOWN:
        return f"is no library that we know: did you mean {'.'.join([close[0], *rest])}?"
    return _problem_in_numpy(rest) if root == "numpy" else None


def matches(path: str, rule: str) -> bool:
    """Whether a dotted path is, or leads through, what a rule names.

    A function of numpy is the same by its private routes (numpy._core.….convolve), in C (c_einsum,
    correlate2), by another module's np, and where numba keeps its own (_np_correlate_core).
    """
    parts = path.split(".")
    if rule == "@":
        return parts[0] in ("operator", "_operator") and parts[-1] in MATRIX_PRODUCTS
    if rule.startswith("."):
        return rule[1:] in parts[1:]
    root, *rest = rule.split(".")
    if not rest:
        return parts[0] == root
    here = parts[0] == root or root in parts[1:] or (root == "numpy" and "np" in parts[1:])
    inside = [word for part in parts[1:] for word in part.split("_")] if parts[0] == "numba" else []
    return here and (
        rest[-1] in inside or any(rest[-1] in (part, _plain(part)) for part in parts[1:])
    )


def _plain(name: str) -> str:
    """A function's name without what numpy's C code adds to it."""
    return name.removeprefix("c_").rstrip("0123456789")


def _problem_in_numpy(names: Sequence[str]) -> str | None:
    """The one library that is always there, and of which single names are worth ruling out."""
    value = importlib.import_module("numpy")
    for number, name in enumerate(names):
        owner, path = names[:number], ".".join(["numpy", *names[:number]])
        value = getattr(value, owner[-1]) if owner else value
        there = dir(value)  # with what numpy loads only when it is used: hasattr would load it
        if name not in there and not hasattr(value, name):
            close = difflib.get_close_matches(name, there, n=1)
            tip = f": did you mean {path}.{close[0]}?" if close else ""
            return f"{path} has no {name}{tip}"
    return None
