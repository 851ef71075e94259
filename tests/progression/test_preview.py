from datetime import date, timedelta

import pytest

from portal.progression import replay
from tests.progression.athlete import START, Athlete, fail
from tests.progression.schemes import CYCLE_LB, DOUBLE, LINEAR, RUN_PLAN, STAGES

SLOTS = [(n, START + timedelta(days=3 * n)) for n in range(8)]


def loads_of(steps):
    return [step.prescription["lift"][0]["load"] for step in steps]


def preview(program=LINEAR, *, log=(), slots=SLOTS, outcome="done"):
    return replay.preview(program=program, log=list(log), slots=slots, outcome=outcome)


def test_all_done():
    steps = preview()

    assert [step.on for step in steps] == [on for _, on in SLOTS]
    assert loads_of(steps) == [60, 62.5, 65, 67.5, 70, 72.5, 75, 77.5]
    assert steps[0].variables["lift"]["w"] == 62.5
    assert steps[0].tracks == steps[0].prescription == steps[0].rendering.tracks
    assert [(change.name, change.after) for change in steps[0].changes] == [("w", 62.5)]


def test_a_list_of_outcomes_and_the_rest_is_done():
    steps = preview(outcome=["done", "missed", "failed"])

    assert loads_of(steps)[:5] == [60, 62.5, 62.5, 62.5, 65]
    assert [step.outcome for step in steps[:4]] == ["done", "missed", "failed", "done"]


def test_every_third_session_missed():
    assert [step.outcome for step in preview(outcome=replay.missed_every(3))] == [
        *("done", "done", "missed"),
        *("done", "done", "missed"),
        *("done", "done"),
    ]


def test_one_track_fails_on_one_day():
    steps = preview(outcome=replay.failed_on(track="lift", on=SLOTS[1][1]))

    assert loads_of(steps)[:4] == [60, 62.5, 62.5, 65]


def test_custom_results():
    steps = preview(DOUBLE, outcome=lambda rendering: {"lift": [[g["load"], 12] for g in rendering.tracks["lift"] * 3]})

    assert [(step.variables["lift"]["w"], step.variables["lift"]["r"]) for step in steps[:2]] == [(22, 8), (24, 8)]


def test_all_failed_shows_the_first_reset():
    steps = preview(outcome="failed")

    reset = replay.first_reset(steps)
    assert reset is not None
    assert (reset.slot, reset.variables["lift"]["w"]) == (2, 55)


@pytest.mark.parametrize("program", [LINEAR, DOUBLE, CYCLE_LB, RUN_PLAN], ids=["linear", "double", "cycle", "run"])
def test_nothing_resets_when_all_is_done(program):
    assert replay.first_reset(preview(program)) is None


def test_a_break_in_the_dates_is_a_reset():
    slots = [(0, START), (1, START + timedelta(days=40))]

    assert replay.first_reset(preview(slots=slots)).slot == 1


def test_a_lower_index_after_a_break_is_a_reset_of_every_pace():
    slots = [(0, START), (1, START + timedelta(days=20))]

    assert replay.first_reset(preview(RUN_PLAN, slots=slots)).slot == 1


def test_going_to_the_next_stage_is_none():
    reset = replay.first_reset(preview(STAGES, outcome="failed"))

    assert reset.slot == 2


def test_the_preview_goes_on_from_the_log_and_touches_nothing():
    ana = Athlete(LINEAR)
    ana.lift()
    state = ana.state

    steps = replay.preview_from(state, slots=[(1, START + timedelta(days=2)), (2, START + timedelta(days=4))])

    assert loads_of(steps) == [62.5, 65]
    assert state.variables["lift"]["w"] == 62.5
    assert len(state.trail) == 1
    assert state == ana.state


def test_overrides_and_later_entries_are_honoured():
    log = [
        {
            "id": "o",
            "date": "2025-01-06",
            "type": "override",
            "slot": 1,
            "track": "lift",
            "work": [{"sets": 1, "reps": 1, "load": 99}],
        },
        {"id": "s", "date": "2025-01-12", "type": "set", "track": "lift", "values": {"w": 40}},
    ]

    steps = preview(log=log)

    assert loads_of(steps)[:4] == [60, 99, 40, 42.5]


@pytest.mark.parametrize("outcome", ["done", "failed", replay.missed_every(3)], ids=["done", "failed", "missed"])
@pytest.mark.parametrize(
    "program", [LINEAR, DOUBLE, CYCLE_LB, RUN_PLAN, STAGES], ids=["lin", "dbl", "pct", "run", "stg"]
)
def test_the_preview_equals_the_replay_of_the_same_entries(program, outcome):
    ana = Athlete(program)
    ana.train(fail)

    steps = replay.preview_from(ana.state, slots=SLOTS[1:], outcome=outcome)
    entries = [replay.simulated_entry(step.rendering, step.outcome) for step in steps]
    state = replay.replay(program=program, log=[*ana.log, *entries])

    assert state.variables == steps[-1].variables
    assert state.position.pos == 1 + sum(e["type"] == "done" or program.get("missed") == "skip" for e in entries)
    assert [step.prescription for step in steps] == [
        replay.prescribe(program=program, log=[*ana.log, *entries[:n]], on=step.on, slot=step.slot)
        for n, step in enumerate(steps)
    ]


def test_a_preview_has_limits():
    with pytest.raises(ValueError, match="at most"):
        preview(slots=[(n, START) for n in range(201)])
    with pytest.raises(ValueError, match="at most"):
        preview(slots=[(0, START), (1, START + timedelta(days=183))])
    assert preview(slots=[]) == []


def test_slots_follow_from_training_days():
    assert replay.slots_on(start=date(2025, 1, 8), training_days=[0, 3], count=4, first_slot=5) == [
        (5, date(2025, 1, 9)),
        (6, date(2025, 1, 13)),
        (7, date(2025, 1, 16)),
        (8, date(2025, 1, 20)),
    ]
