"""Every number says why it is what it is."""

import json
from datetime import date, timedelta

import pytest

from portal.core.sentence import Sentence
from portal.core.units import Day, Distance, Mass, Number, Percent
from portal.progression import explain, presets, replay
from portal.progression.explain import Kind, Reason
from tests.progression.athlete import START, Athlete, as_planned, every_set, fail, last_set
from tests.progression.schemes import (
    BY_EFFORT,
    CYCLE_LB,
    DOUBLE,
    LINEAR,
    RUN_PLAN,
    SCHEMES,
    STAGES,
    TOP_SET_TABLE,
    UNDULATING,
    VOLUME_LIGHT_HEAVY,
    one_track,
)


def reasons_of(ana, *, track="lift", after=2, slot=None):
    on = ana.on + timedelta(days=after)
    return explain.reasons(program=ana.program, log=ana.log, on=on, track=track, slot=slot)


def of_kind(reasons, kind):
    return [reason for reason in reasons if reason.kind is kind]


def spoken(sentence):
    """Return a sentence in plain words, quantities written shortly."""
    values = {name: short(value) for name, value in sentence.values.items()}
    many = sentence.plural if sentence.plural and sentence.count != 1 else sentence.source
    return many % {"count": sentence.count, **values}


SHORT = {
    Mass: lambda mass: f"{round(mass.kg, 2):g} kg",
    Number: lambda number: f"{round(number.value, number.digits):g}",
    Percent: lambda percent: f"{percent.fraction:.0%}",
    Distance: lambda distance: f"{distance.m / 1000:g} km",
    Day: lambda day: f"{day.on.day} {day.on:%b}",
    Sentence: spoken,
}


def short(value):
    return SHORT.get(type(value), lambda plain: plain)(value)


def told(reasons, **how):
    return [spoken(explain.sentence(reason, **how)) for reason in reasons]


# Linear: the line under the number.


def test_the_line_under_a_number_says_what_was_added_after_what():
    ana = Athlete(LINEAR)
    ana.lift()

    assert told(reasons_of(ana)) == ["+2.5 kg after 3 × 5 done on 6 Jan.", "Written into the plan."]


def test_before_the_first_session_it_says_where_it_begins():
    assert told(reasons_of(Athlete(LINEAR))) == ["60 kg to begin with.", "Written into the plan."]


def test_failures_and_rounding_are_told():
    ana = Athlete(presets.expand("linear", start_load=61, rounding=2.5))
    for _ in range(3):
        ana.lift(fail)

    assert told(reasons_of(ana)[:2]) == ["−6 kg after 3 failed sessions, the last on 10 Jan.", "Written into the plan."]

    ana = Athlete(presets.expand("linear", start_load=61, rounding=2.5))
    ana.lift()
    assert told(reasons_of(ana)[:2]) == ["+2.5 kg after 3 × 5 done on 6 Jan.", "Rounded from 63.5 kg."]


def test_a_session_that_fell_short_is_why_the_same_comes_again():
    ana = Athlete(LINEAR)
    ana.lift()
    ana.lift(fail)

    assert told(reasons_of(ana))[:2] == [
        "The same again: not every set was done on 8 Jan.",
        "+2.5 kg after 3 × 5 done on 6 Jan.",
    ]

    ana.lift(fail)
    assert told(reasons_of(ana))[0] == "The same again: 2 sessions in a row fell short, the last on 10 Jan."


@pytest.mark.parametrize(
    ("program", "every", "after"),
    [
        (presets.expand("volume_light_heavy", heavy_load=150), 2, 2),
        (presets.expand("volume_by_cycle", training_max=100), 7, 7),
        (LINEAR, 2, 15),
    ],
    ids=["the light day", "the next week", "after a break"],
)
def test_what_differs_from_what_fell_short_is_not_called_the_same(program, every, after):
    ana = Athlete(program, every=every)
    ana.lift(fail)

    assert Kind.AGAIN not in {reason.kind for reason in reasons_of(ana, after=after)}


def test_a_session_that_fell_short_for_a_good_reason_is_not_held_against_anybody():
    ana = Athlete(LINEAR)
    ana.lift(fail, flags=["ill"])

    assert told(reasons_of(ana)) == ["60 kg to begin with.", "Written into the plan."]


def test_one_failed_session_is_told_in_the_singular():
    ana = Athlete(presets.expand("linear", start_load=60, failures=1))
    ana.lift(fail)

    assert told(reasons_of(ana))[0] == "−5 kg after a failed session on 6 Jan."


