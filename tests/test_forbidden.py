"""Reading a submission for what its exercise rules out: every spelling, and nothing else."""

import sys
import time
from pathlib import Path

import pytest

from grader.forbidden import TooDeep, find_forbidden, problem_with
from grader.model import Verdict
from grader.worker.ruled_out import library_paths
from tests.support import Grade

RULES = ("scipy", "numpy.convolve", "numpy.linalg", ".dot", "@")

# name: (source, line of the first use, the rule)
FOUND = {
    "import": ("import scipy", 1, "scipy"),
    "import of a part": ("import math\nimport scipy.signal", 2, "scipy"),
    "import as": ("import scipy.signal as s", 1, "scipy"),
    "from": ("from scipy import signal", 1, "scipy"),
    "from a part": ("from scipy.signal import correlate2d as mine", 1, "scipy"),
    "star": ("from scipy.signal import *", 1, "scipy"),
    "one of several": ("import os, scipy", 1, "scipy"),
    "inside a function": ("def f():\n    import scipy", 2, "scipy"),
    "as a fallback": ("try:\n    own\nexcept Exception:\n    import scipy", 4, "scipy"),
    "never reached": ("if False:\n    import scipy", 2, "scipy"),
    "__import__": ("s = __import__('scipy.signal')", 1, "scipy"),
    "__import__ by another name": ("load = __import__\nload('scipy')", 2, "scipy"),
    "builtins": ("import builtins\nbuiltins.__import__('scipy')", 2, "scipy"),
    "importlib": ("import importlib\nimportlib.import_module('scipy.signal')", 2, "scipy"),
    "importlib as": ("from importlib import import_module as i\ni('scipy')", 2, "scipy"),
    "added up": ("__import__('sci' + 'py')", 1, "scipy"),
    "formatted": ("__import__(f\"sci{'py'}\")", 1, "scipy"),
    "sys.modules": ("import sys\nsys.modules['scipy']", 2, "scipy"),
    "sys.modules.get": ("import sys\nsys.modules.get('scipy')", 2, "scipy"),
    "exec": ("exec('import scipy')", 1, "scipy"),
    "exec in exec": ("exec(\"exec('import scipy')\")", 1, "scipy"),
    "eval": ("eval('__import__(\"scipy\")')", 1, "scipy"),
    "attribute": ("import numpy\nnumpy.convolve(a, b)", 2, "numpy.convolve"),
    "alias": ("import numpy as np\n\nnp.convolve(a, b)", 3, "numpy.convolve"),
    "numba's own": (
        "from numba.np import arraymath\narraymath.np_convolve",
        2,
        "numpy.convolve",
    ),
    "alias of an alias": ("import numpy as np\nn = np\nm = n\nm.convolve", 4, "numpy.convolve"),
    "not called": ("import numpy as np\nslide = np.convolve", 2, "numpy.convolve"),
    "from numpy": ("from numpy import convolve", 1, "numpy.convolve"),
    "from numpy as": ("from numpy import pad, convolve as c", 1, "numpy.convolve"),
    "from numpy star": ("from numpy import *\nconvolve(a, b)", 2, "numpy.convolve"),
    "getattr": ("import numpy as np\ngetattr(np, 'convolve')", 2, "numpy.convolve"),
    "getattr added up": ("import numpy as np\ngetattr(np, 'con' + 'volve')", 2, "numpy.convolve"),
    "vars": ("import numpy as np\nvars(np)['convolve']", 2, "numpy.convolve"),
    "__dict__": ("import numpy as np\nnp.__dict__['convolve']", 2, "numpy.convolve"),
    "private route": ("import numpy\nnumpy._core.numeric.convolve", 2, "numpy.convolve"),
    "private import": ("from numpy._core.numeric import convolve", 1, "numpy.convolve"),
    "default argument": ("import numpy\ndef f(n=numpy):\n    n.convolve", 3, "numpy.convolve"),
    "keyword default": ("import numpy\ndef f(*, n=numpy):\n    n.convolve", 3, "numpy.convolve"),
    "lambda": ("import numpy\nlambda n=numpy: n.convolve", 2, "numpy.convolve"),
    "walrus": ("import numpy\n(n := numpy).convolve", 2, "numpy.convolve"),
    "either": ("import numpy, math\n(numpy if x else math).convolve", 2, "numpy.convolve"),
    "unpacked": ("import numpy, math\na, b = math, numpy\nb.convolve", 3, "numpy.convolve"),
    "loop": ("import numpy\nfor n in [numpy]:\n    n.convolve", 3, "numpy.convolve"),
    "module": ("import numpy as np\nnp.linalg.norm(a)", 2, "numpy.linalg"),
    "import of a module": ("import numpy.linalg as la", 1, "numpy.linalg"),
    "from a module": ("from numpy.linalg import norm", 1, "numpy.linalg"),
    "method": ("def f(a, b):\n    return a.dot(b)", 2, ".dot"),
    "function of that name": ("import numpy as np\nnp.dot(a, b)", 2, ".dot"),
    "getattr of a method": ("getattr(a, 'dot')(b)", 1, ".dot"),
    "matrix product": ("x = 1\ny = a @ b", 2, "@"),
    "matrix product in place": ("a @= b", 1, "@"),
    "operator": ("import operator\noperator.matmul(a, b)", 2, "@"),
    "method of the matrix product": ("a.__matmul__(b)", 1, "@"),
    "attrgetter": (
        "import numpy, operator\noperator.attrgetter('convolve')(numpy)", 2, "numpy.convolve"
    ),
    "methodcaller": ("import operator\noperator.methodcaller('dot', b)(a)", 2, ".dot"),
    "__getattribute__": ("import numpy\nnumpy.__getattribute__('convolve')", 2, "numpy.convolve"),
    "get": ("import numpy\nnumpy.__dict__.get('convolve')", 2, "numpy.convolve"),
    "pattern": ("import numpy\nmatch numpy:\n    case A(convolve=f): 1", 2, "numpy.convolve"),
    "pattern of a method": ("match a:\n    case object(dot=f): pass", 1, ".dot"),
    "comprehension": ("import numpy\n[n.convolve for n in [numpy]]", 2, "numpy.convolve"),
    "by keyword": ("import importlib\nimportlib.import_module(name='scipy')", 2, "scipy"),
    "in C": ("import numpy\nnumpy._core.multiarray.c_convolve", 2, "numpy.convolve"),
    "in C, by a number": ("from numpy._core.multiarray import convolve2", 1, "numpy.convolve"),
    "another module's numpy": ("import numba\nnumba.np.arraymath.np.convolve", 2, "numpy.convolve"),
    "out of a list": ("import numpy as np\na = [np]\na[0].convolve", 3, "numpy.convolve"),
    "out of a dict": ("import numpy as np\na = {1: np}\na[1].convolve", 3, "numpy.convolve"),
    "out of a class": ("import numpy\nclass A:\n    n = numpy\nA.n.convolve", 4, "numpy.convolve"),
    "from an attribute": ("import numpy\nf.n = numpy\nf.n.convolve", 3, "numpy.convolve"),
    "an argument": ("import numpy\n(lambda m: m.convolve)(numpy)", 2, "numpy.convolve"),
    "a result": ("import numpy\ndef f(): return numpy\nf().convolve", 3, "numpy.convolve"),
    "with": ("import numpy\nwith c(numpy) as n:\n    n.convolve", 3, "numpy.convolve"),
    "globals": ("import numpy\nglobals()['numpy'].convolve", 2, "numpy.convolve"),
    "getattr in a map": ("import numpy\nmap(getattr, [numpy], ['convolve'])", 2, "numpy.convolve"),
    "getattr in a partial": ("import functools\nfunctools.partial(getattr, a)('dot')", 2, ".dot"),
    "dict of a class": ("type(a).__dict__['dot'](a, b)", 1, ".dot"),
    "vars of a class": ("vars(type(a))['dot'](a, b)", 1, ".dot"),
    "__getattribute__ of a value": ("a.__getattribute__('dot')(b)", 1, ".dot"),
    "__getattribute__ of a class": ("object.__getattribute__(a, 'dot')(b)", 1, ".dot"),
    "operator in C": ("from _operator import matmul", 1, "@"),
    "in a class": ("class A:\n    def f(self):\n        import scipy", 3, "scipy"),
    "in a decorator": ("import numpy as np\n@np.convolve\ndef f(): pass", 2, "numpy.convolve"),
    "the first of several": ("a @ b\nimport scipy", 1, "@"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "line", "rule"), FOUND.values(), ids=FOUND)
