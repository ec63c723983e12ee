"""Which libraries a file hands to where nobody follows them: into lists, classes, calls.

Names are followed through assignments, defaults and loops only. A module in a list, say, can come
out under no name at all. That is rare, and no fault by itself; but where it happens, a name that is
ruled out counts whatever it is asked of.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

from grader.forbidden.names import PATHS, Names, Texts, TooMany, text

EVERYTHING = {"sys.modules", "gc.get_objects", "inspect.getmembers"}
OWN_NAMES = {"globals", "locals"}
READERS = {"builtins.getattr", "inspect.getattr_static"}


class Escapes:
    """What leaves the names of a file.

    Attributes:
        modules: that were handed on, as dotted paths.
        words: whether something that takes an attribute's name as a text was, too.

    Raises:
        TooMany: more modules than anybody hands on; to hold every attribute against each takes
            minutes.
    """

    def __init__(self, nodes: Iterable[ast.AST], names: Names) -> None:
        self.modules: set[str] = set()
        self.words = False
        self._texts: Texts = {}
        for node in nodes:
            for value in _handed_on(node):
                paths = names.paths(value)
                self.modules |= {path for path in paths if path in sys.modules}
                self.words |= bool(paths & READERS)
            if isinstance(node, ast.Name | ast.Attribute) and _is_everything(node, names):
                self.modules.add("numpy")  # it is always there
        if len(self.modules) > PATHS:
            raise TooMany

    def reached(self, node: ast.AST, names: Names) -> set[str]:
        """The paths that an attribute, or a text, may mean if its owner is one of the modules."""
        if isinstance(node, ast.Attribute) and not names.paths(node.value):
            return {f"{module}.{node.attr}" for module in self.modules}
        word = text(node, self._texts) if self.words and isinstance(node, ast.expr) else None
        return {f"{owner}.{word}" for owner in ("?", *self.modules)} if word else set()


def _handed_on(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(args=args, keywords=named):
            return [*args, *(item.value for item in named)]
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return items
        case ast.Dict(values=items):
            return items
        case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
            return [value]
        case ast.Lambda(body=value) | ast.withitem(context_expr=value):
            return [value]
        case ast.Assign(targets=targets, value=value):
            return [value] if any(not isinstance(t, ast.Name) for t in targets) else []
        case ast.ClassDef(body=body):
            return [statement.value for statement in body if isinstance(statement, ast.Assign)]
    return []


def _is_everything(node: ast.Name | ast.Attribute, names: Names) -> bool:
    return bool(names.paths(node) & EVERYTHING) or (
        isinstance(node, ast.Name) and node.id in OWN_NAMES
    )
