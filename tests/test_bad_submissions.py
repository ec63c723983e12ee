"""Whatever a submission does, its grade is right, the message is worth reading, and we live on."""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.grading import Grader
from grader.model import Exercise, Score, Verdict
from tests.support import ROOT, Grade

CORRECT = """
import numpy as np

def conv2d(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2-D")
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    answer = np.einsum("ijkl,kl->ij", windows, kernel.astype(float))
    {finish}
"""

# name: (last lines of an otherwise correct function, verdict, part of the first fault's message)
RETURNS = {
    "none": ("return", "wrong", "got None: does the function end with `return`?"),
    "list": ("return answer.tolist()", "wrong", "got a list: np.array(...) makes an array"),
    "float": ("return float(answer[0, 0])", "wrong", "got the single number 6.0"),
    "numpy scalar": ("return answer[0, 0]", "wrong", "got the single number np.float64(6.0)"),
    "string": ("return 'nine'", "wrong", "got 'nine'"),
    "function": ("return conv2d", "wrong", "got a function"),
    "tuple": ("return answer, rows", "wrong", "got a tuple of 2"),
    "nested tuple": ("return answer, answer.shape", "wrong", "got a tuple of 2"),
    "int": ("return answer.astype(int) * 2", "wrong", "values differ"),
    "surrogate": ("return '\\ud800'", "wrong", "got '"),
    "generator": ("return (row for row in answer)", "wrong", "got a generator: `yield` makes"),
    "one row less": ("return answer[1:]", "wrong", "1 row too few"),
    "flat": ("return answer.ravel()", "wrong", "the number of axes differs"),
    "complex": ("return answer + 0j", "wrong", "return its real part, .real"),
    "bool": ("return answer > 0", "wrong", "got dtype bool"),
    "object": ("return answer.astype(object)", "wrong", "array of dtype object"),
    "text": ("return answer.astype(str)", "wrong", "array of dtype <U32"),
    "nan": (
        "answer[0, 1] = np.nan; return answer",
        "wrong",
        "NaN (not a number), is at row 0, col",
    ),
    "all nan": ("return answer * np.nan", "wrong", "9 of 9 values are not finite"),
    "inf": ("answer[1, 0] = np.inf; return answer", "wrong", "inf, is at row 1, column 0"),
    "huge": ("return np.zeros((8000, 8000))", "wrong", "too large"),
    "one value off": ("answer[1, 2] += 1e-3; return answer", "wrong", "1 of 9 values differ"),
    "empty": ("return answer[:0]", "wrong", "got shape (0, 3)"),
    # and these are right: equivalence counts, not style
    "float32 of small numbers": ("return answer.astype(np.float32)", "wrong", "float32"),
    "fortran order": ("return np.asfortranarray(answer)", "passed", ""),
    "reversed view": ("return answer[::-1].copy()[::-1]", "passed", ""),
    "big-endian": ("return answer.astype('>f8')", "passed", ""),
    "matrix": ("return answer.view(np.recarray)", "passed", ""),
    "long double": ("return answer.astype(np.longdouble)", "passed", ""),
    "prints": ("print('ok'); return answer", "passed", ""),
    "warns": ("import warnings; warnings.warn('old'); return answer", "passed", ""),
    "stderr": ("import sys; print('log', file=sys.stderr); return answer", "passed", ""),
    "closes stdout": ("import sys; sys.stdout.close(); return answer", "passed", ""),
    "forged line": ('print(\'{"id": 1, "value": null}\'); return answer', "passed", ""),
}


def first_fault(graded: object) -> str:
    results = graded.results  # type: ignore[attr-defined]
    return next((r.message for r in results if r.verdict is not Verdict.PASSED), "")


@pytest.mark.parametrize(("finish", "verdict", "message"), RETURNS.values(), ids=RETURNS)
def test_result(grade_source: Grade, finish: str, verdict: str, message: str) -> None:
    graded = grade_source(CORRECT.format(finish=finish))
    assert graded.verdict == verdict, first_fault(graded)
    assert message in first_fault(graded)


