"""The starter exercises: complete, distinct, and written as coaching."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from portal.training.rules.exercises import (
    ALIAS_LENGTH,
    MOST_ALIASES,
    NAME_LENGTH,
    Equipment,
    ExerciseKind,
    Level,
    Measure,
    Muscle,
    Pattern,
    folded,
)

STARTERS = json.loads(Path("portal/data/exercises.json").read_text(encoding="utf-8"))
KEYS = [
    "slug",
    "name",
    "kind",
    "measure",
    "pattern",
    "primary",
    "secondary",
    "equipment",
    "aliases",
    "unilateral",
    "level",
    "cues",
]
OF_PRESETS = [
    "back-squat",
    "front-squat",
    "bench-press",
    "overhead-press",
    "deadlift",
    "romanian-deadlift",
    "barbell-row",
    "pull-up",
    "hip-thrust",
    "split-squat",
    "calf-raise",
    "plank",
    "easy-run",
    "threshold-run",
    "interval-run",
    "long-run",
]
AMERICAN = re.compile(
    r"\b(center\w*|color\w*|stabiliz\w*|mobiliz\w*|meters?|gray|behavior|favor\w*|fiber\w*|program|labor\w*|"
    r"traveling|(to|for|back|up|down|in|out)ward the)\b"
)
MAKERS = re.compile(
    r"\b(trx|concept ?2|bosu|hammer strength|prowler|assault|rogue|peloton|versaclimber|wattbike|skierg|nautilus|"
    r"strava|garmin|crossfit|airdyne|theraband|keiser|technogym|life fitness|power plate|hyrox|zwift)\b",
    re.IGNORECASE,
)
FILLER = re.compile(r"[!?]|\b(etc|e\.g|i\.e|TODO|lorem)\b")


def every(key):
    return [value for starter in STARTERS for value in starter[key]]


@pytest.fixture(params=STARTERS, ids=lambda starter: starter["slug"])
def starter(request):
    return request.param


def test_there_are_enough_for_a_practice():
    assert len(STARTERS) >= 170
    assert Counter(starter["kind"] for starter in STARTERS).keys() == set(ExerciseKind)


@pytest.mark.parametrize("slug", OF_PRESETS)
def test_what_presets_name_exists(slug):
    assert slug in {starter["slug"] for starter in STARTERS}


@pytest.mark.parametrize(
    ("key", "vocabulary"), [("pattern", Pattern), ("measure", Measure), ("level", Level), ("kind", ExerciseKind)]
)
def test_every_word_of_the_vocabulary_is_used(key, vocabulary):
    assert {starter[key] for starter in STARTERS} == set(vocabulary)


def test_every_muscle_and_every_equipment_has_an_exercise():
    assert set(every("primary")) == set(Muscle)
    assert set(every("equipment")) == set(Equipment)


def test_no_slug_stands_twice():
    assert [slug for slug, count in Counter(starter["slug"] for starter in STARTERS).items() if count > 1] == []


def test_no_name_or_alias_means_two_exercises():
    called = Counter(folded(name) for starter in STARTERS for name in (starter["name"], *starter["aliases"]))

    assert [name for name, count in called.items() if count > 1] == []


def test_no_cue_is_used_twice():
    assert [cue for cue, count in Counter(every("cues")).items() if count > 1] == []


def test_an_exercise_has_exactly_the_agreed_fields(starter):
    assert list(starter) == KEYS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", starter["slug"])
    assert type(starter["unilateral"]) is bool


def test_an_exercise_keeps_to_the_vocabulary(starter):
    assert starter["kind"] in set(ExerciseKind)
    assert starter["measure"] in set(Measure)
    assert starter["pattern"] in set(Pattern)
    assert starter["level"] in set(Level)
    assert {*starter["primary"], *starter["secondary"]} <= set(Muscle)
    assert set(starter["equipment"]) <= set(Equipment)


def test_muscles_and_equipment_are_named_once(starter):
    muscles = starter["primary"] + starter["secondary"]

    assert 1 <= len(starter["primary"]) <= 3
    assert len(starter["secondary"]) <= 5
    assert len(muscles) == len(set(muscles))
    assert 1 <= len(starter["equipment"]) == len(set(starter["equipment"]))


def test_nothing_needed_means_nothing_else(starter):
    assert starter["equipment"] == ["none"] or "none" not in starter["equipment"]


def test_a_load_comes_from_somewhere(starter):
    if starter["measure"] == "load_reps":
        assert set(starter["equipment"]) - {"none", "bodyweight", "bench", "rack", "box", "pull_up_bar", "dip_bars"}


def test_names_are_short_and_written_like_names(starter):
    for name in (starter["name"], *starter["aliases"]):
        assert name == " ".join(name.split())
        assert "'" not in name
    assert len(starter["name"]) <= NAME_LENGTH
    assert re.match(r"[A-Z0-9]", starter["name"])
    assert len(starter["aliases"]) <= MOST_ALIASES
    assert all(2 <= len(alias) <= ALIAS_LENGTH for alias in starter["aliases"])


def test_cues_are_two_to_four_short_imperative_sentences(starter):
    assert 2 <= len(starter["cues"]) <= 4
    for cue in starter["cues"]:
        assert 20 <= len(cue) <= 120, cue
        assert re.match(r"[A-Z]", cue), cue
        assert cue.endswith("."), cue
        assert "." not in cue[:-1], "one sentence a cue"
        assert not re.match(r"(You|Your|The|This|It|A|An|We)\b", cue), f"not an instruction: {cue}"


def test_words_are_our_own_and_international(starter):
    for words in (starter["name"], *starter["aliases"], *starter["cues"]):
        assert not MAKERS.search(words), words
        assert not AMERICAN.search(words), words
        assert not FILLER.search(words), words
        assert "'" not in words, "use a typographic apostrophe"
