"""The words that a kernel may use, and for some that it may not, what to write instead."""

from __future__ import annotations

import ast


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


STATEMENTS = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Expr,
    ast.If,
    ast.For,
    ast.While,
    ast.Return,
    ast.Break,
    ast.Continue,
    ast.Pass,
)
EXPRESSIONS = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.Call,
)
BUILTINS = frozenset(
    words(
        "abs all any bool complex dict divmod enumerate eval exec filter float getattr input int "
        "isinstance len list map max min open pow print range reversed round set sorted str sum "
        "super tuple type zip"
    )
)
PLACES = ("threadIdx", "blockIdx", "blockDim", "gridDim")
IDS = frozenset(
    [
        f"numba.cuda.{name}.{axis}"
        for name in ("threadIdx", "blockIdx", "blockDim", "gridDim")
        for axis in "xyz"
    ]
    + ["numba.cuda.laneid", "numba.cuda.threadIdx", "numba.cuda.blockIdx"]
    + ["numba.cuda.blockDim", "numba.cuda.gridDim"]
)
MATH_UNARY = frozenset(
    words(
        "sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh "
        "acosh atanh floor ceil trunc fabs erf erfc gamma lgamma degrees radians"
    )
)
MATH_TESTS = frozenset(words("isnan isinf isfinite"))
MATH_BINARY = frozenset(words("pow atan2 hypot copysign fmod"))
ATOMICS = frozenset(
    words("add sub max min nanmax nanmin and_ or_ xor exch inc dec cas compare_and_swap")
)
CUDA = frozenset(
    words(
        "grid gridsize syncthreads syncthreads_count syncthreads_and syncthreads_or syncwarp "
        "shared.array local.array const.array_like shfl_sync shfl_up_sync shfl_down_sync "
        "shfl_xor_sync match_any_sync match_all_sync ballot_sync all_sync any_sync eq_sync "
        "activemask lanemask_lt fma selp cbrt popc clz ffs brev threadfence_block"
    )
)
CALLABLE = frozenset(
    [f"numba.cuda.{name}" for name in CUDA]
    + [f"numba.cuda.atomic.{name}" for name in ATOMICS]
    + [f"math.{name}" for name in MATH_UNARY | MATH_TESTS | MATH_BINARY]
    + [
        f"builtins.{name}"
        for name in words("abs bool enumerate float int len max min pow range round zip")
    ]
)

# numba finds these as attributes of cuda alone, not by a name of their own.
ONLY_OF_CUDA = frozenset(
    f"numba.cuda.{name}"
    for name in words(
        "threadIdx blockIdx blockDim gridDim laneid shared local const atomic syncwarp "
        "match_any_sync match_all_sync activemask lanemask_lt fma selp cbrt popc clz ffs brev "
        "threadfence_block threadfence threadfence_system"
    )
)

NO_LISTS = "a loop over an array"
INSTEAD: dict[type[ast.AST], tuple[str, str]] = {
    ast.ListComp: ("a list", f"{NO_LISTS}, or cuda.local.array"),
    ast.List: ("a list", "cuda.local.array, or a tuple of constants"),
    ast.GeneratorExp: ("a generator", NO_LISTS),
    ast.SetComp: ("a set", NO_LISTS),
    ast.DictComp: ("a dictionary", NO_LISTS),
    ast.Dict: ("a dictionary", NO_LISTS),
    ast.Set: ("a set", NO_LISTS),
    ast.Lambda: ("a lambda", "a function with @cuda.jit(device=True)"),
    ast.JoinedStr: ("text", "no text: a kernel has numbers and arrays"),
    ast.NamedExpr: (":=, which numba does not always compile", "= on a line of its own"),
    ast.Starred: ("*", "the items one by one"),
    ast.Await: ("await", "cuda.syncthreads()"),
    ast.Yield: ("yield", "write to an array"),
    ast.FunctionDef: ("a function in a kernel", "@cuda.jit(device=True) at the top of the file"),
    ast.ClassDef: ("a class", "numbers and arrays"),
    ast.Import: ("an import within a kernel", "import at the top of the file"),
    ast.ImportFrom: ("an import within a kernel", "import at the top of the file"),
    ast.With: ("with", "its statements alone"),
    ast.Try: ("try", "an if that tests beforehand: a kernel has no exceptions"),
    ast.Raise: ("raise", "return, or a flag in an array"),
    ast.Assert: ("assert", "an if"),
    ast.Delete: ("del", "nothing: variables need no end"),
    ast.Global: ("global", "a parameter"),
    ast.Nonlocal: ("nonlocal", "a parameter"),
    ast.Match: ("match", "if and elif"),
}
INSTEAD_OF_CALL = {
    "builtins.print": "nothing: compare what the kernel writes to its output",
    "builtins.sum": "a loop that adds up",
    "builtins.divmod": "// and %",
    "builtins.complex": "two floats, the real and the imaginary part",
    "builtins.reversed": "range(…, …, -1)",
    "math.modf": "math.trunc, and what is left",
    "math.nextafter": "plain arithmetic",
    "numpy.float16": "float32: the course counts no half precision",
    "numba.float16": "float32: the course counts no half precision",
    "numpy.maximum": "max",
    "numpy.minimum": "min",
    "numpy.abs": "abs",
    "numpy.power": "**",
    "numpy.clip": "min(max(x, lowest), highest)",
    "numpy.where": "a if condition else b",
    "numpy.dot": "a loop over the products",
    "math.fma": "cuda.fma(a, b, c), or a * b + c",
    **{f"numpy.{name}": f"math.{name}" for name in sorted(MATH_UNARY | MATH_TESTS)},
    "builtins.sorted": "sorting on the host, before the launch",
    "numpy.sort": "sorting on the host, before the launch",
    "numba.prange": "range: the threads are the parallel part",
    "numba.cuda.nanosleep": "nothing: time is not counted",
    "numba.cuda.threadfence": "a second kernel for what needs all blocks to be done",
    "numba.cuda.threadfence_system": "a second kernel for what needs all blocks to be done",
    "numba.cuda.cg.this_grid": "a second kernel for what needs all blocks to be done",
    "numpy.zeros": "cuda.local.array or cuda.shared.array with a constant shape",
    "numpy.empty": "cuda.local.array or cuda.shared.array with a constant shape",
    "numba.cuda.local": "cuda.local.array(shape, dtype)",
    "numba.cuda.shared": "cuda.shared.array(shape, dtype)",
    "numba.cuda.device_array": "an array that the host makes and passes",
}
