import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.units import KG_PER_LB
from portal.progression.replay import result_of


def group(**values):
    return {"sets": 1, "reps": 5, "load": 100, "amrap": False, "rpe": None, **values}


PLANNED = [group(), group(load=110, rpe=8), group(load=120, amrap=True)]


def test_all_sets_in_order_are_a_success():
    results = result_of(planned=PLANNED, done=[[100, 5], [110, 5, 9], [120, 8]])

    assert results == {
        "ok": True,
        "min_reps": 5,
        "reps_total": 18,
        "amrap": 8,
        "extra": 3,
        "load_top": 120,
        "reps_top": 8,
        "rpe_top": 0,
        "rpe_err": 0,
        "e1rm_new": pytest.approx(152),
    }


def test_the_rpe_of_the_top_set_is_compared_with_its_own_target():
    results = result_of(planned=PLANNED[:2], done=[[100, 5, 10], [110, 5, 9.5]])

    assert (results["rpe_top"], results["rpe_err"]) == (9.5, 1.5)
    assert results["e1rm_new"] == pytest.approx(110 / 0.850)


@pytest.mark.parametrize(
    ("done", "ok"),
    [
        ([[110, 5], [100, 5], [120, 5]], False),
        ([[100, 5], [110, 5], [120, 5], [60, 1]], True),
        ([[105, 6], [112.5, 5], [120, 5]], True),
        ([[100, 5], [110, 4], [120, 9]], False),
        ([], False),
    ],
    ids=str,
)
def test_every_set_needs_its_repetitions_at_its_load_in_order(done, ok):
    assert result_of(planned=PLANNED, done=done)["ok"] is ok


@pytest.mark.parametrize("load", [None, 0])
def test_body_weight_needs_no_load(load):
    results = result_of(planned=[group(load=None)], done=[[load, 5, None]])

    assert results["ok"]
    assert (results["load_top"], results["e1rm_new"]) == (0, 0)


def test_doing_what_the_screen_says_in_pounds_is_success():
    shown_lb = round(61.25 / KG_PER_LB)

    assert result_of(planned=[group(load=61.25)], done=[[shown_lb * KG_PER_LB, 5]])["ok"]
    assert not result_of(planned=[group(load=61.25)], done=[[61, 5]])["ok"]


def test_among_equal_loads_the_set_with_most_repetitions_is_the_top_set():
    results = result_of(planned=[group(sets=3)], done=[[100, 5], [100, 7, 8], [100, 6]])

    assert (results["reps_top"], results["rpe_top"]) == (7, 8)


def test_a_single_is_its_own_maximum():
    results = result_of(planned=[group(sets=2)], done=[[100, 5], [140, 1]])

    assert (results["load_top"], results["reps_top"], results["e1rm_new"]) == (140, 1, 140)


def test_a_set_without_repetitions_is_no_top_set():
    results = result_of(planned=[group(sets=2)], done=[[100, 5], [140, 0]])

    assert (results["load_top"], results["min_reps"]) == (100, 0)


def test_an_open_set_that_was_left_out_has_no_repetitions():
    results = result_of(planned=PLANNED, done=[[100, 5]])

    assert (results["amrap"], results["extra"]) == (0, 0)


def test_a_top_set_beyond_the_plan_has_no_target():
    assert result_of(planned=[group(rpe=8)], done=[[100, 5], [130, 1, 9]])["rpe_err"] == 0


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({"ratio": 0.95, "rpe": 7}, {"ok": True, "ratio": 0.95, "rpe": 7}),
        ({"ratio": 0.89}, {"ok": False, "ratio": 0.89, "rpe": 0}),
        ({"rpe": None}, {"ok": True, "ratio": 1, "rpe": 0}),
    ],
    ids=str,
)
def test_endurance_has_a_share_and_an_effort(done, expected):
    assert result_of(planned=[{"dist": 1000}], done=done) == expected


def test_a_skipped_set_keeps_its_place():
    results = result_of(planned=PLANNED, done=[None, None, [120, 8]])

    assert not results["ok"]
    assert (results["amrap"], results["extra"]) == (8, 3)
    assert (results["min_reps"], results["reps_total"], results["load_top"]) == (8, 8, 120)


@given(
    sets=st.lists(st.tuples(st.integers(1, 12), st.integers(0, 20), st.booleans()), min_size=1, max_size=9),
    place=st.integers(0, 8),
)
def test_leaving_out_other_sets_changes_nothing_of_the_open_one(sets, place):
    place %= len(sets)
    planned = [group(reps=reps, amrap=number == place) for number, (reps, _, _) in enumerate(sets)]
    whole = [[100, reps] for _, reps, _ in sets]
    some = [row if number == place or not sets[number][2] else None for number, row in enumerate(whole)]

    seen, left = (result_of(planned=planned, done=done) for done in (whole, some))

    assert (left["amrap"], left["extra"]) == (seen["amrap"], seen["extra"])
    assert left["ok"] == (seen["ok"] and None not in some)


@pytest.mark.parametrize(("load", "seen"), [(40, (0, 0)), (119.9, (0, 0)), (120, (12, 7)), (125, (12, 7))])
def test_repetitions_with_less_than_the_planned_load_say_nothing_of_it(load, seen):
    results = result_of(planned=PLANNED, done=[[100, 5], [110, 5], [load, 12]])

    assert (results["amrap"], results["extra"]) == seen


def test_an_open_set_that_was_skipped_says_nothing():
    planned = [group(), group(amrap=True), group(load=90)]

    results = result_of(planned=planned, done=[[100, 5], None, [90, 9]])

    assert (results["amrap"], results["extra"], results["load_top"]) == (0, 0, 100)
