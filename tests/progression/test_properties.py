"""What holds for any log."""

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.progression import explain, replay
from tests.progression.athlete import START, Athlete, as_planned, fail, last_set
from tests.progression.schemes import SCHEMES

WAYS = st.sampled_from(["done", "failed", "more", "missed", "excused", "flagged", "set"])


@st.composite
def lives(draw):
    """A program and a log: sessions that go one way or another, some days apart."""
    ana = Athlete(SCHEMES[draw(st.sampled_from(sorted(SCHEMES)))])
    for slot, (way, days) in enumerate(draw(st.lists(st.tuples(WAYS, st.integers(0, 20)), max_size=12))):
        live(ana, way, days)
        if "slot" not in ana.log[-1] and draw(st.booleans()):
            ana.log[-1]["slot"] = slot
    return ana


def live(ana, way, days):
    ways = {"done": as_planned, "failed": fail, "more": last_set(2), "flagged": fail}
    if way in ways:
        ana.train(ways[way], after=days, flags=["ill"] if way == "flagged" else [])
    elif way == "set":
        track = next(iter(ana.program["tracks"]))
        ana.add(type="set", date=ana.on.isoformat(), track=track, values={"ok_run": 2})
    else:
        ana.on += timedelta(days=days)
        ana.add(type=way, date=ana.on.isoformat())


@given(lives(), st.randoms(use_true_random=False))
def test_any_order_and_any_duplicates_of_a_log_give_the_same_state(ana, chance):
    wanted = ana.state
    shuffled = [*ana.log, *chance.choices(ana.log, k=3)] if ana.log else []
    chance.shuffle(shuffled)

    state = replay.replay(program=ana.program, log=json.loads(json.dumps(shuffled)))

    assert (state.variables, state.position, state.trail) == (wanted.variables, wanted.position, wanted.trail)
    assert state.problems == wanted.problems == ()


@given(lives(), st.lists(st.sampled_from(["done", "failed", "missed"]), max_size=6))
def test_a_preview_equals_the_replay_of_what_it_foresees(ana, outcomes):
    slots = [(100 + n, ana.on + timedelta(days=2 * n + 1)) for n in range(len(outcomes))]

    steps = replay.preview_from(ana.state, slots=slots, outcome=outcomes)
    entries = [replay.simulated_entry(step.rendering, step.outcome) for step in steps]
    state = replay.replay(program=ana.program, log=[*ana.log, *entries])

    assert state.variables == (steps[-1].variables if steps else ana.state.variables)
    assert [change for step in steps for change in step.changes] == list(state.trail[len(ana.state.trail) :])


@given(lives(), st.integers(0, 60))
def test_looking_changes_nothing_and_sees_the_same_each_time(ana, days):
    state, on = ana.state, ana.on + timedelta(days=days)
    before = json.dumps([state.variables, state.position, len(state.trail)])

    first, second = (replay.prescribe_from(state, on=on) for _ in range(2))
    replay.preview_from(state, slots=[(1, on), (2, on)])
    for track in first:
        explain.reasons_from(state, on=on, track=track)

    assert first == second == replay.prescribe(program=ana.program, log=ana.log, on=on)
    assert json.dumps([state.variables, state.position, len(state.trail)]) == before


@given(lives(), st.integers(0, 12))
def test_a_log_may_be_folded_in_two_parts(ana, days):
    until = START + timedelta(days=days * 5)

    state = replay.caught_up(replay.replay(program=ana.program, log=ana.log, until=until), ana.on)

    assert (state.variables, state.position, state.trail) == (ana.state.variables, ana.state.position, ana.state.trail)


@given(lives())
def test_every_value_is_rounded_alike_on_every_platform(ana):
    for values in ana.state.variables.values():
        assert all(value == round(value, 6) for value in values.values())


@given(lives(), st.integers(0, 60))
def test_a_prescription_is_plain_json(ana, days):
    prescribed = replay.prescribe_from(ana.state, on=ana.on + timedelta(days=days))

    assert json.loads(json.dumps(prescribed)) == prescribed


@pytest.mark.parametrize("name", SCHEMES)
def test_a_shuffled_log_of_many_sessions_gives_the_same_state(name):
    ana = Athlete(SCHEMES[name])
    for _ in range(30):
        ana.train()
    shuffled = [*ana.log, ana.log[7]]
    random.Random(1).shuffle(shuffled)  # noqa: S311 -- any fixed order

    assert replay.replay(program=ana.program, log=shuffled).variables == ana.state.variables