# name: (whole source, verdict, part of the message)
SOURCES = {
    "empty file": ("", "missing", "no function conv2d: write it"),
    "syntax error": (
        "def conv2d(image, kernel)\n    return image",
        "crashed",
        "expected ':'\n  convolution.py, line 1:  def conv2d(image, kernel)",
    ),
    "indentation": ("def conv2d(image, kernel):\nreturn 1", "crashed", "line 2:  return 1"),
    "tabs": ("def f():\n\tif 1:\n        return 1", "crashed", "Python cannot read the file"),
    "null byte": ("x = 1\0", "crashed", "Python cannot read the file"),
    "not utf-8": (
        b"x = '\xff\xfe'\ndef conv2d(image, kernel): pass",
        "crashed",
        "Python cannot read",
    ),
    "import error": (
        "import no_such_library\n",
        "crashed",
        "No module named 'no_such_library' (only convolution.py is graded, alone",
    ),
    "raises at import": ("1 / 0", "crashed", "ZeroDivisionError: division by zero"),
    "exits at import": ("import sys; sys.exit()", "crashed", "could not be imported: SystemExit"),
    "misspelt": ("def conv2D(image, kernel): return image", "missing", "it has conv2D: rename it"),
    "not a function": ("conv2d = 3", "missing", "no function conv2d"),
    "starter": ("def conv2d(*a):\n raise NotImplementedError()", "missing", "not written yet"),
    "one argument": ("def conv2d(image): return image", "crashed", "could not be called the way"),
    "raises": (
        "def conv2d(image, kernel):\n    return image[99, 99]",
        "crashed",
        "IndexError: index 99 is out of bounds for axis 0 with size 5\n"
        "  convolution.py, line 2:  return image[99, 99]",
    ),
    "type error inside": (
        "def conv2d(image, kernel):\n    return len(3)",
        "crashed",
        "conv2d raised TypeError",
    ),
    "evil message": (
        "class E(Exception):\n def __str__(self): raise self\ndef conv2d(image, kernel): raise E",
        "crashed",
        "conv2d raised E: (its message could not be read)",
    ),
    "escape codes": (
        "def conv2d(image, kernel): raise ValueError('\\x1b[2J' + 'long ' * 10000)",
        "crashed",
        "ValueError: \N{REPLACEMENT CHARACTER}[2Jlong long",
    ),
    "recursion": (
        "def conv2d(image, kernel): return conv2d(image, kernel)",
        "crashed",
        "RecursionError: maximum recursion depth exceeded",
    ),
    "surrogates": ("def conv2d(i, k): raise ValueError('\\ud800')", "crashed", "ValueError: "),
    "asks": ("def conv2d(i, k): return input()", "crashed", "do not call input()"),
    "sys.exit": (
        "import sys\ndef conv2d(i, k): sys.exit(0)",
        "crashed",
        "conv2d raised SystemExit",
    ),
    "keyboard interrupt": (
        "def conv2d(i, k): raise KeyboardInterrupt",
        "crashed",
        "conv2d raised KeyboardInterrupt",
    ),
    "os._exit": (
        "import os\ndef conv2d(i, k): os._exit(0)",
        "crashed",
        "ended itself (exit code 0)",
    ),
    "abort": ("import os\ndef conv2d(i, k): os.abort()", "crashed", "signal SIGABRT"),
    "segfault": (
        "import ctypes\ndef conv2d(i, k): ctypes.string_at(0)",
        "crashed",
        "signal SIGSEGV before conv2d returned: it touched memory that is not its own",
    ),
    "kills itself": (
        "import os, signal\ndef conv2d(i, k): signal.raise_signal(signal.SIGKILL)",
        "crashed",
        "the process was killed",
    ),
    "sends a signal": (
        "import os\ndef conv2d(i, k): os.kill(os.getppid(), 9)",
        "crashed",
        "the grader allows no files beyond your own folder, no processes, no network",
    ),
    "10 GB": (
        "import numpy as np\ndef conv2d(i, k): return np.ones(10 * 2**27)",
        "crashed",
        "Unable to allocate 10.0 GiB",
    ),
    "fills a file": (
        "def conv2d(i, k):\n with open('big', 'wb') as f:\n"
        "  for _ in range(100): f.write(b'x' * 2**20)",
        "crashed",
        "File too large",
    ),
    "hangs up": (
        "import os\ndef conv2d(i, k):\n os.closerange(3, 100)\n while True: pass",
        "crashed",
        "the process was killed before conv2d returned: it hung up",
    ),
    "changes memory's size": (
        "import os\ndef conv2d(i, k):\n"
        " for fd in range(3, 50):\n  try: os.ftruncate(fd, 0)\n  except OSError: pass\n return i",
        "wrong",
        "expected shape (3, 3), got shape (5, 5)",
    ),
}


@pytest.mark.parametrize(("source", "verdict", "message"), SOURCES.values(), ids=SOURCES)
def test_source(grade_source: Grade, source: str | bytes, verdict: str, message: str) -> None:
    graded = grade_source(source)
    assert graded.verdict == verdict, first_fault(graded)
    assert message in first_fault(graded)
    assert graded.score.earned == 0
    assert len(first_fault(graded)) < 5000