def test_a_break_up_to_today_comes_before_everything_else_and_one_of_the_past_with_its_day():
    ana = Athlete(LINEAR)
    ana.lift()

    assert told(reasons_of(ana, after=12))[:2] == [
        "−5 kg after 12 days without training.",
        "+2.5 kg after 3 × 5 done on 6 Jan.",
    ]

    ana.lift(fail, after=12)
    assert told(reasons_of(ana))[0] == "−5 kg on 18 Jan, after 12 days without training."


# Other causes.


def test_repetitions_reached_in_every_set():
    ana = Athlete(DOUBLE)
    ana.lift(every_set(12))

    assert told(reasons_of(ana))[:2] == [
        "+2 kg after at least 12 repetitions in every set on 6 Jan.",
        "Repetitions: 8 to begin with.",
    ]


def test_shares_positions_and_cycles():
    ana = Athlete(CYCLE_LB, every=7)
    for _ in range(4):
        ana.lift()

    reasons = reasons_of(ana)

    assert told(explain.about(reasons, "0.load")) == [
        "Training max: +10 kg after a cycle in which all sets were done, on 27 Jan.",
        "65% × Training max (295 kg).",
        "Rounded from 191.75 kg.",
        "Week 1 of 4.",
    ]
    assert told(explain.about(reasons, "0.reps")) == ["Week 1 of 4."]
    assert told(explain.about(reasons, "0.sets")) == ["Written into the plan."]


def test_a_failed_cycle():
    ana = Athlete(CYCLE_LB)
    for perform in (fail, as_planned, as_planned, as_planned):
        ana.lift(perform)

    assert told(reasons_of(ana))[0] == (
        "Training max: −20 kg after a cycle in which not all sets were done, on 12 Jan."
    )


@pytest.mark.parametrize(
    ("program", "perform", "sentence"),
    [
        (TOP_SET_TABLE, last_set(3), "Training max: +10 kg after 4 repetitions in the last set on 6 Jan."),
        (
            BY_EFFORT,
            lambda _: [[140, 5, 9], *[[137.5, 5]] * 3],
            "Estimated maximum: −3.82 kg from how hard the sets of 6 Jan were.",
        ),
        (
            BY_EFFORT,
            lambda _: [[150, 5, 8], *[[137.5, 5]] * 3],
            "Estimated maximum: +1.49 kg from how hard the sets of 6 Jan were.",
        ),
        (STAGES, fail, "Stage: +1 because not every set was done on 6 Jan."),
        (STAGES, as_planned, "+2.5 kg because all sets were done on 6 Jan."),
    ],
)
def test_what_made_a_lift_change(program, perform, sentence):
    ana = Athlete(program)
    ana.lift(perform)

    assert sentence in told(reasons_of(ana))


def test_an_open_set_that_fell_short():
    program = one_track(
        {
            "state": {"w": 50},
            "work": [{"sets": 1, "reps": 5, "load": "w", "amrap": True}],
            "on": {"done": [{"if": "extra<0", "set": {"w": "w-5"}}]},
        }
    )
    ana = Athlete(program)
    ana.lift(last_set(-2))

    assert told(reasons_of(ana, track="x"))[0] == "−5 kg after 3 repetitions in the last set on 6 Jan."


def test_a_week_and_its_share():
    ana = Athlete(UNDULATING)
    for _ in range(3):
        ana.lift()

    assert told(reasons_of(ana))[0] == "Maximum: +1 kg after a week with 100% of its sessions done, on 10 Jan."
    assert "Session 1 of 3 in the week." in told(reasons_of(ana))


RULED = {
    "missed": ([{"set": {"w": "w-5"}}], "−5 kg because the session of 6 Jan was missed."),
    "week_end": ([{"set": {"w": "w+1"}}], "+1 kg at the end of the week, on 6 Jan."),
    "cycle_end": ([{"set": {"w": "w+1"}}], "+1 kg at the end of the cycle, on 6 Jan."),
    "done": ([{"set": {"w": "w+1"}, "say": "because I say so"}], "+1 kg on 6 Jan: because I say so"),
}


@pytest.mark.parametrize("event", RULED)
def test_rules_of_other_events_and_rules_that_speak_for_themselves(event):
    rules, sentence = RULED[event]
    program = one_track({"state": {"w": 60}, "work": [{"sets": 1, "reps": 5, "load": "w"}], "on": {event: rules}})
    ana = Athlete(program)
    if event == "missed":
        ana.miss(after=0)
    else:
        ana.lift()

    assert told(reasons_of(ana, track="x"))[0] == sentence


