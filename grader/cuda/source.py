"""Reads a submission: its kernels, device functions and constants. Nothing of it is ever run.

The source is parsed, measured and looked through; what a kernel names is resolved to a constant,
to a function beside it, or to the path of something of numba's, math's or Python's.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from grader.cuda.errors import Unsupported
from grader.cuda.folding import Constants, read_constants, resolve

LONGEST = 200_000  # characters
DEEPEST = 60  # nodes within nodes
MOST_NODES = 20_000
LONGEST_NAME = 100  # characters
DEEPEST_CALLS = 8
ALL_LANES = 0xFFFFFFFF


class Function(Struct, frozen=True, eq=False):
    """A kernel or a device function.

    Attributes:
        symbols: what names and attributes in it mean, where they are not variables.
        locals: the names of its variables and parameters.
        fixed: variables that are assigned once, and that to an integer constant.
    """

    name: str
    kind: Literal["kernel", "device"]
    node: ast.FunctionDef
    parameters: tuple[str, ...]
    defaults: dict[str, Any]
    symbols: dict[ast.AST, Any]
    locals: frozenset[str]
    fixed: dict[str, int]


class Module(Struct, frozen=True, eq=False):
    """What a submission offers to the interpreter."""

    functions: dict[str, Function]
    array_names: dict[ast.AST, str]  # the call that makes an array → the variable that holds it
    in_parts: bool  # cuda.syncwarp(mask) stands somewhere: parts of a warp may wait

    @property
    def kernels(self) -> tuple[str, ...]:
        """Their names, in the order of the source."""
        return tuple(n for n, f in self.functions.items() if f.kind == "kernel")


def parse_kernels(source: str) -> Module:
    """Read a submission's source text.

    Args:
        source: a Python module. What is neither an import, a constant nor a function decorated
            with cuda.jit is passed over.

    Raises:
        Unsupported: it is no Python, far too large, or a kernel in it does what no kernel can.
    """
    from grader.cuda.check import read_function  # which needs Function

    tree = _parse(source)
    constants = read_constants(tree)
    defined = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    kinds = {name: kind for name, n in defined.items() if (kind := _kind(n, constants))}
    names = frozenset(kinds)
    functions = {n: read_function(defined[n], k, constants, names) for n, k in kinds.items()}
    _refuse_recursion(functions)
    in_parts = any(_waits_by_mask(function) for function in functions.values())
    return Module(functions, dict(_array_names(tree)), in_parts)


def _parse(source: str) -> ast.Module:
    if len(source) > LONGEST:
        raise Unsupported(1, f"{len(source):,} characters of source", f"at most {LONGEST:,}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except SyntaxError as error:
        raise Unsupported(error.lineno or 1, f"no Python: {error.msg}", "correct it") from None
    except (RecursionError, MemoryError):
        raise Unsupported(1, "brackets or operators nested far too deep", "short steps") from None
    except ValueError as error:
        raise Unsupported(1, f"no Python: {error}", "plain text") from None
    _measure(tree)
    return tree


def _measure(tree: ast.Module) -> None:
    """Bound the depth and the size of what recursive functions will walk through."""
    level: list[ast.AST] = [tree]
    nodes = 0
    for _ in range(DEEPEST):
        nodes += len(level)
        _measure_names(level)
        if nodes > MOST_NODES:
            raise Unsupported(1, f"more than {MOST_NODES:,} parts of expressions", "a shorter file")
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
        deepest = next((n.lineno for n in level if isinstance(n, ast.expr | ast.stmt)), 1)
    raise Unsupported(deepest, f"something nested more than {DEEPEST} deep", "several short steps")


def _measure_names(level: list[ast.AST]) -> None:
    """Messages repeat names."""
    for node in level:
        for field in ("id", "arg", "attr", "name", "asname", "module"):
            name = getattr(node, field, None)
            if isinstance(name, str) and len(name) > LONGEST_NAME:
                what = f"a name of {len(name):,} characters"
                raise Unsupported(getattr(node, "lineno", 1), what, f"at most {LONGEST_NAME}")


def _kind(node: ast.FunctionDef, constants: Constants) -> Literal["kernel", "device"] | None:
    """What a decorator makes of a function; None if it is not for the GPU."""
    for decorator in node.decorator_list:
        called = decorator if isinstance(decorator, ast.Call) else None
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        if resolve(name, constants) != "numba.cuda.jit":
            continue
        if called is not None and (called.args or _keyword(called, "signature") is not None):
            what = "a signature in @cuda.jit(…)"
            raise Unsupported(decorator.lineno, what, "@cuda.jit alone: numba finds the types")
        device = _keyword(called, "device") if called is not None else None
        return "device" if isinstance(device, ast.Constant) and device.value else "kernel"
    return None


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((item.value for item in call.keywords if item.arg == name), None)


def _refuse_recursion(functions: dict[str, Function]) -> None:
    """Every chain of calls must end, within a few steps."""
    callees = {name: _callees(function, functions) for name, function in functions.items()}
    for name, function in functions.items():
        reached: set[str] = set()
        level = callees[name]
        for _ in range(DEEPEST_CALLS):
            if name in level:
                raise Unsupported(
                    function.node.lineno, f"{name} calls itself, in the end", "a loop"
                )
            reached |= level
            level = {callee for caller in level for callee in callees[caller]} - reached
        if level:
            what = f"more than {DEEPEST_CALLS} calls within calls"
            raise Unsupported(function.node.lineno, what, "fewer")


def _waits_by_mask(function: Function) -> bool:
    """Whether there is a cuda.syncwarp(mask), the mask of all lanes aside."""
    calls = [node for node in ast.walk(function.node) if isinstance(node, ast.Call) and node.args]
    barriers = [n for n in calls if function.symbols.get(n.func) == "numba.cuda.syncwarp"]
    return not all(_names_all(function, node.args[0]) for node in barriers)


def _names_all(function: Function, mask: ast.expr) -> bool:
    known = function.symbols.get(mask)
    value = mask.value if isinstance(mask, ast.Constant) else known
    return isinstance(value, int | np.integer) and int(value) & ALL_LANES == ALL_LANES


def _array_names(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.value, node.targets[0].id


def _callees(function: Function, functions: dict[str, Function]) -> set[str]:
    called = {str(s) for s in function.symbols.values() if isinstance(s, str)}
    return called & set(functions)
