"""What is counted in a set: repetitions, seconds or metres; said and asked everywhere as what it is."""

import re

import pytest

from portal.core.language import say
from portal.training.rules.exercises import Measure
from portal.training.rules.words import sets_words
from tests.training.builders import exercise

LEFT = "Repetitions left in you"
HOW_HARD = "How hard was it? 10 is all you had"


@pytest.fixture
def lift(gym, cast):
    def plan(measure, *, reps=45, **fields):
        kept = exercise(cast, name="Thing", slug="thing", measure=measure)
        item = gym.squats(days=(0,), preset="fixed", sets=3, reps=reps, **fields)
        return gym.sessions(
            gym.plan(type(item)(item.key, str(kept.id), kept.name, item.preset, item.fields, item.days))
        )[0]

    return plan


def asked(text):
    return {words for words in (LEFT, HOW_HARD) if words in text}


@pytest.mark.parametrize(
    ("measure", "question", "goal", "unit"),
    [
        (Measure.SECONDS, HOW_HARD, "3 × 45 s", "s"),
        (Measure.DISTANCE, HOW_HARD, "3 × 45 m", "m"),
        (Measure.REPS, LEFT, "3 × 45 reps", "reps"),
        (Measure.LOAD_REPS, LEFT, "3 × 45 reps", "reps"),
    ],
)
@pytest.mark.parametrize("who", ["ana", "carla"])
def test_nobody_is_asked_for_repetitions_left_where_none_are_counted(
    cast, visit, lift, who, measure, question, goal, unit
):
    text = visit(getattr(cast, who), f"/sessions/{lift(measure).id}").text

    assert asked(text) == {question}
    assert goal in text
    assert f"<small>{unit}</small>" in text


@pytest.mark.parametrize("measure", [Measure.SECONDS, Measure.DISTANCE])
def test_how_hard_it_was_is_asked_when_logging_late_and_when_correcting(cast, visit, gym, lift, time, measure):
    session = lift(measure)
    time.move(days=10)
    late = visit(cast.ana, f"/sessions/{session.id}").text
    token = re.search(r'name="shown" value="([^"]+)"', late)[1]
    form = {"track": "a", "position": 2, "reps": 40, "rpe": 9, "shown": token}

    visit(cast.ana, f"/sessions/{session.id}/sets", method="POST", **form)
    visit(cast.ana, f"/sessions/{session.id}/completion", method="POST")
    corrected = visit(cast.carla, f"/sessions/{session.id}").text

    assert asked(late) == asked(corrected) == {HOW_HARD}
    assert re.search(r'name="rpe" value="9" checked', corrected.split('class="closing"')[0])


def test_a_carry_says_metres_and_load(cast, visit, lift):
    text = visit(cast.ana, f"/sessions/{lift(Measure.DISTANCE, reps=40, load=32).id}").text

    assert "3 × 40 m × 32" in text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(60, 5, False)] * 2 + [(60, 5, True)], "3 × 5+ × 60 kg"),
        ([(60, 5, False), (65, 5, False), (70, 3, True)], "5 × 60 kg, 5 × 65 kg, 3+ × 70 kg"),
        ([(60, 3, True), (50, 5, False)], "3+ × 60 kg, 5 × 50 kg"),
        ([(None, 8, True)], "8+ reps"),
    ],
)
def test_the_summary_keeps_the_plus_of_an_open_set(app, rows, words):
    with app.test_request_context():
        assert say(sets_words(rows)).replace("\xa0", " ") == words


def test_today_says_as_many_as_possible_in_the_line_under_the_name(cast, visit, gym):
    item = gym.squats(days=(0,), preset="percentage_cycle", training_max=100)
    session = gym.sessions(gym.plan(item))[0]

    text = visit(cast.ana, f"/sessions/{session.id}").text

    line = re.search(r'<p class="small soft">([^<]+)', text)[1]
    assert "5+ × 85" in line.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("measure", "label"),
    [(Measure.SECONDS, "Seconds"), (Measure.DISTANCE, "Metres"), (Measure.LOAD_REPS, "Repetitions")],
)
def test_other_numbers_are_asked_for_as_what_is_counted(cast, visit, lift, measure, label):
    session = lift(measure)
    address = f"/sessions/{session.id}/adjustments/a"
    form = {"sets": 2, "reps": 90, "load": "", "reason": "Longer."}

    assert f">{label}</label>" in visit(cast.carla, f"{address}/new").text
    assert visit(cast.carla, address, method="POST", **form).status_code == 303
    assert "90" in visit(cast.ana, f"/sessions/{session.id}").text


def test_a_plank_of_two_minutes_can_be_asked_for_this_time(cast, visit, lift):
    session = lift(Measure.SECONDS)
    form = {"sets": 2, "reps": 120, "load": "", "reason": "Longer."}

    visit(cast.carla, f"/sessions/{session.id}/adjustments/a", method="POST", **form)

    assert "2 × 120 s" in visit(cast.ana, f"/sessions/{session.id}").text
