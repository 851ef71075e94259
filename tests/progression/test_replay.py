"""What each kind of log entry does."""

from datetime import date

import pytest

from portal.progression import presets, replay
from tests.progression.athlete import START, Athlete, as_planned, every_set, fail
from tests.progression.schemes import CYCLE_LB, LINEAR, RUN_PLAN, STAGES, THREE_DAYS, UNDULATING, one_track

SKIPPING = {**UNDULATING, "missed": "skip"}


def day(number):
    return f"2025-01-{number:02}"


def replayed(program, *entries):
    return replay.replay(program=program, log=[{"id": str(n), "seq": n, **entry} for n, entry in enumerate(entries)])


def bench(**track):
    return one_track({"state": {"w": 60}, "work": [{"sets": 3, "reps": 5, "load": "w"}], **track})


# What was shown is what counts.


def test_a_state_goes_on_by_one_entry_and_stays_what_it_was():
    state = replayed(LINEAR)

    after = replay.applied(state, {"id": "s", "date": day(6), "type": "set", "track": "lift", "values": {"w": 80}})

    assert (state.variables["lift"]["w"], after.variables["lift"]["w"]) == (60, 80)


def test_success_is_judged_against_what_the_athlete_saw():
    shown = [{"sets": 1, "reps": 5, "load": 40, "exact_load": 40, "amrap": False, "rpe": None}]

    state = replayed(LINEAR, {"type": "done", "date": day(6), "planned": {"lift": shown}, "done": {"lift": [[40, 5]]}})

    assert state.variables["lift"]["ok_run"] == 1


def test_without_a_kept_prescription_it_is_computed_again():
    state = replayed(LINEAR, {"type": "done", "date": day(6), "done": {"lift": [[60, 5]] * 3}})

    assert state.variables["lift"]["w"] == 62.5


def test_correcting_an_old_entry_changes_no_later_verdict():
    ana = Athlete(LINEAR)
    for _ in range(4):
        ana.lift()

    ana.log[0]["done"]["lift"][2][1] -= 1

    assert ana.state.variables["lift"]["w"] == 67.5
    assert ana.state.variables["lift"]["ok_run"] == 3


def test_a_track_that_was_not_trained_is_left_alone():
    program = one_track(LINEAR["tracks"]["lift"])
    program["tracks"]["y"] = LINEAR["tracks"]["lift"]
    program["sessions"] = [{"tracks": ["x", "y"]}]

    state = replayed(program, {"type": "done", "date": day(6), "done": {"x": [[60, 5]] * 3}})

    assert (state.variables["x"]["w"], state.variables["y"]["w"]) == (62.5, 60)
    assert state.position.pos == 1


# How the log is read.


def test_entries_count_by_date_then_sequence_then_id():
    program = bench()
    entries = [
        {"id": "b", "seq": 1, "date": day(6), "type": "set", "track": "x", "values": {"w": 3}},
        {"id": "a", "seq": 1, "date": day(6), "type": "set", "track": "x", "values": {"w": 2}},
        {"id": "z", "seq": 0, "date": day(6), "type": "set", "track": "x", "values": {"w": 1}},
        {"id": "0", "seq": 9, "date": day(5), "type": "set", "track": "x", "values": {"w": 4}},
    ]

    state = replay.replay(program=program, log=entries)

    assert [change.after for change in state.trail] == [4, 1, 2, 3]


def test_a_repeated_id_counts_once():
    entry = {"id": "a", "date": day(6), "type": "done", "done": {"lift": [[60, 5]] * 3}}

    state = replay.replay(program=LINEAR, log=[entry, dict(entry)])

    assert state.position.pos == 1
    assert state.ignored == ("a",)


def test_entries_without_an_id_all_count():
    entry = {"date": day(6), "type": "done", "done": {"lift": [[60, 5]] * 3}}

    assert replay.replay(program=LINEAR, log=[entry, entry]).position.pos == 2


