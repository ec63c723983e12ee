"""What a module's names hold, read from its text: constants, imports, small constant arrays.

Everything is bounded: numbers to 64 bits, arrays to constant memory. A name whose value cannot be
told from the text is remembered as `Opaque`; that is an error only where a kernel uses it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from msgspec import Struct

from grader.cuda.constants import (
    CannotTell,
    bounded,
    called,
    named_dtype,
    number,
    refuse_large,
    refuse_much,
)
from grader.cuda.names import CONSTANTS, TYPES, Path

MODULES = ("math", "numpy", "numba", "numba.cuda", "numba.types")
Symbol = (
    Any  # Path, np.dtype, np.generic, np.ndarray, bool, int, float, str, tuple of these, Opaque
)
Constants = dict[str, Symbol]


class Opaque(Struct, frozen=True):
    """A name whose value cannot be read from the source."""

    why: str
    instead: str = "a constant, or a function with @cuda.jit(device=True)"


WRAPPED = Opaque("cuda.jit is called there", "@cuda.jit(device=True) above the function")


class Listed(tuple[Any, ...]):
    """A list: np.array takes it, and a kernel does not."""

    __slots__ = ()


def read_constants(tree: ast.Module) -> Constants:
    """The meaning of every name that the module's top level binds; the last binding counts."""
    known: Constants = {}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            known.update(_imported(node))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                _bind(known, target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            _bind(known, node.target, node.value)
        elif isinstance(node, ast.FunctionDef):
            known[node.name] = Opaque("it is a function without @cuda.jit")
        elif isinstance(node, ast.ClassDef):
            known[node.name] = Opaque("it is a class", "names of their own, such as TILE = 16")
        elif not _is_main_guard(node):
            known.update(dict.fromkeys(_stored(node), Opaque("it is bound by more than =")))
    changed = {n for node in ast.walk(tree) if isinstance(node, ast.Global) for n in node.names}
    return known | dict.fromkeys(changed, Opaque("a function changes it (global)"))


def fold(node: ast.expr, known: Constants) -> Symbol:
    """The value of a constant expression, or `Opaque`."""
    try:
        with np.errstate(all="ignore"):
            return _fold(node, known)
    except (CannotTell, ArithmeticError, ValueError, TypeError, IndexError):
        return Opaque("its value is not a plain constant")


def resolve(node: ast.expr, known: Constants) -> Symbol | None:
    """What a name, or a chain of attributes of one, means; None if it is neither."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        base = resolve(node.value, known)
        return meaning(base.child(node.attr)) if isinstance(base, Path) else None
    return None


def meaning(path: Path) -> Symbol:
    """A path's dtype or number, else itself."""
    if path in TYPES:
        return TYPES[path]
    return CONSTANTS.get(path, path)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Symbol]]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            root = alias.name.split(".")[0]
            yield alias.asname or root, _module(alias.name if alias.asname else root)
        else:
            path = Path(node.module or "").child(alias.name)
            known = not node.level and node.module in MODULES
            yield alias.asname or alias.name, meaning(path) if known else _foreign(node.module)


def _foreign(module: str | None) -> Opaque:
    why = f"it comes from {module}, which is not read"
    if module == "numba.cuda.random":
        return Opaque(why, "numbers that the host draws, or a generator of integers of your own")
    return Opaque(why)


def _module(name: str) -> Symbol:
    return Path(name) if name in MODULES else Opaque(f"the module {name} is not read")


def _bind(known: Constants, target: ast.expr, value: ast.expr) -> None:
    if isinstance(target, ast.Name):
        known[target.id] = WRAPPED if _is_jit(value, known) else fold(value, known)
    elif isinstance(target, ast.Tuple):
        values = fold(value, known)
        same = isinstance(values, tuple) and len(values) == len(target.elts)
        for place, item in enumerate(target.elts):
            if isinstance(item, ast.Name):
                known[item.id] = values[place] if same else Opaque("it is unpacked")


def _is_jit(node: ast.expr, known: Constants) -> bool:
    """cuda.jit(f), or cuda.jit(device=True)(f)."""
    is_call = isinstance(node, ast.Call)
    while isinstance(node, ast.Call):
        node = node.func
    return is_call and resolve(node, known) == "numba.cuda.jit"


def _is_main_guard(node: ast.stmt) -> bool:
    """if __name__ == "__main__": never true where a submission is imported."""
    test = node.test if isinstance(node, ast.If) else None
    left = test.left if isinstance(test, ast.Compare) else None
    return isinstance(left, ast.Name) and left.id == "__name__"