@pytest.mark.parametrize(
    ("ratio", "sentence"),
    [
        (1, "Long run: +1 km because the session of 6 Jan was done."),
        (0.6, "Long run: −1 km because the session of 6 Jan was cut short."),
    ],
)
def test_runs_done_and_cut_short(ratio, sentence):
    rules = [{"if": "ok", "set": {"km": "km+1"}}, {"set": {"km": "km-1"}}]
    track = {
        "state": {"km": 10},
        "meaning": {"km": "long_run_km"},
        "steps": [{"dist": "1000*km"}],
        "on": {"done": rules},
    }
    ana = Athlete(one_track(track))
    ana.run(ratio, after=0)

    assert told(reasons_of(ana, track="x"))[0] == sentence


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ({"sets": "cycle", "reps": 5}, "Cycle 3."),
        ({"sets": 1, "reps": "pos+1"}, "2 sessions came before."),
        ({"sets": 1, "reps": "ok_run+1"}, "2 sessions done in a row."),
        ({"sets": "fail_run+1", "reps": 5}, "0 sessions failed in a row."),
    ],
)
def test_positions_and_runs_of_sessions(group, sentence):
    ana = Athlete(one_track({"state": {}, "work": [group]}))
    ana.lift()
    ana.lift()

    assert sentence in told(reasons_of(ana, track="x"))


# Runs.


def test_paces_come_from_the_index_that_all_runs_share():
    ana = Athlete(RUN_PLAN)
    ana.train()
    ana.test(index=48)

    assert told(explain.about(reasons_of(ana, track="long"), "0.pace")) == [
        "Running index: +1.5 after the test of 6 Jan.",
        "Running index 46.5, the same for the whole plan.",
    ]
    assert told(explain.about(reasons_of(ana, track="long"), "0.dist")) == [
        "Week 1 of 4.",
        "Long run 16 km, the same for the whole plan.",
    ]


def test_inner_steps_have_their_own_paths():
    reasons = reasons_of(Athlete(RUN_PLAN), track="quality")

    paths = {path for reason in reasons for path in reason.about}
    assert {"0.dist", "0.pace", "1.repeat", "1.0.dist", "1.0.pace", "1.1.dur", "2.dist"} <= paths


# By hand.


def test_an_override_is_the_only_reason():
    ana = Athlete(LINEAR)
    ana.add(
        type="override",
        date="2025-01-05",
        slot=1,
        track="lift",
        work=[{"sets": 1, "reps": 3}],
        by="carla",
        reason_id="r1",
    )

    (reason,) = reasons_of(ana, slot=1)

    assert reason.kind is Kind.OVERRIDE
    assert reason.about == ("0.sets", "0.reps")
    assert reason.data == {"on": "2025-01-05", "entry_id": "e0", "by": "carla", "reason_id": "r1", "slot": 1}
    assert told([reason]) == ["Set by hand on 5 Jan."]
    assert told([reason], people={"carla": "Carla"}) == ["Set by Carla on 5 Jan."]


def test_a_variable_set_by_hand():
    ana = Athlete(LINEAR)
    ana.add(type="set", date="2025-01-05", track="lift", values={"w": 70}, by="carla")

    reason = reasons_of(ana)[0]

    assert told([reason]) == ["+10 kg, set by hand on 5 Jan."]
    assert told([reason], people={"carla": "Carla"}) == ["+10 kg, set by Carla on 5 Jan."]


def test_an_edit_explains_the_numbers_it_changed_and_no_others():
    ana = Athlete(LINEAR)
    ana.lift()
    ana.add(type="edit", date="2025-01-07", program=presets.expand("linear", start_load=60, sets=5), by="carla")
    ana.add(
        type="edit", date="2025-01-07", program=presets.expand("linear", start_load=60, sets=5, increment=5), by="carla"
    )

    reasons = reasons_of(ana)

    assert told(explain.about(reasons, "0.sets")) == ["The plan was changed on 7 Jan."]
    assert told(explain.about(reasons, "0.sets"), people={"carla": "Carla"}) == ["Carla changed the plan on 7 Jan."]
    assert told(explain.about(reasons, "0.load")) == ["+2.5 kg after 3 × 5 done on 6 Jan."]
    assert told(explain.about(reasons, "0.reps")) == ["Written into the plan."]


