import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.progression.expressions import evaluate, factor_among, names_in
from portal.progression.functions import FUNCTIONS

NAMES = {"w": 60, "week": 2, "ok": True}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (2.5, 2.5),
        (True, True),
        ("w+2.5", 62.5),
        (" w + 2.5 ", 62.5),
        ("w-.5*10", 55),
        ("-w/8%2", 0.5),
        ("10%4", 2),
        ("1<week<=2", True),
        ("1<week<2", False),
        ("week==2 and not ok", False),
        ("week!=2 or ok", True),
        ("w>=60 and week>1", True),
        ("1 if week>=2 else 0", 1),
        ("1 if week>2 else 0", 0),
        ("abs(-3)", 3),
        ("ceil(2.1)", 3),
        ("floor(2.9)", 2),
        ("clamp(99,1,10)", 10),
        ("clamp(-5,1,10)", 1),
        ("max(1,2,3)", 3),
        ("min(1,2,3)", 1),
        ("round_to(58.75,2.5)", 60),
        ("pick(2,5,3,1)", 3),
        ("pick(9,5,3,1)", 1),
        ("pick(0,5,3,1)", 5),
        ("lerp(7.5,5,1,10,.5)", 0.75),
        ("lerp(1,5,1,10,.5)", 1),
        ("lerp(99,5,1,10,.5)", 0.5),
        ("rpe_share(5,8)", 0.811),
        ("epley(100,5)", pytest.approx(116.6667, abs=1e-4)),
        ("epley(100,1)", 100),
        ("index_pace(45,.975)", pytest.approx(255.786, abs=0.001)),
        ("True", True),
    ],
)
def test_an_expression_has_a_value(source, value):
    assert evaluate(source, NAMES) == value


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os')",
        "(1).real",
        "5 .real",
        "w.real",
        "[1]*9",
        "w[0]",
        "w**9",
        "w//2",
        "w<<2",
        "~w",
        "+w",
        "lambda:1",
        "open('a')",
        "open(w)",
        "1 in w",
        "ok is True",
        "w if",
        "",
        "   ",
        "min(*w)",
        "min(1,default=2)",
        "'a'",
        "None",
        "w:=1",
        "w=1",
        "{1}",
        "(1,2)",
        "(x for x in w)",
        "w;w",
        "w\nw",
        "1e5",
        "1e999",
        "0x10",
        "1_000",
        "1j",
        "1if ok else 2",
        "012",
        "ẘ",
        "\0",
        "w if ok else (yield)",
        "min",
        "min(1)",
        "clamp(1,2)",
        "abs(1,2)",
        "lerp(1,2)",
        "lerp(1,2,3,4)",
        "w/0",
        "w%0",
        "epley(0,5)",
        "round_to(5,0)",
        "index_pace(-5,1)",
        "unknown+1",
        "w+" * 200 + "1",
        "(" * 31 + "1" + ")" * 31 + "+1" * 40,
        "-" * 299 + "1",
        "not " * 40 + "ok",
        "(" * 150 + "1" + ")" * 150,
        "9" * 300 + ".",
        None,
        [],
        {},
        b"1",
        math.nan,
        math.inf,
        10**400,
    ],
)
def test_anything_else_is_refused(source):
    with pytest.raises(ValueError):  # noqa: PT011 -- the kind is the promise, the words vary
        evaluate(source, NAMES)


@pytest.mark.parametrize("source", ["min(1)", "clamp(1,2)", "abs(1,2)", "pick(1)", "wrong(1)", "w w"])
def test_what_can_never_work_is_refused_before_it_is_evaluated(source):
    with pytest.raises(ValueError):  # noqa: PT011
        names_in(source)


@pytest.mark.parametrize(("levels", "characters"), [(29, 1), (1, 298)])
def test_the_limits_themselves_are_allowed(levels, characters):
    assert evaluate("-" * levels + "1", {}) in (1, -1)
    assert evaluate("1+" + "1" * characters, {}) > 1


@pytest.mark.parametrize("source", ["-" * 30 + "1", "1+" + "1" * 299])
def test_one_beyond_them_is_not(source):
    with pytest.raises(ValueError, match=r"deeply|characters"):
        evaluate(source, {})


@pytest.mark.parametrize("value", ["text", None, [1], {}, object(), 1j])
def test_a_name_that_is_no_number_has_no_value(value):
    with pytest.raises(ValueError, match="w"):
        evaluate("w+1", {"w": value})


@given(st.text(max_size=320))
@example("1%")
@example("((")
def test_garbage_raises_value_error_and_nothing_else(source):
    try:
        value = evaluate(source, NAMES)
    except ValueError:
        return
    assert math.isfinite(value)


WORDS = st.sampled_from(
    [*FUNCTIONS, *NAMES, *"+-*/%()<>=!,. 0123456789", "and", "or", "not", "if", "else", "1e9", "99999999999", ".5"]
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_words_of_the_language_in_any_order_raise_value_error_or_have_a_value(source):
    try:
        value = evaluate(source, NAMES)
    except ValueError:
        return
    assert math.isfinite(value)


@given(st.lists(WORDS, max_size=25).map("".join), st.dictionaries(st.sampled_from(list(NAMES)), st.floats()))
def test_so_do_they_with_any_numbers(source, names):
    try:
        value = evaluate(source, names)
    except ValueError:
        return
    assert math.isfinite(value)


@given(st.integers(-50, 50), st.integers(1, 50), st.sampled_from(["+", "-", "*", "/", "<", "=="]))
def test_arithmetic_is_pythons(left, right, operator):
    same = eval(f"left {operator} right", {}, {"left": left, "right": right})  # noqa: S307 -- the reference here

    assert evaluate(f"a{operator}b", {"a": left, "b": right}) == same


def test_names_are_found_without_functions():
    assert names_in("min(w,tm)*pick(week,1,2) if ok else 3") == {"w", "tm", "week", "ok"}
    assert names_in(5) == set()


@pytest.mark.parametrize(
    ("source", "factor"),
    [
        ("tm*pick(week,.65,.7)", "tm"),
        (".8*.9*tm", "tm"),
        ("tm", "tm"),
        ("tm+5", None),
        ("tm*tm", None),
        ("tm*w", None),
        ("max(tm,2)*3", None),
        ("tm*max(tm,2)", None),
        ("pick(week,1,2)", None),
        (100, None),
    ],
)
def test_the_variable_that_all_else_multiplies(source, factor):
    assert factor_among(source, {"tm", "w"}) == factor