def test_a_done_for_a_slot_voids_the_miss_of_that_slot_however_late_it_comes():
    missed = {"id": "m", "date": day(6), "type": "missed", "slot": 0}
    late = {"id": "d", "date": day(7), "type": "done", "slot": 0, "done": {"x": [[97.5, 8]] * 4}}

    state = replay.replay(program=SKIPPING, log=[missed, late])

    assert state.position.pos == 1
    assert state.ignored == ("m",)


def test_a_slot_is_done_once():
    log = [
        {"id": name, "date": day(6), "type": "done", "slot": 0, "done": {"lift": [[60, 5]] * 3}} for name in ("a", "b")
    ]

    state = replay.replay(program=LINEAR, log=log)

    assert state.variables["lift"]["w"] == 62.5
    assert state.ignored == ("b",)


def test_entries_of_later_days_wait():
    log = [{"id": "s", "date": day(10), "type": "set", "track": "lift", "values": {"w": 100}}]

    state = replay.replay(program=LINEAR, log=log, until=date(2025, 1, 9))

    assert state.variables["lift"]["w"] == 60
    assert replay.replay(program=LINEAR, log=log, until=date(2025, 1, 10)).variables["lift"]["w"] == 100
    assert replay.prescribe_from(state, on=date(2025, 1, 9))["lift"][0]["load"] == 60
    assert replay.prescribe_from(state, on=date(2025, 1, 10))["lift"][0]["load"] == 100
    assert state.variables["lift"]["w"] == 60
    assert replay.prescribe(program=LINEAR, log=log, on=date(2025, 1, 9))["lift"][0]["load"] == 60


def test_an_unknown_kind_of_entry_changes_nothing_and_is_noted():
    state = replayed(LINEAR, {"type": "telepathy", "date": day(6)})

    assert state.position.pos == 0
    assert [(problem.path, problem.entry_id) for problem in state.problems] == [("type", "0")]


# Missed, excused, partial, flagged.


def test_a_missed_session_waits_under_shift():
    ana = Athlete(UNDULATING)
    ana.lift()

    ana.miss()

    assert ana.state.position.day == 2


def test_the_calendar_moves_on_under_skip():
    ana = Athlete(SKIPPING)
    ana.lift()

    ana.miss()

    assert ana.state.position.day == 3


@pytest.mark.parametrize(("program", "misses", "after"), [(UNDULATING, 1, 141), (UNDULATING, 2, 140)])
def test_a_miss_lowers_the_share_of_the_week_under_shift(program, misses, after):
    ana = Athlete(program)
    for _ in range(misses):
        ana.miss()

    for _ in range(3):
        ana.lift()

    assert ana.value("rm") == after


@pytest.mark.parametrize(("misses", "after"), [(1, 141), (2, 140)])
def test_a_miss_lowers_the_share_of_the_week_under_skip(misses, after):
    ana = Athlete(SKIPPING)
    for _ in range(3 - misses):
        ana.lift()

    for _ in range(misses):
        ana.miss()

    assert ana.state.position.week == 1
    assert ana.state.position.cycle == 2
    assert ana.value("rm") == after


@pytest.mark.parametrize(("program", "moves_to"), [(UNDULATING, 1), (SKIPPING, 2)])
def test_an_excused_session_is_neither_missed_nor_counted(program, moves_to):
    ana = Athlete(program)

    ana.add(type="excused", date=START.isoformat(), slot=0)

    assert ana.state.position.day == moves_to
    for _ in range(4 - moves_to):
        ana.lift()
    assert ana.value("rm") == 141


def test_missed_rules_fire_for_the_tracks_of_the_session():
    program = bench(on={"missed": [{"set": {"w": "w-5"}}]})

    assert replayed(program, {"type": "missed", "date": day(6)}).variables["x"]["w"] == 55


ENDURANCE = one_track(
    {"state": {"n": 0}, "steps": [{"dist": 1000}], "on": {"done": [{"if": "ok", "set": {"n": "n+1"}}]}}
)