def test_a_new_variable_and_a_new_track_come_from_the_edit():
    ana = Athlete(LINEAR)
    ana.add(type="edit", date="2025-01-05", program=CYCLE_LB)

    assert of_kind(reasons_of(ana), Kind.EDIT)
    assert {path for reason in of_kind(reasons_of(ana), Kind.EDIT) for path in reason.about} >= {"0.load", "2.reps"}


# Equipment and trouble.


@pytest.mark.parametrize(
    ("load", "sentence"),
    [
        (200, "The equipment makes 70 kg; the plan says 200 kg."),
        (5, "The equipment begins at 20 kg; the plan says 5 kg."),
        (61, "Rounded from 61 kg."),
    ],
)
def test_what_the_equipment_allows(load, sentence):
    program = presets.expand("linear", start_load=load, rounding=10)
    program["tracks"]["lift"]["equipment"] = {"bar": 20, "plates": [[20, 2], [5, 2]]}

    assert sentence in told(reasons_of(Athlete(program)))


def test_numbers_that_were_kept_because_the_rules_failed_say_so():
    ana = Athlete(LINEAR)
    ana.lift()
    broken = {**LINEAR, "tracks": {"lift": {**LINEAR["tracks"]["lift"], "work": [{"sets": "1/0", "reps": 5}]}}}
    ana.add(type="edit", date="2025-01-07", program=broken)

    (reason,) = reasons_of(ana)

    assert reason.kind is Kind.KEPT
    assert set(reason.about) == {"0.sets", "0.reps", "0.load"}
    assert told([reason]) == ["The plan's rules need mending; until then the numbers of last time stay."]


def test_a_track_that_is_not_trained_has_no_reasons():
    assert reasons_of(Athlete(RUN_PLAN), track="long") == ()
    assert reasons_of(Athlete(RUN_PLAN), track="nobody") == ()


# Names of variables.


def test_variables_without_a_meaning_are_guessed_or_called_by_their_names():
    track = {
        "state": {"s": 3, "r": 5, "w": 60, "k": 2},
        "work": [{"sets": "s", "reps": "r", "load": "w"}, {"sets": "k+1", "reps": 5}],
    }

    assert told(reasons_of(Athlete(one_track(track)), track="x")) == [
        "60 kg to begin with.",
        "Sets: 3 to begin with.",
        "Repetitions: 5 to begin with.",
        "“k”: 2 to begin with.",
        "Written into the plan.",
    ]


# Every number, everywhere.


@pytest.mark.parametrize("name", SCHEMES)
def test_every_number_has_a_reason_in_every_session(name):
    program = SCHEMES[name]
    slots = replay.slots_on(start=START, training_days=[0, 2, 4], count=30)
    outcomes = ["done", "failed", "done", "failed", "failed", "failed", "missed", "done"] * 4

    for step in replay.preview(program=program, log=[], slots=slots, outcome=outcomes):
        for track, work in step.prescription.items():
            reasons = explain.reasons_of_step(step, track)
            numbers = set(explain.paths_in(work))
            assert numbers
            assert numbers == {path for reason in reasons for path in reason.about}
            assert all(told([reason])[0] for reason in reasons)


def test_days_are_shares_of_one_load():
    assert told(explain.about(reasons_of(Athlete(VOLUME_LIGHT_HEAVY)), "0.load")) == [
        "90% × Load (150 kg).",
        "150 kg to begin with.",
    ]


def test_reasons_survive_being_kept():
    ana = Athlete(CYCLE_LB)
    for _ in range(5):
        ana.lift()

    for reason in reasons_of(ana, after=30):
        kept = json.loads(json.dumps(reason.as_json()))
        assert Reason.from_json(kept) == reason
        assert explain.sentence(Reason.from_json(kept)) == explain.sentence(reason)


def test_a_kept_reason_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="fate"):
        Reason.from_json({"kind": "fate", "about": [], "data": {}})


def test_a_reason_leads_to_its_log_entry():
    ana = Athlete(LINEAR)
    ana.lift()

    assert [reason.entry_id for reason in reasons_of(ana)] == ["e0", ""]


def test_a_state_is_folded_once_and_asked_often():
    ana = Athlete(LINEAR)
    ana.lift()
    ana.add(type="set", date="2025-01-20", track="lift", values={"w": 40})
    state = replay.replay(program=LINEAR, log=ana.log, until=date(2025, 1, 7))

    now, later = (explain.reasons_from(state, on=date(2025, 1, day), track="lift") for day in (7, 20))

    assert told(now)[0] == "+2.5 kg after 3 × 5 done on 6 Jan."
    assert "−22.5 kg, set by hand on 20 Jan." in told(later)
