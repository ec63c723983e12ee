"""Inside a worker: what its exercise rules out can neither be imported nor called.

This is the polite half, with a message. A submission can undo it; a library's files then still are
not readable (`sandbox`), and whoever undoes it in plain sight is found by `grader.forbidden`.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.worker.sandbox import libc

BLAS = re.compile("blas|lapack|mkl|blis|atlas|armpl")  # what such libraries are called


def rule_out(forbid: Sequence[str]) -> None:
    """Refuse imports of libraries; replace functions of loaded ones.

    Methods and @ stay, but without machine code for numbers in floating point.

    Args:
        forbid: as in course.yml, see `grader.forbidden.rules`.
    """
    libraries = {rule for rule in forbid if "." not in rule}
    for name in [name for name in sys.modules if name.partition(".")[0] in libraries]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Refusal(libraries))
    for address, size in matrix_code(tuple(forbid)):
        libc.unmap(address, size)
    for module, name, rule in replaced(tuple(forbid)):
        found = vars(module)[name]
        setattr(module, name, _refusing(rule, isinstance(found, type)))


@cache
def replaced(forbid: tuple[str, ...]) -> list[tuple[ModuleType, str, str]]:
    """Which names of which loaded modules are to be replaced, and the rule that says so.

    A function of numpy is replaced in all of its modules: also in C, where its name has a c_ before
    it or a 2 behind it. Types stay there, since numpy's own functions ask isinstance of them.
    """
    places = []
    for rule in forbid:
        owner, _, name = rule.rpartition(".")
        module = sys.modules.get(owner)
        # Asked of the module itself it would import what numpy has not needed yet.
        found = vars(module).get(name) if module is not None else None
        if module is None or not callable(found):
            continue
        places.append((module, name, rule))
        if owner == "numpy" and not isinstance(found, type):
            inside = [other for key, other in sys.modules.items() if key.startswith("numpy.")]
            places += [
                (other, spelled, rule)
                for other in inside
                for spelled in (name, f"c_{name}", f"{name}2")
                if callable(vars(other).get(spelled))
            ]
    return places


@cache
def matrix_code(forbid: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the machine code of a BLAS lies in this process, if the matrix product is ruled out.

    There are many ways to it, of which a reader sees a few: methods by computed names, numpy's own
    pointers, the library's table of symbols. All of them end there.
    """
    found = []
    with contextlib.suppress(OSError):  # no Linux
        for line in Path("/proc/self/maps").read_text().splitlines() if "@" in forbid else ():
            span, rights, _, _, _, *path = line.split(maxsplit=5)
            if "x" in rights and path and BLAS.search(Path(path[0]).name):
                start, end = (int(address, 16) for address in span.split("-"))
                found.append((start, end - start))
    return found


def library_paths(forbid: Sequence[str]) -> list[str]:
    """Where the libraries among the rules lie, on this path and in the system's own folders.

    Where a part of numpy is ruled out, so is the machine code that numpy brings along (a BLAS, in
    numpy.libs): it has been loaded, and nobody needs to open its file again.
    """
    libraries = {rule for rule in forbid if "." not in rule}
    machine_code = "numpy.libs" if any(rule.startswith("numpy.") for rule in forbid) else None
    found = [
        entry.path
        for folder in sorted({*sys.path, *_system_folders()} if libraries or machine_code else ())
        for entry in _entries(folder)
        if entry.name.partition(".")[0] in libraries or entry.name == machine_code
    ]
    return found + (_stores() if libraries else [])


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
    """What stands in its place. A type stays one: numpy's own functions ask isinstance of it.

    Whoever loads machine code knows what to do without: numba looks for threads in another library.
    """
    error = OSError if rule.partition(".")[0] in ("ctypes", "_ctypes") else NameError

    def ruled_out(*_: object, **__: object) -> None:
        raise error(f"this exercise asks you to write it yourself, without {rule}")

    return type("ruled_out", (), {"__new__": ruled_out}) if is_type else ruled_out


def _system_folders() -> Iterator[str]:
    """Where other Pythons keep their libraries; they can be put on sys.path."""
    for prefix in {sys.prefix, sys.base_prefix, "/usr", "/usr/local"}:
        for entry in (*_entries(f"{prefix}/lib"), *_entries(f"{prefix}/lib64")):
            if entry.name.startswith("python"):
                yield from (f"{entry.path}/site-packages", f"{entry.path}/dist-packages")


def _stores() -> list[str]:
    """Where conda keeps every library once more, and other environments."""
    places = [Path(prefix, n) for prefix in {sys.prefix, sys.base_prefix} for n in ("pkgs", "envs")]
    return [str(place) for place in places if place.is_dir()]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return []
