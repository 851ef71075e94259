"""Loads that jump and lifts that stall: the rules alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ids import new_id
from portal.home.rules.jumps import JUMP, jump_of
from portal.home.rules.stalls import Trained, stalled_in
from tests.cast import NOW, TODAY

PLAN = new_id()
FIVES = [{"sets": 3, "reps": 5, "load": 100, "exact_load": 100, "amrap": False, "rpe": None}]
DONE, SHORT = [[100, 5], [100, 5], [100, 5]], [[100, 5], [100, 5], [100, 3]]


def loads(*weeks):
    """Return the load of each day: so much every day of four or five weeks, the last week last."""
    days = [load for week in weeks for load in [week] * 7]
    return {TODAY - timedelta(days=len(days) - 1 - n): load for n, load in enumerate(days)}


def trained(*outcomes, track="a", is_excused=False):
    return [
        Trained(PLAN, NOW + timedelta(days=n), {track: FIVES}, {track: done}, is_excused)
        for n, done in enumerate(outcomes)
    ]


def test_a_week_far_above_the_last_four_is_a_jump():
    found = jump_of(loads(40, 40, 40, 40, 80), today=TODAY)

    assert (found.ratio, found.more_pct) == (1.6, 60)


def test_the_jump_began_on_the_first_day_on_which_it_was_one():
    found = jump_of(loads(40, 40, 40, 40, 80), today=TODAY)

    # With n days at 80 the ratio is (280 + 40 n) / (280 + 10 n): 1.3 is passed on the fourth day.
    assert found.since_on == TODAY - timedelta(days=3)


def test_little_known_is_no_jump():
    assert jump_of(loads(80), today=TODAY) is None
    assert jump_of({}, today=TODAY) is None


@given(st.lists(st.floats(min_value=0, max_value=300), min_size=35, max_size=35))
def test_a_jump_is_always_above_its_bound_and_began_within_the_week(values):
    days = {TODAY - timedelta(days=n): load for n, load in enumerate(values)}

    found = jump_of(days, today=TODAY)

    if found is not None:
        assert found.ratio >= JUMP
        assert TODAY - timedelta(days=6) <= found.since_on <= TODAY


@given(st.floats(min_value=1, max_value=300))
def test_the_same_every_day_never_jumps(load):
    assert jump_of(loads(load, load, load, load, load), today=TODAY) is None


@pytest.mark.parametrize(
    ("outcomes", "times"),
    [
        ((DONE, SHORT, SHORT), 2),
        ((SHORT, SHORT, SHORT), 3),
        ((SHORT, SHORT, DONE), 0),
        ((SHORT, DONE, SHORT), 0),
        ((SHORT,), 0),
        ((), 0),
    ],
)
def test_a_lift_stalls_when_it_failed_twice_in_a_row_and_not_since(outcomes, times):
    found = stalled_in(trained(*outcomes))

    assert [stalled.times for stalled in found] == ([times] if times else [])


def test_a_session_that_fell_short_for_a_reason_counts_neither_way():
    sessions = [*trained(SHORT), *trained(SHORT, is_excused=True)]

    assert stalled_in(sessions) == []


def test_runs_do_not_stall():
    short = {"ratio": 0.2, "rpe": 8}
    steps = [{"dist": 5000, "pace": 300}]

    assert stalled_in([Trained(PLAN, NOW, {"r": steps}, {"r": short}, is_excused=False)] * 3) == []


def test_lifts_of_one_session_stall_each_for_itself():
    sessions = [
        Trained(PLAN, NOW + timedelta(days=n), {"a": FIVES, "b": FIVES}, {"a": SHORT, "b": DONE}, is_excused=False)
        for n in range(2)
    ]

    assert [stalled.track for stalled in stalled_in(sessions)] == ["a"]
