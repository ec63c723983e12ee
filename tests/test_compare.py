"""The words of check authors: they pass what is right and explain what is not."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import Answer, close, exactly, identical, nearly, refuses, rounding, unchanged
from grader.checks.compare import find_fault
from grader.checks.show import printable, side_by_side, spell_call, spell_index, spell_number
from grader.errors import Missing, Wrong
from grader.worker.calls import Call
from grader.worker.wire import Raised

CALL = Call("f", (), {})


def returned(value: object) -> Answer:
    return Answer(value, CALL)


def raised(name: str, *bases: str) -> Answer:
    return Answer(None, CALL, raised=Raised(name, list(bases), "no", []))


def test_close_compares_each_value_with_its_own_tolerance() -> None:
    expected, tolerance = np.array([1.0, 100.0]), np.array([0.0, 1.0])
    close(returned(np.array([1.0, 100.5])), expected, tolerance)
    with pytest.raises(Wrong, match="1 of 2 values differ, the first at position 0"):
        close(returned(np.array([1.5, 100.5])), expected, tolerance)


NUMBERS = {
    "int32": (np.int32(1073612345), np.int32(1073612346), "expected 1073612345, got 1073612346"),
    "beyond float64": (np.int64(2**62), np.int64(2**53 + 1), f"expected {2**62}, got {2**53 + 1}"),
    "whole floats": (1073612345.0, 1073612346.0, "expected 1073612345, got 1073612346"),
    "the same to six digits": (0.1, 0.1 + 1e-9, "expected 0.10000000000000001, got 0.100000001"),
    "different": (0.125, 1 / 3, "expected 0.125, got 0.333333"),
}


@pytest.mark.parametrize(("wanted", "came", "message"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_told_apart(wanted: float, came: float, message: str) -> None:
    with pytest.raises(Wrong) as caught:
        close(returned(np.array([came])), np.array([wanted]), 0.0)
    assert message in str(caught.value)


def test_large_numbers_are_rounded_to_the_unit() -> None:
    numbers = [123456.78, -123456.78, 1.5e13, 1.23456789, np.int16(-32768), np.nan]
    assert [spell_number(number) for number in numbers] == [
        *("123457", "-123457", "1.5e+13", "1.2346", "-32768", "nan")
    ]


def test_close_explains_a_wrong_output_by_an_equal_one_only() -> None:
    expected, got = np.array([1.0, 2.0]), np.array([2.0, 1.0])
    with pytest.raises(Wrong) as caught:
        close(returned(got), expected, 1e-9)
    explains = caught.value.explains
    assert explains is not None
    assert explains(np.array([2.0, 1.0]))
    assert not explains(np.array([2.0, 1.1]))
    assert not explains(np.array([[2.0, 1.0]]))
    assert not explains(expected)
    assert not explains(None)


EXACT = [(3, 3, True), (3, 4, False), (3, 3.0, False), (1, True, False), (None, None, True),
         ((1, 2), (1, 2), True), ((1, 2), (1, np.int64(2)), True), ((1, 2), (1.0, 2), False),
         ((1, 2), (1, 2, 3), False), ((1, 2), (1, np.array([2])), False),
         ("a", "a", True), (3, np.int64(3), True)]  # fmt: skip


@pytest.mark.parametrize(("expected", "got", "same"), EXACT)
def test_exactly(expected: object, got: object, same: bool) -> None:
    if same:
        exactly(returned(got), expected)
    else:
        with pytest.raises(Wrong, match="expected"):
            exactly(returned(got), expected)


NEAR = [(2.0, 2.0, True), (2.0, 2, True), (2.0, 2.0 + 1e-9, True), (2.0, 2.0 + 1e-7, False),
        (2.0, np.float64(2), True), (2.0, np.int64(2), True), (1.0, True, False),
        (2.0, float("nan"), False), (2.0, float("inf"), False), (2.0, 10**400, False),
        (2.0, None, False), (2.0, "2.0", False), (2.0, (2.0,), False),
        (2.0, np.array([2.0]), False), (9e13, 9e13 + 1e4, True), (9e13, 9e13 - 1e6, False),
        (2.0, -2.0, False)]  # fmt: skip


@pytest.mark.parametrize(("expected", "got", "same"), NEAR)
def test_nearly(expected: float, got: object, same: bool) -> None:
    if same:
        nearly(returned(got), expected, relative=1e-9)
    else:
        with pytest.raises(Wrong, match=r"expected (1|2|9e\+13), got"):
            nearly(returned(got), expected, relative=1e-9)


def explanation(got: object) -> Callable[[object], bool]:
    with pytest.raises(Wrong) as caught:
        nearly(returned(got), 2.0, relative=1e-9)
    assert caught.value.explains is not None
    return caught.value.explains


def test_nearly_explains_a_wrong_number_by_an_equal_one_only() -> None:
    explains = explanation(3.0)
    assert explains(3.0)
    assert explains(3)
    assert explains(3.0 + 1e-10)
    assert not explains(3.1)
    assert not explains(2.0)
    assert not explains(None)
    assert explanation(float("inf"))(float("inf"))
    assert explanation(10**400)(10**400)
    assert not explanation(10**400)(3.0)
    assert not explanation(None)(None)


def test_unchanged() -> None:
    unchanged(returned(1))
    with pytest.raises(Wrong, match="changed the array that it was given"):
        unchanged(Answer(1, CALL, changed=True))


def test_refuses_accepts_a_value_error_and_its_subclasses_only() -> None:
    refuses(raised("ValueError", "Exception"), "it is bad")
    refuses(raised("UnicodeError", "ValueError", "Exception"), "it is bad")
    with pytest.raises(Wrong, match="expected a ValueError, because it is bad; got IndexError: no"):
        refuses(raised("IndexError", "LookupError"), "it is bad")
    with pytest.raises(Wrong, match="because it is bad; got the single number 3"):
        refuses(returned(3), "it is bad")
    with pytest.raises(Missing):
        refuses(raised("NotImplementedError", "RuntimeError"), "it is bad")


@given(
    st.integers(1, 2000),
    st.sampled_from([np.float32, np.float64]),
    st.integers(0, 2**32 - 1),
)
def test_rounding_covers_every_order_of_summation(
    terms: int, dtype: type[np.floating], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    a, b = (rng.standard_normal(terms).astype(dtype) for _ in range(2))
    exact = np.array([float(np.dot(a.astype(np.longdouble), b.astype(np.longdouble)))])
    magnitude = np.array([float(np.dot(np.abs(a), np.abs(b)))])
    tolerance = rounding(magnitude, terms, a, b)
    products = a * b
    for order in (products, products[::-1], np.sort(products), products[np.argsort(-products)]):
        running = np.cumsum(order, dtype=dtype)[-1:]
        assert not find_fault(running, exact, tolerance)


def test_rounding_stays_far_below_one_missing_product() -> None:
    rng = np.random.default_rng(1)
    image, kernel = (rng.standard_normal((n, n)).astype(np.float32) for n in (64, 5))
    magnitude = np.full((60, 60), 25 * 0.64)
    assert rounding(magnitude, 25, image, kernel).max() < 1e-3


def test_integers_have_the_precision_of_float64() -> None:
    image = np.ones((4, 4), np.uint8)
    assert rounding(np.ones(1), 9, image, image).max() < 1e-12


def test_a_picture_marks_the_first_difference() -> None:
    expected = np.arange(6.0).reshape(2, 3)
    got = expected.copy()
    got[1, 1] = -1
    assert side_by_side(expected, got, (1, 1)) == (
        "  expected      got\n    0   1   2      0    1    2\n    3 [4]   5      3 [-1]    5"
    )


def test_a_picture_of_the_extremes_of_integers_and_of_wide_numbers() -> None:
    expected = np.full((1, 5), 178055.0)
    got = np.full((1, 5), -32768, np.int16)
    assert side_by_side(expected, got, (0, 4)) == (
        "  expected\n"
        "    178055   178055   178055   178055 [178055]\n"
        "  got\n"
        "    -32768   -32768   -32768   -32768 [-32768]"
    )


def test_a_picture_of_a_large_array_is_cut_around_the_difference() -> None:
    expected = np.zeros((2, 3, 40, 50))
    got = expected.copy()
    got[1, 2, 20, 49] = 7
    picture = side_by_side(expected, got, (1, 2, 20, 49))
    assert "[7]" in picture
    assert picture.endswith("(rows 18 to 22, columns 45 to 49 of 40×50)")
    assert spell_index((1, 2, 20, 49)) == "image 1, channel 2, row 20, column 49"


def test_a_short_call_can_be_tried_as_it_is() -> None:
    call = Call("conv2d", (np.array([[200]], np.uint8), np.array([[2.0]])), {"stride": (1, 2)})
    text = spell_call(call)
    assert text == ("conv2d(np.array([[200]], np.uint8), np.array([[2]], float), stride=(1, 2))")
    received = eval(text, {"np": np, "conv2d": lambda *args, **kwargs: (args, kwargs)})  # noqa: S307
    np.testing.assert_equal(received, (call.args, call.kwargs))


def test_a_call_with_float32_can_be_tried_to_the_last_bit() -> None:
    array = np.array([[0.1, -2.5], [np.inf, 1e-30]], np.float32)
    call = Call("quantize", (array, np.float32(0.1), np.int8(-3)), {"axis": None})
    text = spell_call(call)
    assert "np.array([[0.1, -2.5], [np.inf, 1e-30]], np.float32), np.float32(0.1)" in text
    received = eval(text, {"np": np, "quantize": lambda *args, **kwargs: (args, kwargs)})  # noqa: S307
    np.testing.assert_equal(received, (call.args, call.kwargs))


def test_arrays_in_tuples_are_spelt_like_others() -> None:
    layer = (np.array([1, 2], np.int8), 3, None)
    assert spell_call(Call("predict", ((layer,),), {})) == (
        "predict(((np.array([1, 2], np.int8), 3, None),))"
    )
    large = (np.zeros((100, 90), np.float32), "relu")
    assert spell_call(Call("predict", (large, 1), {})) == (
        "predict((<100×90 array, float32>, 'relu'), 1)"
    )


def test_a_long_call_shows_shapes() -> None:
    call = Call("conv2d", (np.zeros((100, 90), np.float32).T, np.ones((2, 2)) / 3), {})
    assert spell_call(call) == (
        "conv2d(<90×100 array, float32, a non-contiguous view>, <2×2 array, float64>)"
    )


def test_nothing_of_a_submission_steers_the_terminal() -> None:
    assert printable("a\x1b[2J\r\b\nb\tc\u202e") == "a�[2J��\nb\tc�"


INT8, UINT8 = np.array([1, 2], np.int8), np.array([1, 2], np.uint8)
PAIR = (np.float32(0.1), np.int8(3))
IDENTICAL = {
    "the same array": (INT8, INT8.copy(), ""),
    "another dtype": (INT8, UINT8, "must have dtype int8, not uint8"),
    "another value": (INT8, np.array([1, 3], np.int8), "1 of 2 values differ"),
    "another shape": (INT8, INT8[:1], "expected shape"),
    "no array": (INT8, (1, 2), "expected a numpy array"),
    "empty": (INT8[:0], INT8[:0], ""),
    "empty of another dtype": (INT8[:0], UINT8[:0], "must have dtype int8"),
    "the same pair": (PAIR, (np.array(0.1, np.float32), np.int8(3)), ""),
    "float64": (PAIR, (np.float64(0.1), np.int8(3)), r"scale: expected np\.float32\(0\.1\)"),
    "the next float32": (PAIR, (np.float32(0.10000001), np.int8(3)), "scale: expected"),
    "a plain int": (PAIR, (np.float32(0.1), 3), "zero_point: expected.*of numpy's type int8"),
    "three": (PAIR, (*PAIR, 1), r"expected a tuple \(scale, zero_point\), got a tuple of 3"),
    "None": (PAIR, None, "does the function end with `return`"),
}


@pytest.mark.parametrize(("expected", "got", "fault"), IDENTICAL.values(), ids=IDENTICAL)
def test_identical(expected: object, got: object, fault: str) -> None:
    names = ("scale", "zero_point")
    if not fault:
        identical(returned(got), expected, names)
        return
    with pytest.raises(Wrong, match=fault) as caught:
        identical(returned(got), expected, names)
    explains = caught.value.explains
    assert explains is not None
    assert explains(got)
    assert not explains(expected)
