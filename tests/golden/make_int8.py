"""Compare the 8-bit references with shipping engines, and write down some of their answers.

    pip install -e '.[oracles]'
    python tests/golden/make_int8.py            # prints the counts
    python tests/golden/make_int8.py --write    # writes tests/golden/int8.npz, too

The engines are exact on any CPU if no weight exceeds ±64, as in the file: without VNNI, sums of two
products of unsigned and signed bytes may saturate at 16 bits. The counts use all weights, and so
hold for CPUs with VNNI (or ARM's dot products).
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.oracles import litert_conv, onnx_ops  # noqa: E402
from tests.oracles.compare import Source, cases, tally  # noqa: E402
from tests.oracles.layers import SAFE  # noqa: E402
from tests.oracles.litert_cases import DEFAULT_KERNELS, LITERT  # noqa: E402
from tests.oracles.onnx_cases import ONNX  # noqa: E402

TARGET = ROOT / "tests" / "golden" / "int8.npz"
AT_LEAST = 100_000  # values, for each comparison
KEPT = 2  # cases of each comparison in the file
SEED = 8


def report(engine: str, sources: dict[str, Source]) -> int:
    """Print how many values were compared and how many differ; the latter is returned."""
    sys.stdout.write(f"{engine}, numpy {np.__version__}\n")
    total = 0
    for name, source in sources.items():
        compared, different = tally(source, AT_LEAST)
        sys.stdout.write(f"  {name:36} {compared:8} values, {different} differ\n")
        total += different
    return total


def write() -> None:
    """Write arguments and the engines' answers: <comparison>/<number>/<argument>."""
    arrays: dict[str, np.ndarray] = {
        "engines": np.array([onnx_ops.version(), litert_conv.version()]),
    }
    for name, source in (ONNX | LITERT).items():
        for number, case in enumerate(islice(cases(source, SEED, SAFE), KEPT)):
            known = {key: value for key, value in case.arguments.items() if value is not None}
            for key, value in (known | {"answer": case.engine}).items():
                arrays[f"{name}/{number}/{key}"] = np.asarray(value)
    np.savez_compressed(TARGET, allow_pickle=False, **arrays)
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    different = report(onnx_ops.version(), ONNX)
    different += report(f"{litert_conv.version()}, BUILTIN_REF", LITERT)
    different += report(f"{litert_conv.version()}, default (XNNPACK)", DEFAULT_KERNELS)
    if "--write" in sys.argv[1:]:
        write()
    sys.exit(1 if different else 0)