def test_found(source: str, line: int, rule: str) -> None:
    use = find_forbidden(source.encode(), RULES)
    assert use is not None
    assert (use.line, use.rule) == (line, rule)
    assert use.source == source.splitlines()[line - 1].strip()


INNOCENT = {
    "nothing": "",
    "other libraries": "import numpy as np, numba, math\nfrom numpy import fft, einsum",
    "in a comment": "# import scipy, a @ b",
    "in a docstring": '"""Like scipy.signal.correlate2d, but np.convolve(a, b) is not used."""',
    "a name of one's own": "def convolve(a, b): return a\nconvolve(1, 2)\nscipy = 3\nscipy.real",
    "a method of one's own": "class A:\n    def convolve(self): pass\nA().convolve()",
    "a longer name": "import numpy as np\nnp.convolve_full",
    "another module's": "import math\nmath.convolve",
    "a module of that beginning": "import scipython",
    "relative": "from . import scipy",
    "decorator": "import numba\n@numba.njit\ndef f(): pass",
    "printed": "print('import scipy')",
    "numpy handed on, another's method": "import numpy as np\nprint(np)\nnp.pi.convolve_me",
    "a value handed on": "import numpy as np\nprint(np.zeros(3))\nown.convolve(1)",
    "no Python": "import scipy\ndef f(:",
    "a null byte": "import scipy\0",
    "text to run that is no Python": "exec('import scipy (')",
}


