"""Names of modules' things, by the path under which everybody knows them."""

from __future__ import annotations

import ast

import numpy as np

from grader.cuda.numbers import DTYPES

SPELLED = 40  # characters of an expression that a message repeats


class Path(str):
    """A dotted name such as "numba.cuda.syncthreads". Never imported, only recognised."""

    __slots__ = ()

    def child(self, attribute: str) -> Path:
        """The path of an attribute."""
        return CANONICAL.get(joined := f"{self}.{attribute}", Path(joined))


CANONICAL = {
    "numba.types": Path("numba"),
    "numpy.pi": Path("math.pi"),
    "numpy.e": Path("math.e"),
    "numpy.inf": Path("math.inf"),
    "numpy.nan": Path("math.nan"),
}
CONSTANTS: dict[str, np.generic] = {
    "math.pi": np.float64(np.pi),
    "math.e": np.float64(np.e),
    "math.tau": np.float64(2 * np.pi),
    "math.inf": np.float64(np.inf),
    "math.nan": np.float64(np.nan),
    "numba.cuda.warpsize": np.int32(32),
}
TYPES = {
    f"{module}.{name}": dtype for module in ("numba", "numpy") for name, dtype in DTYPES.items()
}
TYPES |= {
    f"numba.{alias}": DTYPES[name] for alias, name in (("boolean", "bool_"), ("f4", "float32"))
}
TYPES |= {f"numba.{a}": DTYPES[n] for a, n in (("f8", "float64"), ("i4", "int32"), ("i8", "int64"))}
TYPES |= {f"numba.{a}": DTYPES[n] for a, n in (("u1", "uint8"), ("u4", "uint32"), ("u8", "uint64"))}
TYPES |= {
    "numpy.bool": DTYPES["bool_"],
    "numpy.intp": DTYPES["int64"],
    "numba.intp": DTYPES["int64"],
}


def spell(node: ast.AST) -> str:
    """The source of an expression, cut to what fits into a message."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= SPELLED else text[: SPELLED - 1] + "…"
