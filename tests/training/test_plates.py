"""When a session says what goes on the bar."""

import json
from pathlib import Path

import pytest

from portal.training.rules.exercises import Equipment, Measure
from portal.training.rules.layout import Item
from portal.training.rules.plates import is_loaded_at_both_ends

STARTERS = json.loads(Path("portal/data/exercises.json").read_text(encoding="utf-8"))
AT_ONE_END = {
    "inverted-row",  # hangs below the bar
    "landmine-press",
    "landmine-rotation",
    "landmine-squat",
    "meadows-row",
    "t-bar-row",
}


def test_plates_are_said_for_all_starters_with_a_barbell_loaded_at_both_ends():
    with_a_bar = {row["slug"] for row in STARTERS if "barbell" in row["equipment"]}
    said = {row["slug"] for row in STARTERS if is_loaded_at_both_ends(row["equipment"], Measure(row["measure"]))}

    assert said == with_a_bar - AT_ONE_END
    assert len(said) > 40


def test_the_landmine_and_the_body_as_load_are_named_by_their_equipment():
    """Whoever adds a starter at one end must say so, or plates are shown for two sides."""
    words = ("landmine", "t-bar", "inverted", "meadows", "viking")
    named = {row["slug"] for row in STARTERS if any(word in row["slug"] for word in words)}

    assert [
        row["slug"]
        for row in STARTERS
        if row["slug"] in named and is_loaded_at_both_ends(row["equipment"], Measure(row["measure"]))
    ] == []


@pytest.mark.parametrize(
    ("equipment", "measure", "load_kg", "said"),
    [
        ([Equipment.BARBELL], Measure.LOAD_REPS, 60, "20 each side"),
        ([Equipment.BARBELL], Measure.LOAD_REPS, 20, "the empty bar"),
        ([Equipment.BARBELL], Measure.LOAD_REPS, 12.5, ""),
        ([Equipment.BARBELL, Equipment.LANDMINE], Measure.LOAD_REPS, 60, ""),
        ([Equipment.BARBELL, Equipment.BODYWEIGHT], Measure.LOAD_REPS, 60, ""),
        ([Equipment.BARBELL, Equipment.RACK], Measure.REPS, 60, ""),
        ([Equipment.DUMBBELLS], Measure.LOAD_REPS, 60, ""),
    ],
)
def test_the_page_of_a_session_says_only_plates_that_can_be_loaded(
    gym, cast, visit, session, equipment, measure, load_kg, said
):
    gym.squat.equipment, gym.squat.measure = [thing.value for thing in equipment], measure
    session.commit()
    fields = {"sets": 3, "reps": 5, "load": load_kg}
    plan = gym.plan(Item("a", str(gym.squat.id), gym.squat.name, "fixed", fields, (0,)))

    text = visit(cast.ana, f"/sessions/{gym.sessions(plan)[0].id}").text

    assert said in text
    assert ("each side" in text or "empty bar" in text) == bool(said)


def test_plates_that_make_another_load_say_so(gym, cast, visit):
    plan = gym.plan(gym.squats(start_load=61, rounding=1, increment=1))
    session = gym.sessions(plan)[0]

    text = " ".join(visit(cast.ana, f"/sessions/{session.id}").text.split())

    assert "20 each side, 20 kg bar: that makes 60 kg" in text


def test_plates_that_make_the_load_say_no_more(gym, cast, visit):
    session = gym.sessions(gym.plan())[0]

    text = " ".join(visit(cast.ana, f"/sessions/{session.id}").text.split())

    assert "20 each side, 20 kg bar<" in text
