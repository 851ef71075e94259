from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.units import Distance, Percent
from portal.science.raceplan import long_run_limit_km, race_plan, repair_after_gap
from portal.science.raceplan.weeks import RACES
from portal.science.running import detraining_factor

START = date(2025, 1, 6)
ROUNDING = 0.11  # two figures of one decimal each
GUARD_WEEKS = 4


def plan(race="m", weeks=16, weekly_km=40, longest_run_km=16, easy_pace_s_per_km=350, **fields):
    return race_plan(
        race=race,
        start_date=START,
        race_date=START + timedelta(days=7 * weeks - 1),
        weekly_km=weekly_km,
        longest_run_km=longest_run_km,
        easy_pace_s_per_km=easy_pace_s_per_km,
        **fields,
    )


@st.composite
def plans(draw):
    weekly_km = draw(st.floats(10, 90))
    longest = draw(st.floats(0.2, 0.45)) * weekly_km
    asked = {
        "race": draw(st.sampled_from(sorted(RACES))),
        "weeks": draw(st.integers(1, 30)),
        "weekly_km": weekly_km,
        "longest_run_km": longest,
        "easy_pace_s_per_km": draw(st.floats(230, 480)),
    }
    return asked, plan(**asked)


def loading(made):
    return [week for week in made.weeks if week.phase != "taper"]


def test_the_golden_marathon():
    weeks = plan().weeks

    assert [week.km for week in weeks] == [
        *(40, 43.2, 46.7, 35.0, 50.4, 54.4, 58.8, 44.1),
        *(63.5, 68.6, 74.0, 55.5, 80, 80, 60, 36),
    ]
    assert [week.phase for week in weeks] == ["base"] * 6 + ["build"] * 5 + ["peak"] * 3 + ["taper"] * 2
    assert [week.number for week in weeks if week.cutback] == [4, 8, 12]


def test_a_hasty_marathon_says_that_the_longest_run_is_short():
    shortfall, _ = plan(weeks=8, weekly_km=30, longest_run_km=12, easy_pace_s_per_km=380).warnings

    assert shortfall.values == {"reached": Distance(16300), "needed": Distance(26000)}
    assert "later race" in str(shortfall)


def test_a_long_run_that_is_much_of_the_week_is_mentioned():
    assert [warning.values for warning in plan().warnings] == [{"share": Percent(0.35)}]
    assert plan(weekly_km=60).warnings == ()


@pytest.mark.parametrize(("race", "weeks"), [("5k", 1), ("m", 1), ("m", 2), ("hm", 2)])
def test_a_race_that_is_too_near_is_only_tapered_for_and_says_so(race, weeks):
    made = plan(race=race, weeks=weeks)

    assert [week.phase for week in made.weeks] == ["taper"] * weeks
    assert [week.km for week in made.weeks] == [round(40 * share, 1) for share in RACES[race].taper[-weeks:]]
    assert made.weeks[-1].long_run_km == 0
    assert [str(warning) for warning in made.warnings] == [
        "There is no time left to build: this plan only tapers. Choose a later race to train for it."
    ]


@given(made=plans())
def test_loading_weeks_grow_by_eight_percent_at_most(made):
    steady = [week.km for week in loading(made[1]) if not week.cutback]

    assert all(after <= before * 1.08 + ROUNDING for before, after in pairwise(steady))


@given(made=plans())
def test_no_long_run_exceeds_the_longest_of_thirty_days_by_more_than_a_tenth(made):
    asked, weeks = made[0], made[1].weeks

    for week in weeks:
        recent = [w.long_run_km for w in weeks if 0 < week.number - w.number <= GUARD_WEEKS]
        known = max([*recent, asked["longest_run_km"]] if week.number <= GUARD_WEEKS else recent)
        assert week.long_run_km <= known * 1.10 + ROUNDING


@given(made=plans())
def test_long_runs_keep_within_their_caps(made):
    asked, weeks = made[0], made[1].weeks
    rules = RACES[asked["race"]]

    for week in weeks:
        assert week.long_run_km <= week.km * 0.40 + ROUNDING
        assert week.long_run_km <= rules.longest_km
        assert week.long_run_km * asked["easy_pace_s_per_km"] <= (rules.longest_min + 1) * 60


@given(made=plans())
def test_every_plan_ends_in_its_taper_without_a_long_run_in_race_week(made):
    asked, weeks = made[0], made[1].weeks
    taper = [week for week in weeks if week.phase == "taper"]

    assert [week.number for week in weeks] == list(range(1, asked["weeks"] + 1))
    assert len(taper) == min(len(RACES[asked["race"]].taper), asked["weeks"])
    assert weeks[-1].long_run_km == 0
    assert max(week.km for week in weeks) <= asked["weekly_km"] * RACES[asked["race"]].peak_ratio + ROUNDING


