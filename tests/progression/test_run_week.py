"""The kilometres of a run plan: a week adds up to what is given, and grows as the plan says."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.core.units import Distance, Percent
from portal.progression import presets, replay
from portal.training.rules.logs import planned_metres

MONDAY = date(2024, 1, 1)
INDEX = 44.7


def weeks_of(count, **fields):
    """Return the runs of each week, in kilometres by kind, all done as planned."""
    program = presets.expand("run_plan", **{"running_index": INDEX, **fields})
    runs = len(program["sessions"])
    days = [day * 7 // runs for day in range(runs)]
    slots = replay.slots_on(start=MONDAY, training_days=days, count=count * runs)
    steps = replay.preview(program=program, log=[], slots=slots)
    ran = [(kind, planned_metres(work) / 1000) for step in steps for kind, work in step.prescription.items()]
    return [ran[week * runs :][:runs] for week in range(count)]


def total(week):
    return sum(km for _, km in week)


def long_run(week):
    return next(km for kind, km in week if kind == "long")


def test_the_first_week_is_the_distance_it_was_given_and_the_next_ones_grow():
    weeks = weeks_of(6, weekly_km=40, long_run_km=14, sessions=3)

    asked = [40, 43.2, 46.7, 35, 50.4, 54.4]
    assert [total(week) for week in weeks] == pytest.approx(asked, abs=1)
    assert [long_run(week) for week in weeks[:3]] == [14, 15.5, 17]


@pytest.mark.parametrize(
    ("runs", "weekly_km", "long_km"), [(2, 30, 16), (3, 40, 16), (4, 50, 15), (5, 60, 16), (6, 90, 25)]
)
def test_every_full_week_adds_up(runs, weekly_km, long_km):
    weeks = weeks_of(3, weekly_km=weekly_km, long_run_km=long_km, sessions=runs)

    for number, week in enumerate(weeks):
        assert total(week) == pytest.approx(weekly_km * 1.08**number, abs=0.3 * runs)


def may_begin(fields):
    try:
        return not presets.unfit_start("run_plan", **fields)
    except presets.ImpossibleFields:
        return False


@settings(max_examples=60)
@given(st.integers(2, 6), st.floats(8, 20), st.floats(1, 1.8), st.integers(30, 70), st.floats(0, 0.15))
def test_whatever_may_begin_adds_up_and_the_long_run_stays_the_longest(runs, mean_km, longer, index, growth):
    weekly_km = runs * mean_km
    fields = {
        "running_index": index,
        "weekly_km": weekly_km,
        "long_run_km": min(mean_km * longer, 32),
        "sessions": runs,
        "growth": growth,
    }
    assume(may_begin(fields))

    weeks = weeks_of(12, **fields)

    assert total(weeks[0]) == pytest.approx(weekly_km, abs=0.3 * runs)
    long_runs = [long_run(week) for week in weeks]
    for number, km in enumerate(long_runs[1:], 1):
        assert km <= 1.1 * max(long_runs[max(number - 4, 0) : number]) + 0.5
    for week in (week for number, week in enumerate(weeks, 1) if number % 4):
        assert max(km for _, km in week) <= 1.1 * long_run(week) + 0.3


@pytest.mark.parametrize(
    ("fields", "wrong", "said"),
    [
        ({"weekly_km": 40, "long_run_km": 16, "sessions": 2}, "weekly_km", Distance(32_000)),
        ({"weekly_km": 45, "long_run_km": 14, "sessions": 3}, "weekly_km", Distance(42_000)),
        ({"weekly_km": 60, "long_run_km": 20, "sessions": 5}, "long_run_km", Distance(18_000)),
        ({"weekly_km": 40, "long_run_km": 14, "sessions": 3, "long_run_share": 0.3}, "long_run_share", Percent(1 / 3)),
        ({"weekly_km": 40, "long_run_km": 17, "sessions": 3}, "long_run_km", Distance(16_000)),
    ],
)
def test_a_start_that_breaks_the_guard_is_refused_at_its_field_with_what_would_do(fields, wrong, said):
    problems = presets.unfit_start("run_plan", running_index=INDEX, **fields)

    assert list(problems) == [wrong]
    assert said in problems[wrong].values.values()


@pytest.mark.parametrize(
    "fields",
    [
        {"weekly_km": 40, "long_run_km": 14, "sessions": 3},
        {"weekly_km": 60, "long_run_km": 20, "sessions": 5, "long_run_share": 0.35},
        {"weekly_km": 50, "long_run_km": 15, "sessions": 4},
    ],
)
def test_a_start_within_the_guard_is_good(fields):
    assert presets.unfit_start("run_plan", running_index=INDEX, **fields) == {}


def test_the_distance_still_grows_where_it_began_beyond_its_runs():
    """Such plans were made before a start was looked at; they go on."""
    weeks = weeks_of(2, weekly_km=40, long_run_km=16, sessions=2)

    assert [total(week) for week in weeks] == pytest.approx([32, 35], abs=0.5)


def test_the_words_say_how_long_the_long_run_may_be():
    fields = {"running_index": INDEX, "weekly_km": 60, "long_run_km": 20}
    most, small = {"limit": Distance(32_000)}, {"small": Percent(0.4), "week": Distance(50_000)}

    def told(**more):
        return presets.describe("run_plan", **fields, **more)[3].values

    assert told(sessions=5) == {**most, "share": Percent(0.3), **small}
    assert told(sessions=3) == {**most, "share": Percent(0.4)}
    assert told(sessions=5, long_run_share=0.35) == {**most, "share": Percent(0.35)}