@pytest.mark.parametrize("policy", ["shift", "skip"])
@pytest.mark.parametrize(
    ("ratio", "ok_run", "fail_run", "counted"),
    [(0.9, 2, 0, 2), (0.89, 1, 0, 1), (0.5, 1, 0, 1), (0.49, 0, 1, 1), (1.3, 2, 0, 2)],
)
def test_partial_endurance_work_is_neither_success_nor_failure(policy, ratio, ok_run, fail_run, counted):
    ana = Athlete({**ENDURANCE, "missed": policy})
    ana.run(1)

    ana.run(ratio)

    values = ana.state.variables["x"]
    assert (values["ok_run"], values["fail_run"], values["n"]) == (ok_run, fail_run, counted)
    assert ana.state.position.pos == 2


def test_partial_work_does_not_end_a_run_of_failures():
    ana = Athlete(ENDURANCE)

    for ratio in (0.4, 0.7, 0.4):
        ana.run(ratio)

    assert ana.value("fail_run") == 2


@pytest.mark.parametrize("policy", ["shift", "skip"])
@pytest.mark.parametrize("flag", ["ill", "injured", "equipment"])
def test_failures_of_a_flagged_session_do_not_count(flag, policy):
    ana = Athlete({**LINEAR, "missed": policy})
    ana.lift(fail)
    ana.lift(fail)

    ana.lift(fail, flags=[flag])

    assert ana.value("fail_run") == 2
    assert ana.value("w") == 60
    assert ana.state.position.pos == 3


def test_a_flagged_failure_fires_no_rule_that_else_would():
    ana = Athlete(STAGES)

    ana.lift(fail, flags=["equipment"])

    assert ana.value("stage") == 1


def test_success_counts_although_the_session_was_flagged():
    ana = Athlete(LINEAR)

    ana.lift(flags=["ill"])

    assert ana.value("w") == 62.5


def test_other_flags_excuse_nothing():
    ana = Athlete(LINEAR)

    ana.lift(fail, flags=["tired"])

    assert ana.value("fail_run") == 1


def test_a_flagged_run_cut_short_does_not_count_either():
    ana = Athlete(ENDURANCE)
    ana.run(1)

    ana.run(0.2, flags=["ill"])

    assert (ana.value("ok_run"), ana.value("fail_run")) == (1, 0)


@pytest.mark.parametrize(
    "done", [[[60, 5], [60, 5]], [[60, 5], [60, 5], [60, 4]], [[60, 5], [60, 5], [57.5, 5]], []], ids=str
)
def test_missing_sets_repetitions_or_load_are_a_failure(done):
    ana = Athlete(LINEAR)

    ana.lift(lambda _: done)

    assert ana.value("fail_run") == 1


# Gaps.


def test_a_gap_runs_on_a_copy_when_shown_and_for_real_when_trained():
    ana = Athlete(LINEAR)
    ana.lift()
    ana.lift()

    shown = replay.prescribe(program=LINEAR, log=ana.log, on=date(2025, 3, 30))

    assert shown["lift"][0]["load"] == 52.5
    assert ana.value("w") == 65
    ana.lift(after=81)
    assert ana.value("w") == 55


def test_a_break_of_the_plan_counts_from_any_session_a_tracks_from_its_own():
    gaps = {"state": {"days_off": 0}, "steps": [{"dist": 1000}], "on": {"gap": [{"set": {"days_off": "days"}}]}}
    program = {
        "shared": {"pause": 0},
        "on": {"gap": [{"set": {"pause": "days"}}]},
        "sessions": [{"tracks": ["a"]}, {"tracks": ["b"]}],
        "tracks": {"a": gaps, "b": gaps},
    }
    ana = Athlete(program, every=3)

    for _ in range(3):
        ana.run(1)

    assert ana.value("pause") == 3
    assert ana.state.variables["a"]["days_off"] == 6
    assert ana.state.variables["b"]["days_off"] == 0


# Weeks and cycles.


