import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.progression import replay
from tests.progression.athlete import START
from tests.progression.schemes import one_track

BAR = {"bar": 20, "plates": [[20, 2], [10, 2], [5, 2], [2.5, 2], [1.25, 2]]}


def load_of(exact, **track):
    program = one_track({"state": {}, "work": [{"sets": 1, "reps": 5, "load": exact}], **track})
    (group,) = replay.prescribe(program=program, log=[], on=START)["x"]
    assert group["exact_load"] == pytest.approx(exact, abs=1e-6)
    return group["load"]


@pytest.mark.parametrize(("exact", "load"), [(61.2, 60), (61.25, 62.5), (58.5, 57.5), (0, 0)])
def test_loads_are_rounded_half_up_to_two_and_a_half(exact, load):
    assert load_of(exact) == load


@pytest.mark.parametrize(("step", "load"), [(5, 60), (1, 61), (0.5, 61.5)])
def test_a_track_may_have_its_own_step(step, load):
    assert load_of(61.4, round=step) == load


@pytest.mark.parametrize(("exact", "load"), [(61.3, 62.5), (61.2, 60), (97.5, 97.5), (200, 97.5), (3, 20)])
def test_with_plates_the_load_is_one_that_can_be_loaded(exact, load):
    assert load_of(exact, equipment=BAR) == load


def test_plates_may_be_coarser_than_the_step():
    assert load_of(63, round=1, equipment={"bar": 20, "plates": [[10, 4]]}) == 60
    assert load_of(59, round=1, equipment={"bar": 20, "plates": [[10, 4]]}) == 40


@pytest.mark.parametrize(("exact", "load"), [(11, 10), (12.5, 15), (99, 30), (1, 5)])
def test_of_fixed_loads_the_nearest_is_taken(exact, load):
    assert load_of(exact, equipment={"loads": [5, 10, 15, 20, 30]}) == load


@given(st.floats(0, 900), st.sampled_from([0.25, 0.5, 1, 1.25, 2, 2.5, 5, 2.26796185]))
def test_a_rounded_load_stays_when_rounded_again(exact, step):
    load = load_of(exact, round=step)

    assert abs(load - exact) <= step / 2 + 1e-5
    assert load_of(load, round=step) == pytest.approx(load, abs=1e-5)


@given(st.floats(0, 300))
def test_a_loadable_load_is_loadable(exact):
    load = load_of(exact, equipment=BAR)

    assert load_of(load, equipment=BAR) == load
    assert load == 20 or load <= exact + 1.25


@given(st.floats(20, 400), st.integers(1, 40))
def test_the_state_keeps_what_rounding_hides(start, sessions):
    program = one_track(
        {
            "state": {"w": start},
            "work": [{"sets": 1, "reps": 5, "load": "w"}],
            "on": {"missed": [{"set": {"w": "w*1.01"}}]},
        }
    )
    log = [{"id": str(n), "seq": n, "date": "2025-01-06", "type": "missed"} for n in range(sessions)]

    value = replay.replay(program=program, log=log).variables["x"]["w"]

    assert value == round(value, 6)
    assert math.isclose(value, start * 1.01**sessions, rel_tol=1e-5)