def _stored(node: ast.AST) -> Iterator[str]:
    """Every name that a statement may bind at the top level, blocks within it included."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    if isinstance(node, ast.alias):
        yield node.asname or node.name.split(".")[0]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    for child in ast.iter_child_nodes(node):
        yield from _stored(child)


def _fold(node: ast.expr, known: Constants) -> Symbol:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
        return bounded(node.value)
    if isinstance(node, ast.Name):
        return _known(resolve(node, known))
    if isinstance(node, ast.Attribute):
        return _attribute(node, known)
    if isinstance(node, ast.Subscript):
        return _item(node, known)
    if isinstance(node, ast.Tuple | ast.List):
        items = [_fold(item, known) for item in node.elts]
        refuse_much(items)
        return tuple(items) if isinstance(node, ast.Tuple) else Listed(items)
    if isinstance(node, ast.Call):
        return _folded_call(node, known)
    return _operation(node, known)


def _operation(node: ast.expr, known: Constants) -> Symbol:
    if isinstance(node, ast.UnaryOp) and type(node.op) in UNARY:
        return bounded(UNARY[type(node.op)](number(_fold(node.operand, known))))
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        left, right = number(_fold(node.left, known)), number(_fold(node.right, known))
        _refuse_growth(node.op, left, right)
        return bounded(BINARY[type(node.op)](left, right))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARE:
        left, right = _fold(node.left, known), _fold(node.comparators[0], known)
        return bounded(COMPARE[type(node.ops[0])](_scalar(left), _scalar(right)))
    if isinstance(node, ast.IfExp):
        return _fold(node.body if _scalar(_fold(node.test, known)) else node.orelse, known)
    raise CannotTell


def _scalar(value: Symbol) -> Any:
    if isinstance(value, np.ndarray):
        raise CannotTell
    return number(value)


def _known(symbol: Symbol | None) -> Symbol:
    if symbol is None or isinstance(symbol, Opaque):
        raise CannotTell
    return symbol


def _folded_call(node: ast.Call, known: Constants) -> Symbol:
    """A function of constants, or a.astype(dtype), a.reshape(shape)."""
    function = _function(node.func, known)
    values = [_fold(item, known) for item in node.args]
    if function is None and isinstance(node.func, ast.Attribute) and not node.keywords:
        array = _fold(node.func.value, known)
        if isinstance(array, np.ndarray) and node.func.attr in METHODS:
            return bounded(METHODS[node.func.attr](array, *values))
    named = {str(item.arg): _fold(item.value, known) for item in node.keywords}
    return called(function, values, named)


def _function(node: ast.expr, known: Constants) -> Symbol | None:
    if isinstance(node, ast.Name) and node.id not in known:
        return Path(f"builtins.{node.id}")
    return resolve(node, known)


def _attribute(node: ast.Attribute, known: Constants) -> Symbol:
    """A module's word, np.iinfo(dtype).max and np.finfo(dtype).eps, or a.size and a.T."""
    found = resolve(node, known)
    if found is not None:
        return _known(found)
    inner = node.value
    if isinstance(inner, ast.Call) and len(inner.args) == 1:
        function, dtype = resolve(inner.func, known), _fold(inner.args[0], known)
        if function in LIMITS and isinstance(dtype, np.dtype) and node.attr in LIMITS[function]:
            return bounded(getattr(getattr(np, function.removeprefix("numpy."))(dtype), node.attr))
    array = _fold(inner, known)
    if isinstance(array, np.ndarray) and node.attr in ("size", "ndim", "T", "shape"):
        return getattr(array, node.attr)
    raise CannotTell


def _item(node: ast.Subscript, known: Constants) -> Symbol:
    """T[0] of a tuple, A[0, 1] of an array; whole numbers alone."""
    value, at = _fold(node.value, known), _fold(node.slice, known)
    places = at if isinstance(at, tuple) else (at,)
    if not all(isinstance(place, int) for place in places):
        raise CannotTell
    if isinstance(value, np.ndarray):
        return value[places]
    if isinstance(value, tuple) and len(places) == 1:
        return value[places[0]]
    raise CannotTell


def _refuse_growth(op: ast.operator, left: Any, right: Any) -> None:
    """Before the operation: nothing may get longer than some hundred bits."""
    whole = "f" not in np.asarray(left).dtype.kind + np.asarray(right).dtype.kind
    if whole and isinstance(op, ast.Pow | ast.LShift) and not np.all(np.abs(right) <= 64):
        raise CannotTell
    refuse_large(np.shape(left), np.shape(right))


UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: +a,
    ast.Invert: lambda a: ~a,
    ast.Not: lambda a: not a,
}
BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.Pow: lambda a, b: a**b,
    ast.LShift: lambda a, b: a << b,
    ast.RShift: lambda a, b: a >> b,
    ast.BitAnd: lambda a, b: a & b,
    ast.BitOr: lambda a, b: a | b,
    ast.BitXor: lambda a, b: a ^ b,
}
COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}
METHODS: dict[str, Callable[..., Any]] = {
    "astype": lambda a, dtype: a.astype(
        dtype if isinstance(dtype, np.dtype) else named_dtype(dtype)
    ),
    "reshape": lambda a, *shape: a.reshape(*shape),
    "sum": lambda a: a.sum(),
    "max": lambda a: a.max(),
}
LIMITS = {
    "numpy.iinfo": ("max", "min", "bits"),
    "numpy.finfo": ("max", "min", "eps", "tiny", "bits"),
}
