"""Presets: fields in, programs out, and every rule of every preset fires somewhere below."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.sentence import Sentence
from portal.core.units import KG_PER_LB, System
from portal.progression import presets, program, replay
from portal.progression.presets import FieldType, ImpossibleFields
from portal.progression.replay.compiled import compile_program
from tests.progression.athlete import Athlete, as_planned, every_set, fail, last_set
from tests.progression.schemes import (
    BY_EFFORT,
    CYCLE_LB,
    DOUBLE,
    FULL_RUN_PLAN,
    LINEAR,
    RACE_PLAN,
    RUN_PLAN,
    STAGES,
    TOP_SET_TABLE,
    UNDULATING,
    VOLUME_BY_CYCLE,
    VOLUME_LIGHT_HEAVY,
    VOLUME_RAMP,
    WAVE,
)

NEEDED = {
    "linear": {"start_load": 60},
    "double_progression": {"start_load": 20},
    "stages": {"start_load": 80},
    "volume_light_heavy": {"heavy_load": 100},
    "undulating": {"maximum": 140},
    "percentage_cycle": {"training_max": 100},
    "wave": {"maximum": 140},
    "top_set_table": {"training_max": 100},
    "volume_by_cycle": {"training_max": 100},
    "by_effort": {"estimate": 120},
    "volume_ramp": {},
    "run_plan": {"running_index": 45, "weekly_km": 40, "long_run_km": 12},
    "race_plan": {"running_index": 45, "race_km": 10, "weeks": 8, "weekly_km": 40, "long_run_km": 14},
}
NAMES = list(NEEDED)


def the_track(expanded):
    (track,) = expanded["tracks"].values()
    return track


# What a form needs to know.


def test_the_catalogue_offers_every_preset_in_words():
    assert [preset.name for preset in presets.catalogue()] == NAMES
    for preset in presets.catalogue():
        words = [preset.title, preset.about, *(word for field in preset.fields for word in (field.label, field.about))]
        assert all(isinstance(word, Sentence) and str(word) for word in words)
        assert all(str(field.about).endswith(".") for field in preset.fields)


@pytest.mark.parametrize("name", NAMES)
def test_few_fields_are_needed_and_every_default_is_within_its_limits(name):
    preset = presets.preset(name)

    assert {field.name for field in preset.fields if field.is_required} <= NEEDED[name].keys()
    assert all(field.problem(field.default) is None for field in preset.fields if field.default is not None)
    assert preset.field("growth" if name in ("run_plan", "race_plan") else "rounding").is_required is False


def test_people_who_lift_pounds_begin_with_steps_of_pounds():
    increment = presets.preset("linear").field("increment")

    assert increment.default_for(System.METRIC) == 2.5
    assert increment.default_for(System.IMPERIAL) == pytest.approx(5 * KG_PER_LB)
    assert replace(increment, default=5).default_for(System.IMPERIAL) == pytest.approx(10 * KG_PER_LB)
    assert replace(increment, default=1).default_for(System.IMPERIAL) == pytest.approx(2.5 * KG_PER_LB)
    assert replace(increment, default=0.5).default_for(System.IMPERIAL) == pytest.approx(KG_PER_LB)
    assert presets.preset("linear").field("sets").default_for(System.IMPERIAL) == 3
    assert presets.preset("linear").field("start_load").default_for(System.IMPERIAL) is None


# From fields to a program and back.


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_a_valid_program_that_remembers_where_it_came_from(name):
    expanded = presets.expand(name, **NEEDED[name])

    assert program.validate(expanded) == []
    assert program.warnings(expanded) == []
    assert presets.origin(expanded) == (name, expanded["preset"]["fields"])


def test_what_a_plan_adds_is_no_edit_by_hand():
    expanded = presets.expand("linear", start_load=60)
    the_track(expanded).update(exercise="back-squat", equipment={"loads": [60, 80]})

    assert presets.origin(expanded).name == "linear"


@pytest.mark.parametrize(
    "memory", [None, {}, {"name": "linear"}, {"name": "magic", "fields": {}}, {"name": "linear", "fields": {"sets": 0}}]
)
def test_a_program_without_a_true_memory_has_no_origin(memory):
    assert presets.origin({**LINEAR, "preset": memory}) is None


def test_a_rule_edited_by_hand_ends_the_memory():
    expanded = presets.expand("linear", start_load=60)
    the_track(expanded)["work"][0]["sets"] = 5

    assert presets.origin(expanded) is None


@pytest.mark.parametrize(
    ("name", "fields", "wrong"),
    [
        ("linear", {}, "start_load"),
        ("linear", {"start_load": -1}, "start_load"),
        ("linear", {"start_load": "60"}, "start_load"),
        ("linear", {"start_load": True}, "start_load"),
        ("linear", {"start_load": float("nan")}, "start_load"),
        ("linear", {"start_load": 60, "sets": 2.5}, "sets"),
        ("linear", {"start_load": 60, "sets": 0}, "sets"),
        ("linear", {"start_load": 60, "colour": 1}, "colour"),
        ("linear", {"start_load": 60, "long_break_days": 10}, "long_break_days"),
        ("double_progression", {"start_load": 20, "reps_from": 12, "reps_to": 12}, "reps_to"),
        ("percentage_cycle", {}, "training_max"),
        ("percentage_cycle", {"training_max": 90, "maximum": 100}, "training_max"),
        ("percentage_cycle", {"training_max": 90, "light_week": 1}, "light_week"),
        ("top_set_table", {"training_max": 100, "jump_2": 1}, "jump_2"),
        ("top_set_table", {"training_max": 100, "jump_2": 8, "jump_3": 7}, "jump_3"),
        ("by_effort", {"estimate": 100, "effort": 11}, "effort"),
        ("volume_ramp", {"first_sets": 8, "most_sets": 6}, "most_sets"),
        ("run_plan", {"running_index": 45, "weekly_km": 20, "long_run_km": 12, "sessions": 5}, "weekly_km"),
        ("run_plan", {"running_index": 45, "weekly_km": 33.9, "long_run_km": 12, "sessions": 5}, "weekly_km"),
        ("run_plan", {"running_index": 45, "weekly_km": 90, "long_run_km": 35}, "long_run_km"),
        ("run_plan", {"running_index": 45, "weekly_km": 40, "long_run_km": 12, "sessions": 7}, "sessions"),
    ],
)
def test_impossible_fields_are_refused_one_by_one(name, fields, wrong):
    for refused in (presets.expand, presets.describe):
        with pytest.raises(ImpossibleFields) as caught:
            refused(name, **fields)
        assert list(caught.value.problems) == [wrong]


def test_an_unknown_preset_is_refused():
    with pytest.raises(ValueError, match="magic"):
        presets.expand("magic")


def value_of(field):
    if field.type is FieldType.YES_NO:
        return st.booleans()
    if field.type in (FieldType.COUNT, FieldType.DAYS):
        return st.integers(int(field.low), int(field.high))
    return st.floats(field.low, field.high)


@pytest.mark.parametrize("name", NAMES)
def test_any_fields_within_their_limits_make_a_valid_program(name):
    fields = {field.name: st.none() | value_of(field) for field in presets.preset(name).fields}

    @settings(max_examples=40)
    @given(st.fixed_dictionaries(fields))
    def holds(values):
        try:
            expanded = presets.expand(name, **values)
        except ImpossibleFields:
            return
        assert program.validate(expanded) == []
        assert presets.origin(expanded) is not None
        assert all(str(said) for said in presets.describe(name, **values))

    holds()


# What the fields do.


@pytest.mark.parametrize(
    ("load", "increment", "step"),
    [(60, 2.5, 2.5), (60, 5, 2.5), (61, 2.5, 0.5), (20, 2, 2), (20, 1.25, 1.25), (20.1, 1, 0.25)],
)
def test_loads_are_rounded_so_that_start_and_increment_stay_what_they_are(load, increment, step):
    expanded = presets.expand("linear", start_load=load, increment=increment)

    assert the_track(expanded)["round"] == step


def test_pounds_are_rounded_to_pounds():
    linear = presets.expand("linear", start_load=135 * KG_PER_LB, increment=5 * KG_PER_LB)
    cycle = presets.expand("percentage_cycle", maximum=315 * KG_PER_LB, increment=10 * KG_PER_LB)

    assert the_track(linear)["round"] == the_track(cycle)["round"] == 5 * KG_PER_LB
    assert Athlete(linear).lift()[0]["load"] / KG_PER_LB == pytest.approx(135, abs=1e-4)
    assert the_track(cycle)["state"]["tm"] / KG_PER_LB == pytest.approx(285)


def test_the_rounding_may_be_given():
    for name in ("linear", "double_progression", "percentage_cycle", "wave", "stages", "undulating", "by_effort"):
        assert the_track(presets.expand(name, **NEEDED[name], rounding=1))["round"] == 1


def test_a_cycle_may_go_without_open_sets_and_light_week():
    ana = Athlete(presets.expand("percentage_cycle", training_max=100, last_set_open=False, light_week=False))

    weeks = [ana.lift() for _ in range(4)]

    assert not any(group["amrap"] for week in weeks for group in week)
    assert [week[2]["load"] for week in weeks] == [85, 90, 95, 87.5]


def test_without_a_light_week_open_sets_are_open_every_week():
    ana = Athlete(presets.expand("percentage_cycle", training_max=100, light_week=False))

    assert [ana.lift()[2]["amrap"] for _ in range(3)] == [True] * 3


def test_a_lighter_set_of_many_repetitions_is_no_reason_to_add_load():
    ana = Athlete(DOUBLE)

    ana.lift(lambda _: [[15, 12]] * 3)

    assert ana.value("w") == 20


@pytest.mark.parametrize("sessions", range(2, 7))
def test_a_run_week_has_its_runs_and_ends_with_the_lighter_fourth_week(sessions):
    fields = {"running_index": 45, "weekly_km": 60, "long_run_km": 16, "sessions": sessions}
    ana = Athlete(presets.expand("run_plan", **fields), every=1)

    weeks = [[ana.train() for _ in range(sessions)] for _ in range(4)]

    kinds = [{kind for session in week for kind in session} for week in weeks]
    assert all("long" in week for week in kinds)
    long_runs = [next(s["long"][0]["dist"] for s in week if "long" in s) for week in weeks]
    assert long_runs[3] < long_runs[0] <= long_runs[1] <= long_runs[2]
    assert (sessions == 2) or "easy" in kinds[0]


def test_a_week_with_one_fast_run_alternates_intervals_and_threshold():
    ana = Athlete(RUN_PLAN)

    fast = [
        step[1]["steps"][0]["dist"]
        for session in (ana.train() for _ in range(8))
        for step in session.values()
        if len(step) > 1
    ]

    assert fast == [1000, 1500, 1000, 1500]


# Every rule of every preset fires.


def fired(ana):
    return {change.path for change in ana.state.trail if change.path}


def linear_life():
    ana = Athlete(LINEAR)
    for perform, after in ((as_planned, 2), (fail, 2), (fail, 2), (fail, 2), (as_planned, 12), (as_planned, 50)):
        ana.lift(perform, after=after)
    return ana


def double_life():
    ana = Athlete(DOUBLE)
    for perform in (as_planned, last_set(4), *[as_planned] * 4, fail, fail, fail):
        ana.lift(perform)
    return ana


def cycles_life(expanded):
    ana = Athlete(expanded)
    for perform in (*[as_planned] * 4, fail, *[as_planned] * 3):
        ana.lift(perform)
    return ana


def heavy_days_life(expanded):
    ana = Athlete(expanded)
    for heavy in (as_planned, fail, fail):
        for perform in (as_planned, fail, heavy):
            ana.lift(perform)
    return ana


def stages_life(expanded):
    ana = Athlete(expanded)
    for perform in (as_planned, fail, fail, fail):
        ana.lift(perform)
    return ana


def seasons_life(expanded):
    ana = Athlete(expanded, every=7)
    for perform in (*[as_planned] * 2, last_set(3), *[as_planned] * 3, last_set(-2)):
        ana.lift(perform)
    return ana


def efforts_life(expanded):
    ana = Athlete(expanded)
    ana.lift(lambda groups: [[groups[0]["load"], groups[0]["reps"], 9]])
    return ana


def run_life(expanded):
    ana = Athlete(expanded, every=1)
    for _ in expanded["sessions"]:
        ana.train()
    ana.test(index=50)
    ana.test(index=40)
    ana.train(after=20)
    ana.train(after=40)
    return ana


def race_life(expanded):
    ana = run_life(expanded)
    for days in (9, *[1] * 12, 16, *[1] * 12):
        ana.train(after=days)
    return ana


@pytest.mark.parametrize(
    ("live", "expanded"),
    [
        (lambda _: linear_life(), LINEAR),
        (lambda _: double_life(), DOUBLE),
        (cycles_life, CYCLE_LB),
        (cycles_life, presets.expand("percentage_cycle", maximum=100, light_week=False)),
        (cycles_life, WAVE),
        (stages_life, STAGES),
        (heavy_days_life, VOLUME_LIGHT_HEAVY),
        (cycles_life, UNDULATING),
        (cycles_life, TOP_SET_TABLE),
        (seasons_life, VOLUME_BY_CYCLE),
        (efforts_life, BY_EFFORT),
        (cycles_life, VOLUME_RAMP),
        (run_life, RUN_PLAN),
        (run_life, FULL_RUN_PLAN),
        (race_life, RACE_PLAN),
    ],
    ids=[
        "linear",
        "double",
        "cycle",
        "cycle without light week",
        "wave",
        "stages",
        "volume, light, heavy",
        "undulating",
        "top-set table",
        "volume by cycle",
        "by effort",
        "ramp",
        "run plan",
        "full run plan",
        "race plan",
    ],
)
def test_every_rule_fires(live, expanded):
    rules = {rule.path for groups in compile_program(expanded).rules.values() for group in groups for rule in group}

    ana = live(expanded)

    assert rules - fired(ana) == set()
    assert ana.state.problems == ()


def test_a_life_with_a_reset_and_breaks_has_the_loads_it_should():
    ana = linear_life()

    assert ana.value("w") == 47.5
    assert [entry["planned"]["lift"][0]["load"] for entry in ana.log] == [60, 62.5, 62.5, 62.5, 52.5, 45]


def test_a_failed_wave_stays_where_it_is():
    ana = Athlete(WAVE)
    for perform in (*[as_planned] * 4, fail, *[as_planned] * 3):
        ana.lift(perform)

    assert ana.value("rm") == pytest.approx(142.8)
    assert ana.value("bad") == 0


def test_distances_shrink_after_a_long_break_and_grow_again():
    ana = run_life(FULL_RUN_PLAN)

    changes = [(change.name, change.path) for change in ana.state.trail if change.name == "wk"]

    assert changes == [("wk", "on.week_end[0]"), ("wk", "on.gap[1][1]"), ("wk", "on.gap[1][0]")]
    assert ana.value("wk") == pytest.approx(50 * 1.08 * 0.75 * 0.5)
    assert ana.value("km") == pytest.approx(15.4 * 0.75 * 0.5)


@pytest.mark.parametrize(("days", "index"), [(5, 45), (6, 44.865), (17, 43.38), (72, 36), (400, 36)])
def test_paces_follow_the_published_line_after_a_break(days, index):
    ana = Athlete(RUN_PLAN)
    ana.train()

    rendering = replay.rendering_from(ana.state, on=ana.on + timedelta(days=days))

    assert rendering.names["long"]["v"] == pytest.approx(index)


def test_the_index_and_the_distances_have_a_floor():
    ana = Athlete(presets.expand("run_plan", running_index=20, weekly_km=15, long_run_km=4, sessions=2))
    for _ in range(9):
        ana.train(after=60)

    names = replay.rendering_from(ana.state, on=ana.on + timedelta(days=60)).names["long"]

    assert [names[name] for name in ("v", "wk", "km")] == [15, 10, 3]


def test_a_run_week_may_be_as_short_as_its_runs_and_the_long_run_as_long_as_its_limit():
    assert presets.expand("run_plan", running_index=45, weekly_km=34, long_run_km=12, sessions=5)
    assert presets.expand("run_plan", running_index=45, weekly_km=80, long_run_km=32, sessions=3)


def test_growth_ends_at_its_limit():
    fields = {"running_index": 45, "weekly_km": 40, "long_run_km": 16, "sessions": 2}
    expanded = presets.expand("run_plan", **fields, growth_limit=1.1, long_run_limit_km=17, long_run_share=0.5)
    slots = replay.slots_on(start=Athlete(expanded).on, training_days=[0, 3], count=16)

    last = replay.preview(program=expanded, log=[], slots=slots)[-1]

    assert last.variables[""]["wk"] == pytest.approx(44)
    assert last.variables[""]["km"] == pytest.approx(17)


def test_heavy_days_alone_decide_about_the_load():
    ana = heavy_days_life(VOLUME_LIGHT_HEAVY)

    heavy = [entry["planned"]["lift"][0]["load"] for entry in ana.log[2::3]]

    assert heavy == [150, 152.5, 152.5]
    assert ana.value("w") == 145


def test_stages_keep_the_load_and_begin_again_lighter():
    ana = stages_life(STAGES)

    assert [(ana.value("stage"), ana.value("w"))] == [(1, 70)]


def test_the_top_set_has_sets_before_and_after_it():
    ana = Athlete(presets.expand("top_set_table", training_max=100))

    groups = ana.lift()

    assert [group["reps"] for group in groups] == [5, 3, 1, 3, 3, 3, 5, 5, 5]
    assert [group["load"] for group in groups] == [75, 85, 95, 90, 85, 80, 75, 70, 65]
    assert [group["amrap"] for group in groups].index(True) == 2


@pytest.mark.parametrize(("reps", "more"), [(0, 0), (1, 0), (2, 2.5), (3, 2.5), (4, 5), (5, 5), (6, 7.5), (20, 7.5)])
def test_the_table_of_the_top_set(reps, more):
    ana = Athlete(presets.expand("top_set_table", training_max=100, other_sets=False))

    ana.lift(every_set(reps))

    assert ana.value("tm") == 100 + more


def test_a_season_goes_from_many_repetitions_to_few_and_begins_again():
    ana = Athlete(presets.expand("volume_by_cycle", training_max=100), every=7)

    weeks = [ana.lift()[0] for _ in range(20)]

    assert [week["reps"] for week in weeks[2::4]] == [10, 8, 5, 3, 10]
    assert [week["load"] for week in weeks[2::4]] == [75, 80, 85, 90, 75]
    assert [week["amrap"] for week in weeks[:4]] == [False, False, True, False]
    assert [(week["sets"], week["load"]) for week in weeks[:4]] == [(5, 60), (3, 67.5), (1, 75), (3, 50)]


@pytest.mark.parametrize(("extra", "training_max"), [(0, 100), (1, 102.5), (10, 125), (30, 125), (-2, 85.5), (-9, 80)])
def test_the_open_set_moves_the_training_max(extra, training_max):
    ana = Athlete(presets.expand("volume_by_cycle", training_max=100), every=7)

    for perform in (as_planned, as_planned, last_set(extra)):
        ana.lift(perform)

    assert ana.value("tm") == pytest.approx(training_max)


def test_falling_short_with_more_than_was_asked_pays_nothing():
    ana = Athlete(presets.expand("volume_by_cycle", training_max=100), every=7)

    for perform in (as_planned, as_planned, lambda _: [[100, 8]]):
        ana.lift(perform)

    assert ana.value("tm") == 100


def test_one_session_a_cycle_has_the_open_set_on_however_many_days_a_lift_is_trained():
    lift = the_track(presets.expand("volume_by_cycle", training_max=100))
    ana = Athlete({"weeks": 4, "sessions": [{"tracks": ["lift"]}] * 2, "tracks": {"lift": lift}})

    sessions = [ana.lift(last_set(4) if number == 4 else as_planned)[0] for number in range(8)]

    assert [session["amrap"] for session in sessions] == [False] * 4 + [True] + [False] * 3
    assert [session["sets"] for session in sessions[4:]] == [1, 3, 3, 3]
    assert ana.value("tm") == 110


def test_a_lift_asks_about_its_own_sessions_of_the_week():
    other = {"state": {}, "work": [{"sets": 1, "reps": 5}]}
    days = [["lift"], ["other"], ["lift"], ["lift"], ["other"]]
    program_ = {"sessions": [{"tracks": names} for names in days], "missed": "skip"}
    ana = Athlete({**program_, "tracks": {"lift": the_track(UNDULATING), "other": other}}, every=1)

    for names in days:
        ana.train() if "lift" in names else ana.miss()

    assert ana.value("rm") == 141


def test_without_an_effort_the_estimate_stays():
    ana = Athlete(BY_EFFORT)

    ana.lift()

    assert ana.value("e1") == 180


def test_one_session_moves_the_estimate_only_so_far():
    ana = Athlete(presets.expand("by_effort", estimate=100, weight=1, guard=0.05, back_off_sets=0))

    ana.lift(lambda _: [[150, 5, 8]])

    assert ana.value("e1") == pytest.approx(105)


def test_a_week_of_one_session_in_three_adds_nothing():
    ana = Athlete({**UNDULATING, "missed": "skip"})

    ana.lift()
    ana.miss()
    ana.miss()

    assert ana.value("rm") == 140


def test_a_ramp_without_a_load_is_done_at_body_weight():
    ana = Athlete(presets.expand("volume_ramp", first_sets=5, most_sets=8), every=7)

    weeks = [ana.lift()[0] for _ in range(6)]

    assert [week["sets"] for week in weeks] == [5, 7, 8, 8, 3, 5]
    assert {week["load"] for week in weeks} == {None}


def test_a_lift_counts_its_own_sessions_of_the_week():
    lift = the_track(UNDULATING)
    other = {"state": {}, "work": [{"sets": 1, "reps": "turn"}]}
    tracks = [["run"], ["lift"], ["run", "lift"], ["lift"]]
    ana = Athlete(
        {"sessions": [{"tracks": names} for names in tracks], "tracks": {"lift": lift, "run": other}, "missed": "skip"}
    )

    week = [ana.train() for _ in range(4)]

    assert [session["lift"][0]["reps"] for session in week if "lift" in session] == [8, 3, 5]
    assert [session["run"][0]["reps"] for session in week if "run" in session] == [1, 2]
