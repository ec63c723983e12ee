"""What an exercise's author writes: functions decorated with @check, over cases of inputs."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.errors import CheckError

Case = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """A function of (submission, rng, **case) that returns quietly or raises `NotPassed`.

    Attributes:
        run: the function. Its docstring is the sentence that the learner reads.
        hint: what `grade --hint` says when this check is the first that did not pass.
        weight: its share of the exercise's points, relative to the other checks.
        needs: checks that must have passed; otherwise this one is skipped.
        cases: name → keyword arguments; small inputs first, since the first failing case is shown.
        kept: names of cases that student kits do not get, because what they are about does not
            follow from the seed, and would not be hidden any more.
    """

    run: Callable[..., None]
    hint: str
    weight: float
    needs: tuple[Check, ...]
    cases: Mapping[str, Case]
    kept: frozenset[str] = frozenset()

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What the function wants; a parameter with a default may be absent from a case."""
        return inspect.signature(self.run).parameters

    @property
    def name(self) -> str:
        """The function's name."""
        return self.run.__name__

    @property
    def sentence(self) -> str:
        """What it asks for, in the learner's words."""
        return inspect.cleandoc(self.run.__doc__ or self.name.replace("_", " "))


def check(
    *,
    hint: str,
    weight: float = 1.0,
    needs: Check | tuple[Check, ...] = (),
    cases: Mapping[str, Case] | None = None,
    kept: Collection[str] = (),
) -> Callable[[Callable[..., None]], Check]:
    """Make a function a `Check`. Every case gets its own generator, seeded by attempt and name."""
    needed = needs if isinstance(needs, tuple) else (needs,)
    return lambda run: Check(run, hint, weight, needed, cases or {"": {}}, frozenset(kept))


def load_checks(root: Path, slug: str) -> tuple[Check, ...]:
    """The checks of solutions/<slug>/checks.py, in the order written.

    Raises:
        CheckError: if the file is missing, cannot be imported, or holds no check.
    """
    path = root / "solutions" / slug / "checks.py"
    if not path.is_file():
        raise CheckError(f"{path}: missing: the hidden checks of `{slug}` belong there")
    _make_importable(root)
    spec = importlib.util.spec_from_file_location(f"solutions.{slug}.checks", path)
    if spec is None or spec.loader is None:
        raise CheckError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) else ""
        raise CheckError(f"{path}{line}: {type(error).__name__}: {error}") from error
    checks = tuple(value for value in vars(module).values() if isinstance(value, Check))
    if not checks:
        raise CheckError(f"{path}: no function in it is decorated with @check")
    return checks


def _make_importable(root: Path) -> None:
    """Let checks share code as `solutions.…`, also when two courses are loaded in turn."""
    known = sys.modules.get("solutions")
    if known is not None and str(root / "solutions") not in list(known.__path__):
        forget_solutions()
    if str(root) in sys.path:
        sys.path.remove(str(root))
    sys.path.insert(0, str(root))


def forget_solutions() -> None:
    """Whatever of `solutions` was imported is read anew when it is asked for again."""
    for name in [n for n in sys.modules if n == "solutions" or n.startswith("solutions.")]:
        del sys.modules[name]
