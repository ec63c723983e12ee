"""Which definitions of other cells an answer uses, and only those.

A handout's examples define things, too: with names that they computed, and from modules that no
submission may import. None of that may get into somebody's answer.
"""

from __future__ import annotations

import builtins
import symtable
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
ANY = "*"  # from numpy import *


def needed(aside: Sequence[str], answer: str) -> list[str]:
    """Those statements that the answer uses, directly or through others, and that can run.

    Args:
        aside: statements, each as Python code: imports, functions, classes, constants.
        answer: Python code; if it cannot be read, it uses nothing.
    """
    whole = _Code.read(answer)
    wanted = {ANY, *whole.used} - whole.defined if whole is not None else set[str]()
    parts = [part for part in map(_Code.read, aside) if part is not None]
    makers = defaultdict[str, list[int]](list)  # name → what defines it
    for number, part in enumerate(parts):
        for name in part.defined:
            makers[name].append(number)
    kept: set[int] = set()
    waiting = list(wanted)
    while waiting:  # each name once, however long a chain of them is
        for number in makers.pop(waiting.pop(), ()):
            if number not in kept:
                kept.add(number)
                waiting += parts[number].used
    return runnable([parts[number].text for number in sorted(kept)])


def runnable(aside: Sequence[str]) -> list[str]:
    """Without the statements that need at once what none before them defines."""
    known, found = set(dir(builtins)), []
    for part in map(_Code.read, aside):
        if part is not None and part.used_at_once <= known:
            known |= part.defined
            found.append(part.text)
    return found


class _Code(Struct, frozen=True):
    """Code, and the names of the module that it has to do with."""

    text: str
    defined: frozenset[str]
    used: frozenset[str]  # whenever it runs
    used_at_once: frozenset[str]  # but for the bodies of functions

    @classmethod
    def read(cls, text: str) -> _Code | None:
        """None if it is no Python after all: what two arguments of one name are, for example."""
        try:
            table = symtable.symtable(text, "a cell", "exec")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None
        own = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        own |= {ANY} if text.endswith("import *") else set()
        return cls(text, frozenset(own), frozenset(_used(table)), frozenset(_at_once(table)))


def _used(table: symtable.SymbolTable) -> Iterator[str]:
    yield from _of_module(table)
    for inner in table.get_children():
        yield from _used(inner)


def _at_once(table: symtable.SymbolTable) -> Iterator[str]:
    yield from _of_module(table)
    for inner in table.get_children():
        if inner.get_type() == "class" or inner.get_name() in COMPREHENSIONS:
            yield from _at_once(inner)


def _of_module(table: symtable.SymbolTable) -> Iterator[str]:
    """Names that this scope itself uses, and that are the module's."""
    outside = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (outside or symbol.is_global()):
            yield symbol.get_name()
