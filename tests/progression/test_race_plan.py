"""A race plan keeps what it promises: its guards, its taper, and what it does after a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.progression import presets, program, replay
from portal.science.raceplan import race_plan
from portal.training.rules.logs import planned_metres
from tests.progression.athlete import Athlete

MONDAY = date(2024, 1, 1)
FIELDS = {"running_index": 45, "race_km": 42.195, "weeks": 16, "weekly_km": 40, "long_run_km": 16, "sessions": 4}


def may_begin(fields):
    try:
        return not presets.unfit_start("race_plan", **fields)
    except presets.ImpossibleFields:
        return False


def steps_of(fields, outcome="done"):
    expanded = presets.expand("race_plan", **fields)
    runs = len(expanded["sessions"])
    days = [day * 7 // runs for day in range(runs)]
    slots = replay.slots_on(start=MONDAY, training_days=days, count=fields["weeks"] * runs)
    return replay.preview(program=expanded, log=[], slots=slots, outcome=outcome)


def weeks_of(fields, outcome="done"):
    """Return the runs of each week in kilometres, by kind."""
    steps = steps_of(fields, outcome)
    runs = fields["sessions"]
    ran = [
        [(kind.rstrip("23"), planned_metres(work) / 1000) for kind, work in step.prescription.items()] for step in steps
    ]
    return [[run for session in ran[week * runs :][:runs] for run in session] for week in range(fields["weeks"])]


def training(week):
    return [km for kind, km in week if kind != "race"]


def test_the_weeks_are_those_of_the_science():
    table = race_plan(
        race="m",
        start_date=MONDAY,
        race_date=MONDAY + timedelta(days=111),
        weekly_km=40,
        longest_run_km=16,
        easy_pace_s_per_km=350,
    )

    weeks = weeks_of(FIELDS)

    assert [sum(training(week)) for week in weeks] == pytest.approx([week.km for week in table.weeks], abs=1.2)
    long_runs = [next((km for kind, km in week if kind == "long"), 0) for week in weeks]
    assert long_runs == pytest.approx([week.long_run_km for week in table.weeks], abs=0.8)


def test_the_last_session_is_the_race_and_nothing_else():
    (last,) = steps_of(FIELDS)[-1].prescription.items()

    assert last[0] == "race"
    assert last[1][0]["dist"] == 42_195


@pytest.mark.parametrize("race_at", [1, 2, 3, 4])
def test_the_race_takes_the_place_of_its_days_run(race_at):
    fields = {**FIELDS, "race_at": race_at, "long_at": 4}

    weeks = weeks_of(fields)

    assert [kind for kind, _ in weeks[-1]].count("race") == 1
    assert all(len(week) == 4 for week in weeks)
    assert not any(kind in ("race", "long") for week in weeks[:-1] for kind, _ in week if kind == "race")


@settings(max_examples=80)
@given(
    st.sampled_from([5, 10, 21.0975, 42.195]),
    st.integers(1, 26),
    st.integers(2, 6),
    st.floats(12, 140),
    st.floats(0.18, 0.6),
    st.integers(30, 70),
)
def test_no_run_is_more_than_a_tenth_over_the_longest_of_the_weeks_before(race, weeks, runs, weekly_km, share, index):
    fields = {"running_index": index, "race_km": race, "weeks": weeks, "weekly_km": weekly_km, "sessions": runs}
    fields["long_run_km"] = max(weekly_km * share, 3)
    assume(may_begin(fields))

    longest = [fields["long_run_km"]] * 4
    for week in weeks_of(fields):
        assert max(training(week)) <= 1.1 * max(longest[-4:]) + 0.6
        longest.append(max(training(week)))
    assert program.validate(presets.expand("race_plan", **fields)) == []


@given(st.lists(st.sampled_from(["done", "missed", "failed"]), min_size=64, max_size=64))
@settings(max_examples=40)
def test_a_long_run_never_outgrows_what_was_done(outcomes):
    steps = steps_of(FIELDS, outcomes)

    longest = 16.0
    for step, outcome in zip(steps, outcomes, strict=True):
        if "long" in step.prescription:
            km = planned_metres(step.prescription["long"]) / 1000
            assert km <= 1.1 * longest + 0.75
            longest = max(longest, km) if outcome == "done" else longest


def test_every_fourth_week_is_lighter_and_the_taper_grows_shorter():
    far = [sum(training(week)) for week in weeks_of(FIELDS)]

    assert far[3] < 0.8 * far[2]
    assert far[7] < 0.8 * far[6]
    assert far[13] > far[14] > far[15]


def test_a_longer_plan_is_no_less_ready():
    longest = [
        max(km for week in weeks_of({**FIELDS, "weeks": weeks}) for km in training(week)) for weeks in (6, 12, 20)
    ]

    assert longest == sorted(longest)


@pytest.mark.parametrize(("days", "part"), [(3, 1), (7, 1), (8, 0.75), (14, 0.75), (15, 0.5), (28, 0.5), (29, 0.33)])
def test_after_a_gap_the_distances_are_shorter_and_come_back(days, part):
    ana = Athlete(presets.expand("race_plan", **FIELDS), every=2)
    for _ in range(4):
        ana.train()

    ana.train(after=days)

    assert ana.value("part") == part
    for _ in range(20):
        ana.train()
    assert ana.value("part") == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"weekly_km": 80}, "weekly_km"),
        ({"long_run_km": 45}, "long_run_km"),
        ({"weekly_km": 15, "long_run_km": 5, "sessions": 6}, "weekly_km"),
        ({"weekly_km": 10, "long_run_km": 5, "sessions": 2}, "long_run_km"),
        ({"long_at": 5}, "long_at"),
        ({"race_at": 6}, "race_at"),
    ],
)
def test_a_start_that_cannot_be_is_refused_at_its_field(fields, wrong):
    try:
        problems = presets.unfit_start("race_plan", **{**FIELDS, **fields})
    except presets.ImpossibleFields as refused:
        problems = refused.problems

    assert list(problems) == [wrong]
