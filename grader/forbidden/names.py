"""Which expressions of a file lead to which names of libraries, whatever they are called there."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

ROUNDS = 8  # n = numpy; m = n; …: so many aliases of aliases are followed
PATHS = 32  # one name may mean so many things, and no more
PARTS = 40  # of one path
BUILTINS = {"__import__", "getattr", "vars", "exec", "eval", "compile"}
GETTERS = {"__getattribute__", "__getattr__", "get", "pop", "setdefault"}
ATTRIBUTE_GETTERS = {"__getattribute__", "__getattr__"}
CALLERS = {"operator.attrgetter", "operator.methodcaller", "inspect.getattr_static"}
IMPORTERS = {"builtins.__import__", "importlib.__import__", "importlib.import_module"}


class TooMany(Exception):
    """A name may mean so much that nobody could tell what it means."""


class Names:
    """What the names of a file are bound to, as dotted paths (numpy.linalg.norm)."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._bound: dict[str, set[str]] = defaultdict(set)
        self._stars: list[str] = []
        self._known: dict[ast.expr, set[str]] = {}  # a long chain of attributes is walked once
        pairs: list[tuple[ast.expr, ast.expr]] = []
        for node in nodes:
            self._note_import(node)
            pairs += _bindings(node)
        for _ in range(ROUNDS):
            before = sum(map(len, self._bound.values()))
            self._known.clear()
            for target, value in pairs:
                if isinstance(target, ast.Name):
                    self._bound[target.id] |= self.paths(value)
                    self._refuse_many(self._bound[target.id])
            if sum(map(len, self._bound.values())) == before:
                break
        self._known.clear()

    def paths(self, node: ast.expr) -> set[str]:
        """The dotted paths that an expression may lead to; empty if it leads to no library.

        Raises:
            TooMany: more than anybody would write down.
        """
        if node not in self._known:
            self._known[node] = found = self._paths(node)
            self._refuse_many(found)
        return self._known[node]

    def _refuse_many(self, found: set[str]) -> None:
        if len(found) > PATHS or any(path.count(".") >= PARTS for path in found):
            raise TooMany

    def _paths(self, node: ast.expr) -> set[str]:
        match node:
            case ast.Name(id=name):
                if self._bound.get(name):
                    return self._bound[name]
                builtin = {f"builtins.{name}"} if name in BUILTINS else set()
                return builtin | {f"{module}.{name}" for module in self._stars}
            case ast.Attribute(value=value, attr=attr):
                return {f"{path}.{attr}" for path in self.paths(value)}
            case ast.NamedExpr(value=value):
                return self.paths(value)
            case ast.IfExp(body=one, orelse=other):
                return self.paths(one) | self.paths(other)
            case ast.BoolOp(values=values):
                return set().union(*map(self.paths, values))
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=value, slice=key) if (word := text(key)) is not None:
                return self._item(value, word)
        return set()

    def _call(self, node: ast.Call) -> set[str]:
        named = [item.value for item in node.keywords if item.arg == "name"]
        found = self._called(self.paths(node.func), node.args or named)
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=[key, *_]):
                if attr in GETTERS and (word := text(key)) is not None:
                    found |= self._item(owner, word)
                if attr in ATTRIBUTE_GETTERS:  # a.__getattribute__("dot"), also of its class
                    found |= {f"?.{word}" for word in map(text, node.args[:2]) if word}
            case ast.Call(func=ast.Call(func=caller, args=[key, *_]), args=[owner, *_]):
                if self.paths(caller) & CALLERS and (word := text(key)) is not None:
                    found |= {f"{path}.{word}" for path in self.paths(owner)}
        return found

    def _called(self, functions: set[str], arguments: list[ast.expr]) -> set[str]:
        words = [text(argument) for argument in arguments[:2]]
        found = set()
        if functions & IMPORTERS and words and words[0]:
            found |= {words[0], words[0].partition(".")[0]}
        if "builtins.getattr" in functions and len(words) == 2 and words[1] is not None:
            found |= {f"{path}.{words[1]}" for path in self.paths(arguments[0])}
            found |= {f"?.{words[1]}"}
        if functions & CALLERS and words:  # attrgetter("dot"), methodcaller("dot", b)
            found |= {f"?.{word}" for word in words if word}
        return found

    def _item(self, value: ast.expr, name: str) -> set[str]:
        """sys.modules["numpy"], numpy.__dict__["dot"], vars(numpy)["dot"], also by their get."""
        if isinstance(value, ast.Call) and "builtins.vars" in self.paths(value.func):
            owners = value.args[:1]
            found = {f"{path}.{name}" for owner in owners for path in self.paths(owner)}
            return found | {f"?.{name}"}
        if isinstance(value, ast.Attribute) and value.attr == "__dict__" and not self.paths(value):
            return {f"?.{name}"}  # type(a).__dict__["dot"]
        paths = self.paths(value)
        found = {f"{p.removesuffix('.__dict__')}.{name}" for p in paths if p.endswith(".__dict__")}
        found |= {f"{p}.{name}" for p in paths if not p.endswith(".__dict__")}
        return found | ({name} if "sys.modules" in paths else set())

    def _note_import(self, node: ast.AST) -> None:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    root = alias.name.partition(".")[0]
                    self._bound[alias.asname or root].add(alias.name if alias.asname else root)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                self._stars += [module for alias in names if alias.name == "*"]
                for alias in names:
                    self._bound[alias.asname or alias.name].add(f"{module}.{alias.name}")


Texts = dict[ast.expr, str | None]


def text(node: ast.expr, known: Texts | None = None) -> str | None:
    """A literal text, or several added up; None if it is not known before the code runs.

    Args:
        node: which expression.
        known: of others, to which it is added: a long sum is then read once.
    """
    known = {} if known is None else known
    if node not in known:
        known[node] = _text(node, known)
    return known[node]


def _text(node: ast.expr, known: Texts) -> str | None:
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            before, after = text(left, known), text(right, known)
            return None if before is None or after is None else before + after
        case ast.JoinedStr(values=values):
            inside = [v.value if isinstance(v, ast.FormattedValue) else v for v in values]
            parts = [text(part, known) for part in inside]
            return None if None in parts else "".join(filter(None, parts))
    return None


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Names and what they are set to: by assignment, as default of an argument, by a loop."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _unpacked(target, value)
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.NamedExpr(target=target, value=value)
        ):
            yield target, value
        case ast.For(target=target, iter=ast.Tuple(elts=items) | ast.List(elts=items)):
            for item in items:
                yield from _unpacked(target, item)
        case ast.comprehension(target=target, iter=ast.Tuple(elts=items) | ast.List(elts=items)):
            for item in items:
                yield from _unpacked(target, item)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            yield from _defaults(node.args)


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    sequences = ast.Tuple | ast.List
    if isinstance(target, sequences) and isinstance(value, sequences):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _defaults(arguments: ast.arguments) -> Iterator[tuple[ast.expr, ast.expr]]:
    named = [*arguments.posonlyargs, *arguments.args]
    last = named[len(named) - len(arguments.defaults) :]
    for argument, value in zip(last, arguments.defaults, strict=True):
        yield ast.Name(argument.arg), value
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield ast.Name(argument.arg), default