def test_segfault_shows_the_line_of_python(grade_source: Grade) -> None:
    graded = grade_source("import ctypes\ndef conv2d(i, k):\n    ctypes.string_at(0)")
    assert 'convolution.py", line 3 in conv2d' in graded.results[0].output


def test_prints_are_shown_capped_and_change_nothing(grade_source: Grade) -> None:
    graded = grade_source(
        CORRECT.format(finish="print('\\x1b[31mhello'); print('x' * 100_000_000); return -answer")
    )
    output = graded.results[0].output
    assert output.startswith("\N{REPLACEMENT CHARACTER}[31mhello\nxxx")
    assert output.endswith(" bytes more")
    assert len(output) < 20_000
    assert graded.verdict is Verdict.WRONG


def test_a_flood_of_prints_does_not_fail_correct_code(grade_source: Grade) -> None:
    graded = grade_source(CORRECT.format(finish="print('x' * 2_000_000); return answer"))
    assert graded.verdict is Verdict.PASSED


def test_deleting_its_own_file_deletes_nothing_of_the_learner(
    grade_source: Grade, tmp_path: Path
) -> None:
    source = "import os\nos.remove(__file__)\n" + CORRECT.format(finish="return answer")
    assert grade_source(source).verdict is Verdict.PASSED
    assert (tmp_path / "convolution.py").read_text() == source


def test_a_missing_file_is_missing_work(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    graded = grader.grade(exercises["convolution"], tmp_path / "none.py", 7)
    assert graded.verdict is Verdict.MISSING
    assert "there is no file" in first_fault(graded)


def test_a_huge_file_is_refused(grade_source: Grade) -> None:
    assert "is larger than 131,072 bytes" in first_fault(grade_source("#" * 2_000_000))


def link_to_the_solution(path: Path) -> None:
    path.symlink_to(ROOT / "solutions/convolution/convolution.py")


def link_to_nowhere(path: Path) -> None:
    path.symlink_to(path)


NO_FILES = {
    "a folder": Path.mkdir,
    "a link to the solution": link_to_the_solution,
    "a link to itself": link_to_nowhere,
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_missing_work_and_never_followed(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "convolution.py"
    make(path)
    graded = grader.grade(exercises["convolution"], path, 7)
    assert graded.verdict is Verdict.MISSING
    assert "is no file that can be read" in first_fault(graded)
    assert graded.score == Score(0.0, exercises["convolution"].points)


def test_a_linked_folder_is_not_followed(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    (tmp_path / "convolution").symlink_to(ROOT / "solutions/convolution")
    graded = grader.grade(exercises["convolution"], tmp_path / "convolution/convolution.py", 7)
    assert graded.verdict is Verdict.MISSING
    assert "is a link" in first_fault(graded)


LOOP = "def conv2d(image, kernel):\n    print('in')\n    while True: pass\n"


def test_a_loop_costs_its_limit_and_no_more(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    path = tmp_path / "convolution.py"
    path.write_text(LOOP)
    limits = {"call_seconds": 0.3, "total_seconds": 0.5}
    graded = grader.grade(msgspec.structs.replace(exercises["convolution"], **limits), path, 7)
    assert graded.verdict is Verdict.TIMEOUT
    assert "stopped after 0.3 s before conv2d returned: is there a loop" in first_fault(graded)
    assert sum(result.seconds for result in graded.results) < 2
    assert graded.results[0].output == "in\n"
    assert graded.results[-1].verdict is not Verdict.PASSED


def test_dawdling_until_the_time_is_used_up_is_not_passing(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path
) -> None:
    path = tmp_path / "convolution.py"
    path.write_text("import time\n" + CORRECT.format(finish="time.sleep(0.2); return answer"))
    limits = {"call_seconds": 0.3, "total_seconds": 0.5}
    graded = grader.grade(msgspec.structs.replace(exercises["convolution"], **limits), path, 7)
    assert graded.verdict is Verdict.TIMEOUT
    assert graded.results[-1].message == "not run: the time for this exercise is used up"


def test_whole_numbers_for_a_float32_image_are_not_called_a_loss_of_digits(
    grade_source: Grade,
) -> None:
    graded = grade_source(CORRECT.format(finish="return answer.astype(int)"))
    messages = {r.case: r.message for r in graded.results if r.check == "all_digits"}
    assert "values differ" in messages["float32"]
    assert "7 digits" not in messages["float32"] + messages["float64"]
