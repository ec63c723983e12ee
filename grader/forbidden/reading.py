"""Reading a submission's syntax tree for what its exercise rules out."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader.forbidden.escapes import Escapes
from grader.forbidden.names import Names, TooMany, text
from grader.forbidden.rules import matches

RUNNERS = {"builtins.exec", "builtins.eval", "builtins.compile"}
NESTED = 3  # texts that are run by texts that are run by texts
MATRIX_METHODS = {"__matmul__", "__rmatmul__", "__imatmul__"}


class TooDeep(Exception):
    """The file is nested more deeply than it can be read, or a name in it means too much."""


class Use(Struct, frozen=True):
    """One place where a file uses what is ruled out."""

    line: int  # from 1
    spelled: str  # as it stands there
    rule: str
    source: str  # the line


def find_forbidden(source: bytes, forbid: Sequence[str]) -> Use | None:
    """The first use, by line, of anything that the rules name; None if there is none.

    A file that is no Python has none: running it will say so.

    Raises:
        TooDeep: if nobody could read it.
    """
    if not forbid:
        return None
    try:
        uses = _uses(_tree(source), forbid, 0)
    except (SyntaxError, ValueError):
        return None
    except (RecursionError, MemoryError, TooMany):
        raise TooDeep from None
    if not uses:
        return None
    line, spelled, rule = min(uses)
    return Use(line, spelled, rule, _line(source, line))


def _tree(source: str | bytes) -> ast.Module:
    """What a worker would make of it: there, a warning is never an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _uses(tree: ast.AST, forbid: Sequence[str], depth: int) -> set[tuple[int, str, str]]:
    nodes = list(ast.walk(tree))
    names = Names(nodes)
    escapes = Escapes(nodes, names)
    uses = set()
    for node in nodes:
        for path in {*_reached(node, names), *escapes.reached(node, names)}:
            rules = [rule for rule in forbid if matches(path, rule)]
            uses |= {(_number(node), _spelled(node, path), rule) for rule in rules}
        if isinstance(node, ast.Call) and depth < NESTED:
            uses |= _uses_in_text(node, names, forbid, depth)
    return uses


def _reached(node: ast.AST, names: Names) -> Iterable[str]:
    """The paths of libraries that one node by itself imports or uses."""
    match node:
        case ast.Import(names=aliases):
            return [alias.name for alias in aliases]
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            return [f"{module}.{alias.name}" for alias in aliases]
        case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
            return ["operator.matmul"]
        case ast.Attribute(attr=attr) if attr in MATRIX_METHODS:
            return ["operator.matmul", f"?.{attr}"]
        case ast.Attribute(attr=attr):
            return names.paths(node) | {f"?.{attr}"}
        case ast.Match(subject=subject):  # match a: case object(dot=f)
            classes = [part for part in ast.walk(node) if isinstance(part, ast.MatchClass)]
            owners = {"?", *names.paths(subject)}
            return [f"{p}.{attr}" for p in owners for part in classes for attr in part.kwd_attrs]
        case ast.Name() | ast.Call() | ast.Subscript():
            return names.paths(node)
    return ()


def _uses_in_text(
    call: ast.Call, names: Names, forbid: Sequence[str], depth: int
) -> set[tuple[int, str, str]]:
    """exec("import scipy") is no better than import scipy."""
    if not call.args or not names.paths(call.func) & RUNNERS:
        return set()
    code = text(call.args[0])
    if code is None:
        return set()
    try:
        tree = _tree(code)
    except (SyntaxError, ValueError):
        return set()
    return {(call.lineno, s, rule) for _, s, rule in _uses(tree, forbid, depth + 1)}


def _number(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))


def _spelled(node: ast.AST, path: str) -> str:
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return "@"
    return path.removeprefix("?").removeprefix("builtins.")


def _line(source: bytes, number: int) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    lines = source.decode(encoding, "replace").splitlines()
    return lines[number - 1].strip() if number <= len(lines) else ""
