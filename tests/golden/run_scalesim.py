"""Ask SCALE-Sim for the cycles of matrix products. Runs in an environment of SCALE-Sim's own.

    python -m venv scalesim && scalesim/bin/pip install scalesim==3.0.0 'numpy<2.4'
    scalesim/bin/python tests/golden/run_scalesim.py < questions.json > answers.json

A question is [m, n, k, rows, cols, dataflow]: (m×k) · (k×n) on an array of rows×cols, with
"ws", "os" or "is". An answer is the question and the number of cycles that SCALE-Sim reports when
memory never makes it wait. One layer takes seconds to minutes.
"""

import contextlib
import importlib
import io
import json
import sys
import tempfile
from pathlib import Path

CONFIG = """
[general]
run_name = run
[architecture_presets]
ArrayHeight : {rows}
ArrayWidth : {cols}
IfmapSramSzkB : 65536
FilterSramSzkB : 65536
OfmapSramSzkB : 65536
IfmapOffset : 0
FilterOffset : 100000000
OfmapOffset : 200000000
Bandwidth : 10
Dataflow : {dataflow}
MemoryBanks : 1
ReadRequestBuffer : 32
WriteRequestBuffer : 32
[layout]
IfmapCustomLayout : False
IfmapSRAMBankBandwidth : 10
IfmapSRAMBankNum : 10
IfmapSRAMBankPort : 2
FilterCustomLayout : False
FilterSRAMBankBandwidth : 10
FilterSRAMBankNum : 10
FilterSRAMBankPort : 2
[sparsity]
SparsitySupport : false
SparseRep : ellpack_block
OptimizedMapping : false
BlockSize : 8
RandomNumberGeneratorSeed : 40
[run_presets]
InterfaceBandwidth : CALC
UseRamulatorTrace : False
"""


def simulated(m: int, n: int, k: int, rows: int, cols: int, dataflow: str) -> int:
    """The cycles that SCALE-Sim counts for one product."""
    scalesim = importlib.import_module("scalesim.scale_sim").scalesim
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config, topology, layout = (folder / f for f in ("run.cfg", "layers.csv", "layout.csv"))
        config.write_text(CONFIG.format(rows=rows, cols=cols, dataflow=dataflow))
        topology.write_text(f"Layer,M,N,K,\nlayer,{m},{n},{k},\n")
        layout.write_text("Layer,\n")
        run = scalesim(True, False, str(config), str(topology), str(layout), True)
        run.run_scale(str(folder))
        report = (folder / "run" / "COMPUTE_REPORT.csv").read_text().splitlines()
        names, values = ([cell.strip() for cell in line.split(",")] for line in report[:2])
        assert float(values[names.index("Stall Cycles")]) == 0
        return int(float(values[names.index("Total Cycles")]))


def main() -> None:
    """Answer the questions on standard input, one after the other."""
    answers = []
    for question in json.load(sys.stdin):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            cycles = simulated(*question)
        answers.append([*question, cycles])
    sys.stdout.write("[\n" + ",\n".join(f"  {json.dumps(answer)}" for answer in answers) + "\n]\n")


if __name__ == "__main__":
    main()
