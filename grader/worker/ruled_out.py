"""Inside a worker: what its exercise rules out can neither be imported nor called.

This is the polite half, with a message. A submission can undo it; a library's files then still are
not readable (`sandbox`), and whoever undoes it in plain sight is found by `grader.forbidden`.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any


def rule_out(forbid: Sequence[str]) -> None:
    """Refuse imports of libraries; replace functions of loaded ones. Methods and @ stay.

    Args:
        forbid: as in course.yml, see `grader.forbidden.rules`.
    """
    libraries = {rule for rule in forbid if "." not in rule}
    for name in [name for name in sys.modules if name.partition(".")[0] in libraries]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Refusal(libraries))
    for rule in forbid:
        owner, _, name = rule.rpartition(".")
        found = getattr(sys.modules.get(owner), name, None)
        if callable(found):
            stand_in = _refusing(rule, isinstance(found, type))
            setattr(sys.modules[owner], name, stand_in)
            if owner == "numpy" and not isinstance(found, type):
                _replace_inside_numpy(name, stand_in)


def _replace_inside_numpy(name: str, stand_in: Any) -> None:
    """Where numpy keeps a function, too: also in C, where it has a c_ before it or a 2 behind it.

    Types stay, since numpy's own functions ask isinstance of them.
    """
    inside = [module for key, module in sys.modules.items() if key.startswith("numpy.")]
    for module in inside:
        for spelled in (name, f"c_{name}", f"{name}2"):
            if callable(vars(module).get(spelled)):
                setattr(module, spelled, stand_in)


def library_paths(forbid: Sequence[str]) -> list[str]:
    """Where the libraries among the rules lie, on this path and in the system's own folders.

    Where a part of numpy is ruled out, so is the machine code that numpy brings along (a BLAS, in
    numpy.libs): it has been loaded, and nobody needs to open its file again.
    """
    libraries = {rule for rule in forbid if "." not in rule}
    machine_code = "numpy.libs" if any(rule.startswith("numpy.") for rule in forbid) else None
    return [
        entry.path
        for folder in sorted({*sys.path, *_system_folders()} if libraries or machine_code else ())
        for entry in _entries(folder)
        if entry.name.partition(".")[0] in libraries or entry.name == machine_code
    ]


class _Refusal:
    def __init__(self, libraries: set[str]) -> None:
        self._libraries = libraries

    def find_spec(
        self, name: str, _path: object = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in self._libraries:
            message = f"this exercise asks you to write it yourself, without {name}"
            raise ModuleNotFoundError(message, name=name)
        return None


def _refusing(rule: str, is_type: bool) -> Any:
    """What stands in its place. A type stays one: numpy's own functions ask isinstance of it."""

    def ruled_out(*_: object, **__: object) -> None:
        raise NameError(f"this exercise asks you to write it yourself, without {rule}")

    return type("ruled_out", (), {"__new__": ruled_out}) if is_type else ruled_out


def _system_folders() -> Iterator[str]:
    """Where other Pythons keep their libraries; they can be put on sys.path."""
    for prefix in {sys.prefix, sys.base_prefix, "/usr", "/usr/local"}:
        for entry in _entries(f"{prefix}/lib"):
            if entry.name.startswith("python"):
                yield from (f"{entry.path}/site-packages", f"{entry.path}/dist-packages")


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return []
