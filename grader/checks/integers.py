"""`integers_only`: where is floating point in a function? Asked of its source, and of a run of it.

Neither answer is complete: a source may compute with floats under a name that is not looked for,
and a run does not see arrays that numpy makes anew. Both together, and bit-exact results where
floats round, leave little room. What they miss costs a learner nothing.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.told import equals
from grader.checks.word import reading
from grader.errors import Wrong

if TYPE_CHECKING:
    from grader.worker.proxy import Submission

NAMES = {"float", "complex"}
ATTRIBUTES = {"float16", "float32", "float64", "float128", "longdouble", "double", "single", "half"}
ATTRIBUTES |= {"true_divide", "divide", "mean", "average", "sqrt", "exp", "log", "power", "ldexp"}
ATTRIBUTES |= {"rint", "ceil", "trunc", "frexp", "reciprocal", "std", "var"}
ATTRIBUTES |= {"truediv", "itruediv", "__truediv__", "__rtruediv__", "__itruediv__", "linspace"}
LONGEST_WORD = 16  # of characters: a dtype is a short text

# Arrays that note where a float array is made of them, also by numpy's usual ways to make new ones.
WATCH = """
def watched_by_the_grader(*args):
    import sys
    import numpy

    seen = []
    end = watched_by_the_grader.__code__.co_firstlineno

    def line():
        # The learner's line that asked for an array; 0 if a compiler made it for itself.
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == __file__ and frame.f_lineno < end:
                return frame.f_lineno
            if frame.f_globals.get("__name__", "").startswith(("numba", "llvmlite")):
                return 0
            frame = frame.f_back
        return 0

    class Watched(numpy.ndarray):
        def __array_finalize__(self, other):
            if self.dtype.kind in "fc":
                seen.append(line())

    def watched(value):
        if type(value) is tuple:
            return tuple(map(watched, value))
        return value.view(Watched) if type(value) is numpy.ndarray else value

    def watching(make):
        return lambda *args, **kwargs: watched(make(*args, **kwargs))

    makers = "array asarray zeros empty ones full zeros_like empty_like pad concatenate".split()
    before = {name: getattr(numpy, name) for name in makers}
    try:
        for name, make in before.items():
            setattr(numpy, name, watching(make))
        $function(*map(watched, args))
    except Exception:
        return -1
    finally:
        for name, make in before.items():
            setattr(numpy, name, make)
    return next(filter(None, seen), -1)
"""


def integers_only(submission: Submission, function: str, *args: Any) -> None:
    """A function mentions no floating point, and makes no float arrays while it runs.

    A submission that cannot work with watched arrays (compiled code may not) is judged by its
    source alone.

    Args:
        submission: whose.
        function: its name.
        args: for the run: arrays, numbers, and tuples of those.

    Raises:
        Wrong: with the line.
    """
    no_float_in_source(submission, function)
    with submission.altered(WATCH.replace("$function", function)) as altered:
        equals(
            altered.watched_by_the_grader(*args),
            -1,
            "line {got} makes an array of floating-point numbers while "
            f"{function} runs. Look at the dtypes there: np.zeros(shape) is float64 unless you "
            "give a dtype, and / makes floats",
        )


@reading
def no_float_in_source(submission: Submission, function: str) -> None:
    """Nothing that the function reaches in its file mentions floating point.

    Raises:
        Wrong: with the line.
    """
    try:
        tree = ast.parse(submission.read())
    except (RecursionError, MemoryError):
        raise Wrong("an expression is nested too deeply to be read: use several steps") from None
    for node in _reached(tree, function):
        what = _is_float(node)
        if what:
            raise Wrong(
                f"line {node.lineno} computes with floating point: {what}. {function} may use "
                "integers only, and so may every function that it calls"
            )


def _is_float(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=float() | complex()):
            return f"the number {node.value!r}"
        case ast.Constant(value=str(word)) if _names_float(word):
            return f"the dtype {node.value!r}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return "/ (// and >> stay with integers)"
        case ast.Name() if node.id in NAMES:
            return node.id
        case ast.ImportFrom(names=names):
            return next((n.name for n in names if n.name in ATTRIBUTES), "")
        case ast.Attribute() if node.attr in ATTRIBUTES:
            return node.attr
    return ""


def _names_float(word: str) -> bool:
    """Whether numpy takes a text for a floating-point dtype: "float32", "f4", "<f8", "d"."""
    if len(word) > LONGEST_WORD:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.dtype(word).kind in "fc"
    except (TypeError, ValueError, SyntaxError):
        return False


def _reached(tree: ast.Module, name: str) -> Iterator[ast.expr | ast.stmt]:
    """Every expression and statement of what is called `name`, and of what that mentions."""
    named: dict[str, ast.stmt] = {}
    for statement in _statements(tree.body):
        named |= dict(_named(statement))
    waiting, done = [name], set[str]()
    while waiting:
        current = waiting.pop()
        if current in done or current not in named:
            continue
        done.add(current)
        for node in _body(named[current]):
            if isinstance(node, ast.expr | ast.stmt):
                yield node
            if isinstance(node, ast.Name):
                waiting.append(node.id)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those of the top level, and those within its if, try, with and for."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            inner = [n for n in ast.iter_child_nodes(statement) if isinstance(n, ast.stmt)]
            handlers = getattr(statement, "handlers", [])
            yield from _statements([*inner, *(n for h in handlers for n in h.body)])


def _named(statement: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """The names that a statement gives, and to what; of an import only what has that name."""
    if isinstance(statement, ast.ImportFrom):
        place = {"lineno": statement.lineno, "col_offset": statement.col_offset}
        for alias in statement.names:
            alone = ast.ImportFrom(statement.module, [alias], statement.level, **place)
            yield alias.asname or alias.name, alone
    yield from ((name, statement) for name in _names(statement))


def _names(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            return [statement.name]
        case ast.Assign():
            return [n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _body(statement: ast.stmt) -> Iterator[ast.AST]:
    """A definition without its annotations, which compute nothing."""
    if isinstance(statement, ast.FunctionDef):
        for part in [*statement.args.defaults, *statement.body]:
            yield from ast.walk(part)
    else:
        yield from ast.walk(statement)
