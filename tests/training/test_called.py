"""Exercises are found by what the reader's language calls them, and translators get their words."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from portal.core import drawing
from portal.core.drawing import Drawings
from portal.core.pseudo import PseudoTranslations
from portal.training.actions import exercises as library
from portal.training.rules.layout import RUN_NAMES
from tests.cast import NOW

FILE = "portal/data/exercises.json"
GERMAN = {
    "Back squat": "Kniebeuge",
    "Front squat": "Frontkniebeuge",
    "Bulgarian split squat": "Bulgarische Kniebeuge",
    "Deadlift": "Kreuzheben",
    "Push-up": "Liegestütz",
    "barbell squat": "Langhantelbeuge",
}


@pytest.fixture
def in_german(cast, session, monkeypatch):
    """Let Carla read a language of which the tests know a few words; what is drawn in it is kept for nobody else."""
    monkeypatch.setattr(drawing, "drawings", Drawings())
    monkeypatch.setattr(PseudoTranslations, "ugettext", lambda _self, words: GERMAN.get(words, words))
    cast.carla.language = "en-XA"
    library.load_starter(NOW)
    session.commit()


@pytest.fixture
def search(visit, cast):
    def search(words):
        text = visit(cast.carla, f"/exercises?q={words}", target="exercise_list").text
        return [name.strip() for name in re.findall(r'<th scope="row">\s*<a [^>]*>([^<]+)</a>', text)]

    return search


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("kreuzheben", ["Kreuzheben"]),
        ("KREUZ", ["Kreuzheben"]),
        ("liegestutz", ["Liegestütz"]),
        ("langhantelbeuge", ["Kniebeuge"]),
        ("kniebeuge", ["Kniebeuge", "Bulgarische Kniebeuge", "Frontkniebeuge"]),
        ("bulgarische knie", ["Bulgarische Kniebeuge"]),
        ("liegestuhl", []),
    ],
)
def test_starters_are_found_by_their_names_in_the_readers_language(in_german, search, typed, names):
    assert search(typed) == names


def test_the_words_of_the_library_still_find(in_german, search):
    assert search("back squat")[0] == "Kniebeuge"
    assert "Kreuzheben" in search("deadlift")


def test_who_reads_english_is_not_led_by_other_tongues(in_german, visit, cast):
    text = visit(cast.ana, "/exercises?q=kreuzheben", target="exercise_list").text

    assert "Deadlift" not in text


def test_a_row_of_a_plan_takes_the_name_that_was_offered(gym, in_german, cast, visit):
    plan = gym.draft()
    form = {"preset": "linear", "exercise": "Kreuzheben", "days": ["0"], "start_load": "60", "sets": "3"}
    form |= {"reps": "5", "increment": "2.5", "failures": "3", "reset_to": "90"}

    response = visit(cast.carla, f"/plans/{plan.id}/items", method="POST", data=form)

    assert response.status_code == 303
    assert "Kreuzheben" in visit(cast.carla, f"/plans/{plan.id}").text


def test_translators_get_every_name_and_cue():
    wanted = {
        words for row in json.loads(Path(FILE).read_text()) for words in (row["name"], *row["aliases"], *row["cues"])
    }
    mappings = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    (method,) = [row["method"] for row in mappings if row["pattern"] == FILE]

    extracted = list(extract_from_file(method, FILE))

    assert {message for _, message, _, _ in extracted} == wanted
    lines = Path(FILE).read_text().splitlines()
    line, name = next((row[0], row[1]) for row in extracted if row[1] == "Deadlift")
    assert name in "".join(lines[line - 1 : line + 2])


def test_translators_get_the_names_of_runs_too():
    keywords = {"sentence": None}
    source = "portal/training/rules/layout.py"

    extracted = {message for _, message, _, _ in extract_from_file("python", source, keywords=keywords)}

    assert set(RUN_NAMES.values()) <= extracted