def test_the_week_ends_before_the_cycle_and_the_plan_goes_before_its_tracks():
    order = [{"set": {"n": "n+1"}}]
    program = {
        "shared": {"n": 0},
        "on": {"week_end": order, "cycle_end": order},
        "sessions": [{"tracks": ["b"]}],
        "weeks": 2,
        "tracks": {
            name: {"state": {}, "steps": [{"dist": 1000}], "on": {"week_end": order, "cycle_end": order}}
            for name in ("b", "a")
        },
    }

    state = replayed(program, *({"type": "done", "date": day(6 + n), "done": {"b": {"ratio": 1}}} for n in range(2)))

    assert [change.path for change in state.trail] == [
        *("on.week_end[0]", "tracks.b.on.week_end[0]", "tracks.a.on.week_end[0]"),
        *("on.week_end[0]", "tracks.b.on.week_end[0]", "tracks.a.on.week_end[0]"),
        *("on.cycle_end[0]", "tracks.b.on.cycle_end[0]", "tracks.a.on.cycle_end[0]"),
    ]
    assert state.position == (2, 1, 1, 2)


def of_week(name, **track):
    """Return a track that keeps the share of its week that was done."""
    return {name: {"state": {"own": 0}, "on": {"week_end": [{"set": {"own": "week_ratio"}}]}, **track}}


LIFT_AND_RUN = {
    "shared": {"km": 10, "kept": 0},
    "on": {"week_end": [{"set": {"kept": "week_ratio"}}]},
    "sessions": [{"tracks": ["lift", "run"]}, {"tracks": ["lift"]}],
    "tracks": {
        **of_week("lift", work=[{"sets": 2, "reps": 5, "load": 60}]),
        "run": {"state": {}, "steps": [{"dist": "km*1000"}]},
    },
}
LIFTED, NOT_LIFTED = [[60, 5], [60, 5]], []


@pytest.mark.parametrize(
    ("first", "second", "of_lift", "of_plan"),
    [
        ({"lift": LIFTED, "run": {"ratio": 1}}, {"lift": LIFTED}, 1, 1),
        ({"lift": NOT_LIFTED, "run": {"ratio": 1}}, {"lift": LIFTED}, 0.5, 1),
        ({"lift": LIFTED, "run": {"ratio": 0}}, {"lift": LIFTED}, 1, 0),
        ({"lift": LIFTED, "run": {"ratio": 0.4}}, {"lift": NOT_LIFTED}, 0.5, 0),
        ({"lift": [None, [60, 3]], "run": {"ratio": 0.5}}, {"lift": [None, None]}, 0.5, 1),
    ],
)
def test_what_was_left_out_of_a_session_does_not_count_for_the_week(first, second, of_lift, of_plan):
    """A log names all that was planned; the plan's own rules ask only for sessions with what is shared."""
    log = ({"type": "done", "date": day(6 + n), "done": done} for n, done in enumerate((first, second)))

    state = replayed(LIFT_AND_RUN, *log)

    assert (state.variables["lift"]["own"], state.variables[""]["kept"]) == (of_lift, of_plan)


def test_a_break_lasts_until_the_lift_itself_is_trained():
    gap = {"gap": [{"if": "days>=14", "set": {"w": "w*0.9"}}]}
    lift = {"state": {"w": 100}, "work": [{"sets": 1, "reps": 5, "load": "w"}], "on": gap}
    program = {"sessions": [{"tracks": ["a", "b"]}], "tracks": {"a": lift, "b": lift}}
    both = {"a": [[100, 5]], "b": [[100, 5]]}
    log = [
        {"type": "done", "date": day(1), "done": both},
        {"type": "done", "date": day(8), "done": {**both, "b": []}},
        {"type": "done", "date": day(15), "done": {**both, "b": []}},
        {"type": "done", "date": day(20), "done": both},
    ]

    state = replayed(program, *log)

    assert (state.variables["a"]["w"], state.variables["b"]["w"]) == (100, 90)


