"""Run by test_simulator.py in a process of its own: the kernels under numba's stock simulator.

NUMBA_ENABLE_CUDASIM=1 python -m tests.cuda.simulate OUTPUT_FOLDER
"""

import sys
from pathlib import Path

import numpy as np

from tests.cuda.corpus import files, read_case


def main(folder: Path) -> None:
    for path in files("right"):
        case = read_case(path)
        if not case["simulator"]:
            continue
        kernel = getattr(case["module"], case["kernel"])
        kernel[case["grid"], case["block"]](*case["args"])
        arrays = {str(k): a for k, a in enumerate(case["args"]) if isinstance(a, np.ndarray)}
        np.savez(folder / f"{path.stem}.npz", **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