@pytest.mark.parametrize("source", INNOCENT.values(), ids=INNOCENT)
def test_innocent(source: str) -> None:
    assert find_forbidden(source.encode(), RULES) is None


def test_without_rules_everything_is_allowed() -> None:
    assert find_forbidden(b"import scipy", ()) is None


def test_other_encodings_are_read_as_python_reads_them() -> None:
    source = "# coding: latin-1\nx = 'é'\nimport scipy".encode("latin-1")
    use = find_forbidden(source, RULES)
    assert use is not None
    assert use.line == 3


def test_what_is_nested_too_deeply_does_not_pass_unread() -> None:
    with pytest.raises(TooDeep):
        find_forbidden(b"import scipy\nx = a" + b".b" * 50_000, RULES)


def test_a_name_that_means_too_much_does_not_pass_unread() -> None:
    """Nor does it take the minutes that it would to follow it everywhere."""
    others = "".join(f"import m{i}\nn = m{i}\n" for i in range(40))
    with pytest.raises(TooDeep):
        find_forbidden(f"{others}import numpy\nn = numpy\nn.convolve".encode(), RULES)
    wide = " or ".join(f"m{i}" for i in range(40))
    with pytest.raises(TooDeep):
        find_forbidden(f"{others}({wide}){'.a' * 300}".replace("n = ", "").encode(), RULES)
    names = sorted(name for name in sys.stdlib_module_names if name in sys.modules)[:40]
    handed_on = f"import {', '.join(names)}\nx = [{', '.join(names)}]\n"
    with pytest.raises(TooDeep):
        find_forbidden((handed_on + "".join(f"q.a{i}\n" for i in range(9000))).encode(), RULES)


def test_a_long_sum_of_texts_is_read_once() -> None:
    """Each of its parts may be a name, where getattr has been handed on."""
    sums = ("x = " + " + ".join(["'a'"] * 400) + "\n") * 36
    started = time.monotonic()
    assert find_forbidden(f"g = [getattr]\n{sums}".encode(), RULES) is None
    assert time.monotonic() - started < 4
    assert find_forbidden(b"g = [getattr]\ng[0](a, 'd' + 'o' + 't' + '')", RULES) is not None


def test_what_python_warns_of_here_hides_nothing() -> None:
    """Here warnings are errors, as PYTHONWARNINGS makes them; in a worker they are not."""
    use = find_forbidden(b"'\\d'\nimport scipy", RULES)
    assert use is not None
    assert use.line == 2
    assert find_forbidden(b"""exec("'\\\\d'; import scipy")""", RULES) is not None


def test_the_machine_code_beside_numpy_is_ruled_out_with_a_part_of_numpy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "numpy.libs").mkdir()
    (tmp_path / "numpy").mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    ours = [path for path in library_paths(["numpy.dot"]) if path.startswith(str(tmp_path))]
    assert ours == [str(tmp_path / "numpy.libs")]
    assert library_paths(["@", ".dot"]) == []


@pytest.mark.parametrize("rule", [*RULES, "torch", "numpy.lib.stride_tricks", "mylib.part"])
def test_a_rule(rule: str) -> None:
    assert problem_with(rule) is None


@pytest.mark.parametrize("rule", ["", "scypi", "numpy.no_such", "numpy.", ". dot", "@@", "a-b"])
def test_no_rule(rule: str) -> None:
    assert problem_with(rule)


def test_a_forbidden_submission_earns_nothing_and_reads_why(grade_source: Grade) -> None:
    graded = grade_source("import os\nfrom scipy import signal\nos._exit(0)")
    assert graded.verdict is Verdict.FORBIDDEN
    assert graded.score.earned == 0
    assert {r.verdict for r in graded.results} == {Verdict.FORBIDDEN, Verdict.SKIPPED}
    first = graded.results[0].message
    assert "write it yourself, without scipy.signal" in first
    assert "convolution.py, line 2:  from scipy import signal" in first
    assert "Nothing was run" in first