def test_rules_in_groups_are_independent_and_in_each_the_first_match_wins():
    program = bench(
        on={
            "missed": [
                [{"if": "w>100", "set": {"w": 0}}, {"set": {"w": "w+1"}}, {"set": {"w": "w+100"}}],
                [{"if": "w==61", "set": {"w": "w*2"}}],
            ]
        }
    )

    state = replayed(program, {"type": "missed", "date": day(6)})

    assert state.variables["x"]["w"] == 122
    assert [change.path for change in state.trail] == ["tracks.x.on.missed[0][1]", "tracks.x.on.missed[1][0]"]


def test_a_rule_sees_what_it_set_before():
    program = bench(on={"missed": [{"set": {"w": "w+10", "fail_run": "w"}}]})

    assert replayed(program, {"type": "missed", "date": day(6)}).variables["x"]["fail_run"] == 70


# What people set themselves.


def test_a_trainer_sets_variables_from_a_day_on():
    ana = Athlete(LINEAR)
    ana.lift()

    ana.add(type="set", date=day(7), track="lift", values={"w": 80}, by="carla")

    change = ana.state.trail[-1]
    assert ana.lift()[0]["load"] == 80
    assert (change.event, change.before, change.after, change.by) == ("set", 62.5, 80, "carla")


def test_setting_a_shared_name_sets_the_shared_one():
    state = replayed(RUN_PLAN, {"type": "set", "date": day(6), "track": "quality", "values": {"v": 50}})

    assert state.variables[""]["v"] == 50
    assert "v" not in state.variables["quality"]


@pytest.mark.parametrize("track", ["lift", "nobody"])
def test_setting_what_does_not_exist_is_noted(track):
    state = replayed(LINEAR, {"type": "set", "date": day(6), "track": track, "values": {"speed": 80}})

    assert [problem.path for problem in state.problems] == ["values"]
    assert "speed" not in state.variables["lift"]


def test_a_test_result_goes_to_the_rules_of_the_plan():
    assert replayed(RUN_PLAN, {"type": "test", "date": day(6), "result": {"index": 45.5}}).variables[""]["v"] == 45.5


def test_a_test_may_be_of_one_track():
    program = bench(on={"test": [{"set": {"w": ".9*one_rm"}}]})

    state = replayed(program, {"type": "test", "date": day(6), "track": "x", "result": {"one_rm": 100}})

    assert state.variables["x"]["w"] == 90


def test_a_test_result_that_lacks_what_the_rule_needs_is_noted():
    state = replayed(RUN_PLAN, {"type": "test", "date": day(6), "result": {"index": "fast"}})

    assert state.variables[""]["v"] == 45
    assert [problem.path for problem in state.problems] == ["on.test[0]"]


def test_an_override_replaces_one_slot_and_changes_no_state():
    ana = Athlete(LINEAR)
    ana.add(type="override", date=day(5), slot=3, track="lift", work=[{"sets": 2, "reps": 8, "load": 41}], by="carla")

    assert replay.prescribe(program=LINEAR, log=ana.log, on=START, slot=3) == {
        "lift": [{"sets": 2, "reps": 8, "load": 41, "exact_load": 41, "amrap": False, "rpe": None}]
    }
    assert replay.prescribe(program=LINEAR, log=ana.log, on=START, slot=2)["lift"][0]["load"] == 60
    assert replay.prescribe(program=LINEAR, log=ana.log, on=START)["lift"][0]["load"] == 60
    assert ana.value("w") == 60


def test_the_last_override_wins_and_an_empty_one_takes_it_back():
    ana = Athlete(RUN_PLAN)
    ana.add(type="override", date=day(5), slot=0, track="quality", steps=[{"dist": 5000}])
    ana.add(type="override", date=day(5), slot=0, track="quality", steps=[{"dist": 6000, "pace": 300}])

    assert replay.prescribe(program=RUN_PLAN, log=ana.log, on=START, slot=0)["quality"] == [{"dist": 6000, "pace": 300}]

    ana.add(type="override", date=day(5), slot=0, track="quality")
    assert len(replay.prescribe(program=RUN_PLAN, log=ana.log, on=START, slot=0)["quality"]) == 3


