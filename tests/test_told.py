"""What a check alters, reads and compares with its own words: in the course, and in a kit."""

from pathlib import Path

import numpy as np
import pytest

from grader.checks import Answer, begins_like, differs, equals, mostly
from grader.course import load_course
from grader.errors import Wrong
from grader.grading import Grader
from grader.judge import judge
from grader.model import Verdict
from grader.practice import PUBLIC_SEED, KnownAnswers, replayed_checks
from grader.publish.record import record
from grader.worker.calls import Call
from grader.worker.proxy import Submission
from grader.worker.wire import Foreign


def returned(value: object) -> Answer:
    return Answer(value, Call("f", (), {}))


THREE = np.array([1, 2, 3])
SAME = [(3, 3), (3, np.int64(3)), ((1, "a"), (1, "a")), (None, None), (THREE, THREE.copy())]
OTHER = [(3, 4), (3, 3.0), ((1, 2), (1, 2, 3)), (THREE, THREE[:2]), (THREE, 3), (THREE, None)]


@pytest.mark.parametrize(("expected", "got"), SAME)
def test_the_same_is_equal(expected: object, got: object) -> None:
    equals(returned(got), expected, "no")
    with pytest.raises(Wrong, match="noticed nothing"):
        differs(returned(got), expected, "noticed nothing")


@pytest.mark.parametrize(("expected", "got"), OTHER)
def test_another_is_not(expected: object, got: object) -> None:
    differs(returned(got), expected, "no")
    with pytest.raises(Wrong, match="it gave "):
        equals(returned(got), expected, "it gave {got}")


def test_most_values_are_enough() -> None:
    mostly(returned(np.array([1, 2, 4])), THREE, 2, "")
    with pytest.raises(Wrong, match=r"2 of 3, 66\.7 %"):
        mostly(returned(np.array([1, 2, 4])), THREE, 3, "{right} of {size}, {percent} %")


@pytest.mark.parametrize("got", [None, 3, THREE[:2], Foreign("list")])
def test_what_is_no_such_array_is_wrong_and_no_fault_of_ours(got: object) -> None:
    with pytest.raises(Wrong, match="expected"):
        mostly(returned(got), THREE, 1, "")
    if not isinstance(got, np.ndarray):
        with pytest.raises(Wrong, match="expected a numpy array"):
            begins_like(returned(THREE), returned(got), "")
    with pytest.raises(Wrong, match="expected"):
        begins_like(returned(got), returned(THREE), "")


def test_an_answer_may_go_on_after_another() -> None:
    begins_like(returned(THREE), returned(THREE[:2]), "")
    with pytest.raises(Wrong, match="1 of 3"):
        begins_like(returned(THREE), returned(np.array([1, 5, 3])), "{differ} of {size}")


ALTERS = """\
import numpy as np

from grader.checks import begins_like, check, differs, equals, integers_only, mostly

AGAIN = '''
def double(x, whole=double):
    return whole(x) + 1


def four(x):
    return twice(x)
'''


@check(hint="Call double twice.")
def calls_double(submission, rng):
    number = int(rng.integers(3, 100))
    with submission.altered(AGAIN) as altered:
        differs(altered.four(number), 4 * number, "another double was not noticed: {got}")
        equals(altered.four(number), 4 * number + 3, "it gave {got}")


@check(hint="Only +.")
def whole_numbers(submission, rng):
    integers_only(submission, "double", rng.integers(3, 100, 4))


@check(hint="Each for itself.", cases={"few": {"size": 3}, "unseen": {"size": 5}}, kept={"unseen"})
def each_alone(submission, rng, size):
    numbers = rng.integers(3, 100, size)
    some = submission.double(numbers)
    begins_like(submission.double(np.append(numbers, 1000)), some, "{differ} of {size} change")
    mostly(some, 2 * numbers, size - 1, "{right} of {size}, {percent} %")
"""
FOUR = """

def twice(x):
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION
"""
ALTERED = {
    "solution": ("return 2 * x", "return 2 * x", ""),
    "ignores": ("double(double(x))", "4 * x", "calls_double: another double was not noticed: "),
    "once": ("double(double(x))", "double(2 * x)", "calls_double: it gave "),
    "floats": ("2 * x", "2.0 * x", "whole_numbers: line 8 computes with floating point"),
    "hidden floats": ("2 * x", "x * (4 / 2)", "whole_numbers: line 8 computes with floating point"),
    "float arrays": ("2 * x", "x + x.astype(chr(100))", "whole_numbers: line 8 makes an array"),
    "neighbours": ("2 * x", "x * 2 + (np.max(x) > 500)", "each_alone: 3 of 3 change"),
    "two off": ("2 * x", "x * 2 + (np.arange(np.size(x)) < 2)", "each_alone: 1 of 3, 33.3 %"),
}


def test_a_kit_alters_reads_and_compares_as_the_course_does(tiny: Path, tmp_path: Path) -> None:
    path = tiny / "solutions/double/double.py"
    path.write_text(path.read_text() + FOUR)
    (tiny / "solutions/double/checks.py").write_text(ALTERS)
    course = load_course(tiny / "course.yml")
    exercise = course.exercises[0]
    with Grader(tiny, course) as grader:
        practice = record(grader, exercise)
        assert [(check.name, list(check.cases)) for check in practice.checks] == [
            ("calls_double", [""]),
            ("whole_numbers", [""]),
            ("each_alone", ["few"]),
        ]
        assert list(practice.left_out) == ["each_alone, unseen"]
        for name, (old, new, said) in ALTERED.items():
            wrong = tmp_path / "double.py"
            wrong.write_text("import numpy as np\n" + path.read_text().replace(old, new))
            with Submission(wrong, grader.zygote(exercise), exercise) as submission:
                kits = judge(replayed_checks(practice), submission, KnownAnswers(practice), 1)
            results = grader.grade(exercise, wrong, PUBLIC_SEED).results
            courses = [result for result in results if result.case != "unseen"]
            assert [(r.verdict, r.message) for r in kits] == [
                (r.verdict, r.message) for r in courses
            ], name
            failed = [f"{r.check}: {r.message}" for r in kits if r.verdict is Verdict.WRONG]
            assert bool(failed) == bool(said), name
            assert not said or any(text.startswith(said) for text in failed), failed
