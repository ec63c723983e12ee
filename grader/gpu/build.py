"""Every kernel that was launched → what it takes on real cards, found without one.

Points never depend on it: not every machine has a compiler. But a kernel that no card could run has
not passed, where that can be told.
"""

from __future__ import annotations

from grader.cuda import Unsupported
from grader.errors import GraderError, ZygoteGone
from grader.gpu.assembler import read_log
from grader.gpu.excerpt import excerpt
from grader.gpu.occupancy import MULTIPROCESSORS, WARP, blocks_at_once
from grader.gpu.toolkit import INSTALL, has_toolkit
from grader.gpu.types import Types
from grader.gpu.words import refusal
from grader.model import Build, Built, Result, Verdict
from grader.worker.calls import Launching
from grader.worker.launcher import Limits, Zygote
from grader.worker.process import Died, TookTooLong, Worker
from grader.worker.proxy import Submission
from grader.worker.watch import TookTooMuch
from grader.worker.wire import Compiled, Garbled, Raised

SECONDS = 60.0  # for one kernel; takes about two
MEMORY_MB = 4096
WORDS_OF_NUMBA = ("NumbaError", "UnsupportedBytecodeError")
CHECK = "compiles"
SENTENCE = "compiles for a real GPU"
HINT = "numba gives every variable one type, which follows from the types of the arguments."


def build(submission: Submission, zygote: Zygote) -> Build:
    """Compile the kernels that were launched, for every architecture that we know.

    Args:
        submission: after it was judged; nothing is compiled that the interpreter could not read.
        zygote: starts the worker in which they are compiled.
    """
    if not submission.launches:
        return Build()
    if not has_toolkit():
        return Build(why_not=f"not compiled for a real GPU: {INSTALL}")
    try:
        source = submission.read()
        sources = {submission.path.stem: excerpt(source).encode()}
        worker = Worker(zygote, sources, Limits(MEMORY_MB))
        try:
            return _built(worker, submission, source)
        finally:
            worker.stop()
    except ZygoteGone:
        raise
    except (Unsupported, Garbled, GraderError) as problem:
        return Build(why_not=f"not compiled: {problem}")
    except TookTooLong:
        return Build(why_not=f"not compiled: the compiler did not end within {SECONDS:g} s")
    except TookTooMuch as problem:
        return Build(why_not=f"not compiled: the compiler was stopped: {problem}")
    except Died as death:
        return Build(why_not=f"not compiled: the compiler's process died ({death})")


def _built(worker: Worker, submission: Submission, source: str) -> Build:
    name = submission.path.stem
    loaded = worker.ask({"load": name}, SECONDS)
    if loaded.raised is not None:
        return Build(why_not=f"not compiled: {loaded.raised.type}: {loaded.raised.message}")
    built: list[Built] = []
    for (kernel, types), how in submission.launches.items():
        for answer in _ask(worker, name, kernel, types):
            if answer.refused is not None:
                _refuse_trouble(answer.refused)
                message = refusal(answer.refused, kernel, source, submission.path)
                return Build(tuple(built), (_result(Verdict.WRONG, message),))
            built.append(_described(answer, kernel, how))
    return Build(tuple(built), (_result(Verdict.PASSED),))


def _ask(worker: Worker, name: str, kernel: str, types: Types) -> list[Compiled]:
    request = {"compile": kernel, "types": types, "architectures": list(MULTIPROCESSORS)}
    reply = worker.ask({"module": name, **request}, SECONDS)
    if reply.raised is not None:  # not numba's word on the kernel: the toolkit's own trouble
        raise Garbled(f"{reply.raised.type}: {reply.raised.message}")
    answers = reply.compiled or []
    if [answer.architecture for answer in answers] != list(MULTIPROCESSORS):
        raise Garbled("the compiler answered something else")
    return answers


def _refuse_trouble(raised: Raised) -> None:
    """What numba says of a kernel is the learner's; whatever else goes wrong is not.

    Raises:
        Garbled: it is the compiler's own trouble.
    """
    if not any(map(raised.is_a, WORDS_OF_NUMBA)):
        raise Garbled(f"{raised.type}: {raised.message}")


def _described(answer: Compiled, kernel: str, how: Launching) -> Built:
    registers, spilled, shared = read_log(answer.log, answer.architecture)
    threads = how.a_block
    blocks = blocks_at_once(answer.architecture, threads, registers, shared)
    warps, most = blocks * -(-threads // WARP), MULTIPROCESSORS[answer.architecture].warps
    figures = registers, spilled, shared, threads, blocks, warps, most
    return Built(kernel, answer.architecture, *figures)


def _result(verdict: Verdict, message: str = "") -> Result:
    passed = verdict is Verdict.PASSED
    hint, credit = "" if passed else HINT, 1.0 if passed else 0.0
    return Result(CHECK, SENTENCE, "", verdict, message, hint=hint, weight=0.0, credit=credit)
