"""What a module's names hold, read from its text: constants, imports, small constant arrays.

Everything is bounded: numbers to 64 bits, arrays to constant memory. A name whose value cannot be
told from the text is remembered as `Opaque`; that is an error only where a kernel uses it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from grader.cuda.names import CONSTANTS, TYPES, Path

CONSTANT_BYTES = 1 << 16  # of constant memory
MODULES = ("math", "numpy", "numba", "numba.cuda", "numba.types")
Symbol = (
    Any  # Path, np.dtype, np.generic, np.ndarray, bool, int, float, str, tuple of these, Opaque
)
Constants = dict[str, Symbol]


class Opaque(Struct, frozen=True):
    """A name whose value cannot be read from the source."""

    why: str
    instead: str = "a constant, or a function with @cuda.jit(device=True)"


class Listed(tuple[Any, ...]):
    """A list: np.array takes it, and a kernel does not."""

    __slots__ = ()


class _CannotTell(Exception):
    """This expression is no constant."""


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
        elif not _is_main_guard(node):
            known.update(dict.fromkeys(_stored(node), Opaque("it is bound by more than =")))
    changed = {n for node in ast.walk(tree) if isinstance(node, ast.Global) for n in node.names}
    return known | dict.fromkeys(changed, Opaque("a function changes it (global)"))


def fold(node: ast.expr, known: Constants) -> Symbol:
    """The value of a constant expression, or `Opaque`."""
    try:
        with np.errstate(all="ignore"):
            return _fold(node, known)
    except (_CannotTell, ArithmeticError, ValueError, TypeError):
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
        known[target.id] = fold(value, known)
    elif isinstance(target, ast.Tuple):
        values = fold(value, known)
        same = isinstance(values, tuple) and len(values) == len(target.elts)
        for place, item in enumerate(target.elts):
            if isinstance(item, ast.Name):
                known[item.id] = values[place] if same else Opaque("it is unpacked")


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
        return _bounded(node.value)
    if isinstance(node, ast.Name | ast.Attribute):
        return _known(resolve(node, known))
    if isinstance(node, ast.Tuple | ast.List):
        kind = tuple if isinstance(node, ast.Tuple) else Listed
        return kind(_fold(item, known) for item in node.elts)
    if isinstance(node, ast.UnaryOp) and type(node.op) in UNARY:
        return _bounded(UNARY[type(node.op)](_number(_fold(node.operand, known))))
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        left, right = _number(_fold(node.left, known)), _number(_fold(node.right, known))
        _refuse_growth(node.op, left, right)
        return _bounded(BINARY[type(node.op)](left, right))
    if isinstance(node, ast.Call):
        return _folded_call(node, known)
    raise _CannotTell


def _known(symbol: Symbol | None) -> Symbol:
    if symbol is None or isinstance(symbol, Opaque):
        raise _CannotTell
    return symbol


def _folded_call(node: ast.Call, known: Constants) -> Symbol:
    """float32(…), int(…), float(…), and np.array, np.zeros, np.ones."""
    function = resolve(node.func, known)
    if function is None and isinstance(node.func, ast.Name) and node.func.id in ("int", "float"):
        function = int if node.func.id == "int" else float
    values = [_fold(item, known) for item in node.args]
    named = {str(item.arg): _fold(item.value, known) for item in node.keywords}
    if isinstance(function, np.dtype) and len(values) == 1 and not named:
        return np.asarray(_number(values[0])).astype(function)[()]
    if function in (int, float) and len(values) == 1 and not named:
        return _bounded(function(_number(values[0])))
    if isinstance(function, Path):
        return _array(function, values, named)
    raise _CannotTell


def _array(function: Path, values: list[Symbol], named: dict[str, Symbol]) -> np.ndarray:
    dtype = named.pop("dtype", values[1] if len(values) == 2 else None)
    if function not in ARRAYS or named or not 1 <= len(values) <= 2:
        raise _CannotTell
    if dtype is not None and not isinstance(dtype, np.dtype):
        dtype = _named_dtype(dtype)
    if function == "numpy.array":
        _refuse_more_than(CONSTANT_BYTES, [values[0]])
    else:
        sizes = values[0] if isinstance(values[0], tuple) else (values[0],)
        if any(not isinstance(n, int) or not 0 <= n <= CONSTANT_BYTES for n in sizes):
            raise _CannotTell
        if np.prod([float(n) for n in sizes]) > CONSTANT_BYTES:
            raise _CannotTell
    array = np.asarray(ARRAYS[function](values[0], dtype=dtype))
    if array.nbytes > CONSTANT_BYTES or array.dtype.kind not in "biuf":
        raise _CannotTell
    return array


def _named_dtype(name: Symbol) -> np.dtype[Any]:
    """A dtype by its plain name; not "U999", nor anything else that has a size in it."""
    known = {str(dtype): dtype for dtype in TYPES.values()}
    if not isinstance(name, str) or name not in known:
        raise _CannotTell
    return known[name]


def _refuse_more_than(most: int, values: Sequence[Symbol]) -> None:
    """Before an array is made: tuples of one tuple, again and again, are short to write down."""
    seen = 0
    waiting = [iter(values)]
    while waiting:
        for value in waiting[-1]:
            seen += 1
            if seen > most:
                raise _CannotTell
            if isinstance(value, tuple):
                waiting.append(iter(value))
                break
        else:
            waiting.pop()


def _number(value: Symbol) -> Any:
    if isinstance(value, bool | int | float | np.generic):
        return value
    raise _CannotTell


def _bounded(value: Any) -> Any:
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        raise _CannotTell
    return value


def _refuse_growth(op: ast.operator, left: Any, right: Any) -> None:
    """Before the operation: nothing may get longer than some hundred bits."""
    if isinstance(op, ast.Pow | ast.LShift) and not 0 <= abs(right) <= 64:
        raise _CannotTell
    if isinstance(left, complex) or isinstance(right, complex):
        raise _CannotTell


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
ARRAYS: dict[str, Callable[..., Any]] = {
    "numpy.array": np.array,
    "numpy.zeros": np.zeros,
    "numpy.ones": np.ones,
}