@given(made=plans())
def test_phases_follow_one_another_and_peak_weeks_are_never_left_out(made):
    phases = [week.phase for week in made[1].weeks]

    assert phases == sorted(phases, key=["base", "build", "peak", "taper"].index)
    assert ("peak" in phases) == (len(loading(made[1])) >= 4)


@given(made=plans())
def test_the_last_two_loading_weeks_are_never_cut_back(made):
    assert not any(week.cutback for week in loading(made[1])[-2:])


def test_a_run_longer_than_the_plan_allows_is_not_repeated():
    first = plan(weekly_km=20, longest_run_km=30).weeks[0]

    assert (first.km, first.long_run_km) == (20, 8)


def test_fields_of_the_trainer_are_heeded():
    made = plan(target_weekly_km=50, cutback_every=3, cutback_factor=0.6, growth=1.05, longest_run_min=90)

    assert max(week.km for week in made.weeks) == 50
    assert [week.number for week in made.weeks if week.cutback] == [3, 6, 9, 12]
    assert made.weeks[1].km == 42
    assert made.weeks[2].km == round(42 * 0.6, 1)
    assert max(week.long_run_km for week in made.weeks) <= round(90 * 60 / 350, 1)


def test_a_target_below_the_current_week_is_kept_from_the_start():
    assert {week.km for week in loading(plan(target_weekly_km=30)) if not week.cutback} == {30}


@pytest.mark.parametrize(
    "wrong",
    [
        {"race": "ultra"},
        {"weeks": 0},
        {"weeks": 105},
        {"weekly_km": 0},
        {"longest_run_km": 0},
        {"easy_pace_s_per_km": 0},
        {"target_weekly_km": -5},
        {"growth": 0.9},
        {"growth": 3},
        {"long_run_growth": float("nan")},
        {"cutback_every": 1},
        {"cutback_factor": 0},
        {"cutback_factor": 1.2},
        {"longest_run_min": 0},
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        plan(**wrong)


def test_the_year_9999_is_refused_at_once():
    with pytest.raises(ValueError, match="race_date"):
        race_plan(
            race="m",
            start_date=START,
            race_date=date(9999, 12, 31),
            weekly_km=40,
            longest_run_km=16,
            easy_pace_s_per_km=350,
        )


@pytest.mark.parametrize(
    ("days", "action"),
    [
        (0, "drop"),
        (3, "drop"),
        (4, "cutback"),
        (7, "cutback"),
        (8, "repeat"),
        (14, "repeat"),
        (15, "rebuild"),
        (28, "rebuild"),
        (29, "restart"),
        (400, "restart"),
    ],
)
def test_the_action_follows_from_the_days_off(days, action):
    assert repair_after_gap(missed_days=days, weeks_left=20).action == action


@pytest.mark.parametrize(
    ("days", "factors"),
    [
        (3, ()),
        (7, ()),
        (10, (0.75, 0.90)),
        (28, (0.50, 0.50, 0.75, 0.75)),
        (20, (0.50, (3 * 0.50 + 4 * 0.75) / 7, (6 * 0.75 + 1) / 7)),
        (42, (0.33, 0.33, 0.50, 0.50, 0.75, 0.75)),
        (57, (0.33, 0.33, 0.33, 0.50, 0.50, 0.50, 0.70, 0.70, 0.70, 0.85, 0.85, 0.85)),
    ],
)
def test_the_load_comes_back_in_steps(days, factors):
    assert repair_after_gap(missed_days=days, weeks_left=20).load_factors == pytest.approx(factors)


@given(days=st.integers(0, 1000), weeks=st.integers(0, 60))
def test_every_return_is_gradual_and_costs_what_the_break_costs(days, weeks):
    repair = repair_after_gap(missed_days=days, weeks_left=weeks)

    assert list(repair.load_factors) == sorted(repair.load_factors)
    assert all(0.3 < factor <= 1 for factor in repair.load_factors)
    assert repair.index_factor == detraining_factor(days_off=days)


@pytest.mark.parametrize(
    ("days", "weeks", "rejoin"), [(3, 0, True), (14, 1, True), (20, 4, False), (20, 5, True), (29, 50, False)]
)
def test_the_goal_stands_while_there_is_time_to_rejoin(days, weeks, rejoin):
    assert repair_after_gap(missed_days=days, weeks_left=weeks).rejoin is rejoin


@pytest.mark.parametrize("wrong", [{"missed_days": -1}, {"weeks_left": -1}, {"taper_weeks": -1}])
def test_a_gap_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="negative"):
        repair_after_gap(**{"missed_days": 5, "weeks_left": 8, **wrong})


@given(longest=st.floats(1, 60))
def test_the_next_long_run_may_be_a_tenth_longer(longest):
    assert long_run_limit_km(longest_30_days_km=longest) == pytest.approx(1.1 * longest)


def test_without_a_run_in_thirty_days_there_is_no_limit_to_tell():
    with pytest.raises(ValueError, match="positive"):
        long_run_limit_km(longest_30_days_km=0)
