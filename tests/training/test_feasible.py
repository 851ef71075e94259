"""The nearest that can be done instead of a race without time to get ready can be done."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.training.rules.feasible import alternatives, infeasible
from portal.training.rules.raceplans import RaceOutlook
from portal.training.rules.races import USUAL_M
from portal.training.rules.racewishes import RaceWish, problems, wish_of

MONDAY = date(2026, 5, 18)

wishes = st.builds(
    RaceWish,
    race_m=st.sampled_from(list(USUAL_M.values())),
    race_on=st.integers(-20, 500).map(lambda days: MONDAY + timedelta(days=days)),
    days=st.sets(st.integers(0, 6), max_size=7).map(lambda days: tuple(sorted(days))),
    weekly_m=st.floats(10_000, 200_000),
    longest_m=st.floats(3_000, 50_000),
    index=st.floats(20, 85),
)


@settings(max_examples=150)
@given(wishes)
def test_what_is_offered_can_be_done(wish):
    for way in alternatives(wish, MONDAY):
        found = problems(way.instead, MONDAY)
        if wish.race_on.weekday() not in wish.days:
            assert way.instead.race_on.weekday() in way.instead.days
        else:
            assert found == {}
            assert infeasible(way.instead, way.instead.weeks(MONDAY)) is None


@settings(max_examples=60)
@given(wishes)
def test_a_wish_without_problems_has_weeks_that_end_with_the_race(wish):
    if problems(wish, MONDAY):
        return

    outlook = RaceOutlook(wish, MONDAY)

    assert outlook.starts_on > MONDAY
    assert outlook.starts_on + timedelta(weeks=len(outlook.weeks)) == wish.race_on + timedelta(days=1)
    assert [week.race_m for week in outlook.weeks] == [0] * (len(outlook.weeks) - 1) + [pytest.approx(wish.race_m)]
    assert wish_of(outlook.item, race_on=wish.race_on).fields(1) == wish.fields(1)


def test_a_race_on_a_weekday_keeps_the_long_runs_on_the_weekend():
    wednesday = MONDAY + timedelta(weeks=9, days=2)

    fields = RaceWish(10_000, wednesday, (1, 2, 6), 30_000, 11_000, 45).fields(8)

    assert (fields["long_at"], fields["race_at"]) == (3, 2)


def test_a_race_far_away_is_planned_from_half_a_year_before():
    sunday = MONDAY + timedelta(weeks=40, days=6)

    outlook = RaceOutlook(RaceWish(42_195, sunday, (1, 3, 5, 6), 40_000, 16_000, 45), MONDAY)

    assert len(outlook.weeks) == 26
    assert any("begins on" in str(note) for note in outlook.notes)
