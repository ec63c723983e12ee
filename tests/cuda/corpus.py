"""The kernels in kernels/: a docstring, a kernel and `case(rng)`, which says how to launch it.

`case` gives kernel, grid, block, args, inputs, expected (outputs by parameter name), tolerance
(absolute and relative; 0 if left out) and simulator (False where numba's simulator cannot follow).
In wrong/ a comment `# fault: KIND` marks each line that must be complained about, and no other.
"""

import importlib.util
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np

KERNELS = Path(__file__).parent / "kernels"
FAULT = re.compile(r"# fault: ([\w, ]+)")


def files(folder: str) -> list[Path]:
    found = sorted((KERNELS / folder).glob("*.py"))
    assert found, f"there are no kernels in {folder}"
    return found


def read_case(path: Path) -> dict[str, Any]:
    """The same numbers every time, for the interpreter and for numba's simulator."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    case: dict[str, Any] = module.case(np.random.default_rng(zlib.crc32(path.stem.encode())))
    return {"tolerance": 0.0, "simulator": True, "module": module} | case


def marked(path: Path) -> set[tuple[str, int]]:
    """(kind, line) of every complaint that the file's comments ask for."""
    lines = enumerate(path.read_text().splitlines(), start=1)
    return {
        (kind.strip(), number)
        for number, line in lines
        for match in FAULT.finditer(line)
        for kind in match[1].split(",")
    }