# Computed at run time: reading does not see these; what they import is not there.
HIDDEN = {
    "import": "__import__(''.join(['sci', 'py']) + '.signal')",
    "without the hook": (
        "__import__('sys').meta_path.clear() or 0\n"
        "import importlib.machinery as m, sys\n"
        "sys.meta_path.append(m.PathFinder)\n__import__('ypics'[::-1])"
    ),
    "function": "import numpy as np\ngetattr(np, 'evlovnoc'[::-1])([1.0], [1.0])",
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_an_obfuscated_use_fails_where_it_runs(grade_source: Grade, source: str) -> None:
    graded = grade_source(source)
    assert graded.verdict is Verdict.CRASHED
    assert graded.score.earned == 0
    assert any(
        words in graded.results[0].message
        for words in ("asks you to write it yourself", "Permission denied")
    )


def test_numba_works_where_scipy_is_ruled_out(grade_source: Grade) -> None:
    source = "import numba\nvalue = numba.njit(lambda x: x + 1)(1)\ndef conv2d(i, k): return value"
    assert grade_source(source).verdict is Verdict.WRONG


def test_a_type_that_is_ruled_out_does_not_break_numpys_own_functions(grade_source: Grade) -> None:
    """np.resize asks whether its argument is an np.matrix, which im2col rules out."""
    source = "import numpy as np\ndef im2col(x, *a): return np.resize(x, (2, 2))"
    messages = [result.message for result in grade_source(source, "im2col").results]
    assert any("expected shape" in message for message in messages)
    assert not any("isinstance" in message for message in messages)


@pytest.mark.parametrize(
    "source",
    [
        "import _ctypes\ngetattr(_ctypes, 'nepold'[::-1])('libm.so.6', 2)",
        "import ctypes\ntype(ctypes.pythonapi)('libm.so.6')",
        "import ctypes, importlib\nimportlib.reload(ctypes)",
    ],
)
def test_machine_code_that_is_loaded_already_cannot_be_asked_for_by_name(
    grade_source: Grade, source: str
) -> None:
    """numpy's BLAS is in memory: the loader gives it to whoever knows its name, without a file."""
    graded = grade_source(source, "fast_conv")
    assert graded.score.earned == 0
    assert any("asks you to write it yourself" in result.message for result in graded.results)


# Where a BLAS keeps its functions' addresses: the file's table of symbols, which lies in memory.
SYMBOL = """
import ctypes, struct
import numpy as np

def words(address, form, count=1):
    size = struct.calcsize(form)
    return list(struct.iter_unpack(form, ctypes.string_at(address, size * count)))

lines = [line.split() for line in open('/proc/self/maps') if 'openblas' in line]
base = min(int(line[0].split('-')[0], 16) for line in lines)
(count,), = words(base + 56, '<H')
parts = words(base + 64, '<IIQQQQQQ', count)
start = next(part[3] for part in parts if part[0] == 2)
tags = dict(words(base + start, '<QQ', 40))
names, table = (tags[tag] if tags[tag] > base else base + tags[tag] for tag in (5, 6))
for number in range(1, 100_000):
    (name, _, _, _, value, _), = words(table + 24 * number, '<IBBHQQ')
    if b'cblas_sdot' in ctypes.string_at(names + name):
        product = base + value
        break
ctypes.CFUNCTYPE(ctypes.c_float, *[ctypes.c_int64, ctypes.c_void_p] * 2, ctypes.c_int64)(product)(
    8, np.ones(8, np.float32).ctypes.data, 1, np.ones(8, np.float32).ctypes.data, 1
)
"""
PRODUCTS = {
    "a method by a computed name": "x = np.ones((99, 99))\ngetattr(x, chr(100) + 'ot')(x)",
    "out of numpy's list of functions": (
        "f = [f for f in np._core.overrides.ARRAY_FUNCTIONS if f.__name__ == 'dot'][0]\n"
        "f(np.ones((99, 99)), np.ones((99, 99)))"
    ),
    "the address of a function": SYMBOL,
}


@pytest.mark.parametrize("source", PRODUCTS.values(), ids=PRODUCTS)
def test_a_matrix_product_that_is_ruled_out_leads_nowhere(grade_source: Grade, source: str) -> None:
    graded = grade_source(f"import numpy as np\n{source}", "fast_conv")
    assert graded.verdict is Verdict.CRASHED
    assert "SIGSEGV" in graded.results[0].message
    assert grade_source(f"import numpy as np\n{source}", "conv_layer").verdict is Verdict.MISSING


def test_conda_keeps_every_library_once_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pkgs").mkdir()
    (tmp_path / "lib64/python3.12/site-packages/scipy").mkdir(parents=True)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    there = [path for path in library_paths(["scipy"]) if path.startswith(str(tmp_path))]
    assert there == [str(tmp_path / "lib64/python3.12/site-packages/scipy"), str(tmp_path / "pkgs")]
    assert not [path for path in library_paths(["numpy.dot"]) if path.startswith(str(tmp_path))]