def test_an_override_may_add_a_track_to_its_session():
    ana = Athlete(RUN_PLAN)

    ana.add(type="override", date=day(5), slot=0, track="long", steps=[{"dist": 5000}])

    assert list(replay.prescribe(program=RUN_PLAN, log=ana.log, on=START, slot=0)) == ["quality", "long"]


@pytest.mark.parametrize("missed", ["skip", "shift"])
def test_what_is_done_ahead_of_its_day_does_not_push_out_what_was_to_come_first(missed):
    program = {
        "missed": missed,
        "sessions": [{"tracks": [name]} for name in "abc"],
        "tracks": {
            name: {
                "state": {"w": 60},
                "work": [{"sets": 1, "reps": 5, "load": "w"}],
                "on": {"done": [{"if": "ok and turn==1", "set": {"w": "w+2.5*week"}}]},
            }
            for name in "abc"
        },
    }
    order = [(2, "c", 60), (0, "a", 60), (1, "b", 60), (3, "a", 62.5)]
    log = []
    for number, (slot, track, load) in enumerate(order):
        shown = replay.prescribe(program=program, log=log, on=date(2025, 1, 7), slot=slot)
        if slot != 2:
            assert {name: groups[0]["load"] for name, groups in shown.items()} == {track: load}
        planned = {track: [{"sets": 1, "reps": 5, "load": load, "amrap": False, "rpe": None}]}
        done = {"type": "done", "date": day(6), "slot": slot, "planned": planned, "done": {track: [[load, 5]]}}
        log.append({"id": str(number), "seq": number, **done})

    state = replay.replay(program=program, log=log)

    assert {name: state.variables[name]["w"] for name in "abc"} == {"a": 65, "b": 62.5, "c": 62.5}
    assert state.position.pos == len(order)


def two_lifts(**entry):
    """Return a plan in which missed work waits, and what comes of an override and one more entry."""
    grows = {"state": {"w": 60}, "work": [{"sets": 3, "reps": 5, "load": "w"}]}
    program = {"sessions": [{"tracks": ["a"]}, {"tracks": ["b"]}], "tracks": {"a": grows, "b": grows}}
    light = {"type": "override", "date": day(5), "work": [{"sets": 2, "reps": 3, "load": 40}], **entry}
    missed = {"type": "missed", "date": day(6), "slot": 0}
    log = [{"id": str(n), "seq": n, **row} for n, row in enumerate((light, missed))]
    return program, log


def loads_of(program, log, *, slot):
    shown = replay.prescribe(program=program, log=log, on=date(2025, 1, 20), slot=slot)
    return {track: groups[0]["load"] for track, groups in shown.items()}


@pytest.mark.parametrize(
    ("overridden", "first", "then"),
    [({"slot": 0, "track": "a"}, {"a": 40}, {"b": 60}), ({"slot": 1, "track": "b"}, {"a": 60}, {"b": 40})],
    ids=["of what was missed", "of what comes after"],
)
def test_an_override_goes_with_its_work_where_missed_work_waits(overridden, first, then):
    program, log = two_lifts(**overridden)

    assert loads_of(program, log, slot=1) == first

    log.append(
        {"id": "d", "seq": 9, "type": "done", "date": day(8), "slot": 1, "done": {next(iter(first)): [[60, 5]] * 3}}
    )
    assert loads_of(program, log, slot=2) == then

    log.append(
        {"id": "e", "seq": 9, "type": "done", "date": day(9), "slot": 2, "done": {next(iter(then)): [[60, 5]] * 3}}
    )
    assert loads_of(program, log, slot=3) == {"a": 60}


def test_an_overridden_session_is_judged_by_the_override():
    log = [
        {"id": "o", "date": day(5), "type": "override", "slot": 0, "track": "lift", "work": [{"sets": 1, "reps": 3}]},
        {"id": "d", "date": day(6), "type": "done", "slot": 0, "done": {"lift": [[0, 3]]}},
    ]

    assert replay.replay(program=LINEAR, log=log).variables["lift"]["ok_run"] == 1


# Edits.


def test_an_edit_keeps_values_and_position_starts_new_variables_and_drops_the_rest():
    ana = Athlete(bench(on={"done": [{"if": "ok", "set": {"w": "w+2.5"}}]}))
    ana.lift()
    ana.lift()
    new = one_track(
        {"state": {"w": 40, "r": 8}, "work": [{"sets": 3, "reps": "r", "load": "w"}]},
        sessions=THREE_DAYS,
        shared={"a": 1},
    )

    ana.add(type="edit", date=day(9), program=new, by="carla")

    state = ana.state
    assert state.variables == {"": {"a": 1}, "x": {"ok_run": 2, "fail_run": 0, "w": 65, "r": 8}}
    assert state.position == (1, 1, 3, 2)
    assert state.program == new
    assert [(c.track, c.name, c.before, c.after) for c in state.trail if c.event == "edit"] == [
        ("", "a", None, 1),
        ("x", "r", None, 8),
    ]
    assert replay.prescribe(program=ana.program, log=ana.log, on=date(2025, 1, 9))["x"][0]["reps"] == 8
    assert replay.prescribe(program=ana.program, log=ana.log, on=date(2025, 1, 8))["x"][0]["reps"] == 5


def test_a_session_logged_before_an_edit_is_still_judged_by_what_was_shown():
    ana = Athlete(LINEAR)
    ana.lift()

    ana.add(type="edit", date=day(5), program=presets.expand("linear", start_load=60, sets=5))

    assert ana.state.variables["lift"]["ok_run"] == 1


# When rules cannot be computed.


def test_a_rule_that_raises_changes_nothing_and_is_noted():
    program = bench(on={"done": [{"if": "ok", "set": {"w": "w+5", "ok_run": "1/(w-65)"}}, {"set": {"w": 1}}]})

    state = replayed(program, {"type": "done", "date": day(6), "done": {"x": [[60, 5]] * 3}})

    assert (state.variables["x"]["w"], state.variables["x"]["ok_run"]) == (60, 1)
    assert [(problem.path, problem.on, problem.entry_id) for problem in state.problems] == [
        ("tracks.x.on.done[0]", date(2025, 1, 6), "0")
    ]


@pytest.mark.parametrize("source", ["gone+1", "1/0", "w if", "-1", "5000"])
def test_a_number_that_cannot_be_shown_leaves_what_was_shown_last(source):
    ana = Athlete(bench())
    ana.lift()

    ana.add(type="edit", date=day(7), program=bench(work=[{"sets": 3, "reps": 5, "load": source}]))

    rendering = replay.rendering_from(ana.state, on=date(2025, 1, 8))
    assert rendering.tracks["x"][0]["load"] == 60
    assert rendering.kept == {"x"}
    assert [problem.path for problem in rendering.problems] == ["tracks.x.work[0].load"]


def test_with_nothing_to_fall_back_on_there_is_nothing_to_show():
    rendering = replay.rendering_from(replayed(bench(work=[{"if": "gone", "sets": 1, "reps": 1}])), on=START)

    assert rendering.tracks == {"x": []}
    assert [problem.path for problem in rendering.problems] == ["tracks.x.work[0].if"]


def test_a_whole_cycle_with_repeated_failures_never_ends_below_half():
    ana = Athlete(presets.expand("percentage_cycle", training_max=20, increment=10))

    for _ in range(4):
        ana.lift(fail)

    assert ana.value("tm") == 10


def test_the_light_week_may_fail():
    ana = Athlete(CYCLE_LB)

    for perform in (as_planned, every_set(9), as_planned, fail):
        ana.lift(perform)

    assert ana.value("tm") == 295
