"""Reasons, presets and problems as people read them: in both unit systems, and with every word translatable."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.core import language
from portal.core.reader import NOBODY, reading_as
from portal.core.units import System
from portal.progression import explain, presets, program
from portal.progression.explain import Kind, Reason
from portal.progression.explain.phrases import POSITIONS, RULES
from portal.progression.meaning import Meaning
from tests.progression.test_presets import NEEDED
from tests.progression.test_program import rules, track

ON = {"on": "2025-03-12", "entry_id": "e1"}
CHANGED = {**ON, "variable": "w", "before": 80, "after": 82.5, "path": "tracks.x.on.done[0]"}
VALUED = {"variable": "w", "value": 82.5}
EVERY = [
    *(
        (Kind.RULE, {**CHANGED, "cause": cause, "sets": 3, "reps": 5, "share": 0.9, "say": "⟦so⟧", "meaning": meaning})
        for cause in RULES
        for meaning in Meaning
    ),
    *((Kind.RULE, {**CHANGED, "cause": "failed", "count": count, "meaning": "load"}) for count in (1, 3)),
    *((Kind.GAP, {**CHANGED, "days": 12, "is_today": today, "meaning": "load"}) for today in (True, False)),
    *((Kind.AGAIN, {"on": "2025-03-12", "count": count}) for count in (1, 3)),
    (Kind.TEST, {**CHANGED, "meaning": "running_index"}),
    (Kind.OVERRIDE, ON),
    (Kind.OVERRIDE, {**ON, "by": "carla"}),
    (Kind.OVERRIDE, {**CHANGED, "meaning": "load"}),
    (Kind.OVERRIDE, {**CHANGED, "meaning": "load", "by": "carla"}),
    (Kind.OVERRIDE, {**CHANGED, "meaning": "load", "before": None}),
    (Kind.EDIT, ON),
    (Kind.EDIT, {**ON, "by": "carla"}),
    *((kind, {**VALUED, "meaning": meaning}) for kind in (Kind.START, Kind.ANCHOR) for meaning in Meaning),
    (Kind.SHARE, {**VALUED, "meaning": "training_max", "share": 0.65}),
    *((Kind.POSITION, {"term": term, "value": 2, "of": 4}) for term in POSITIONS),
    (Kind.ROUNDING, {"exact": 82.6, "load": 82.5, "step": 2.5}),
    (Kind.EQUIPMENT, {"exact": 5, "load": 20}),
    (Kind.EQUIPMENT, {"exact": 500, "load": 200}),
    (Kind.KEPT, {}),
    (Kind.FIXED, {}),
]


@pytest.fixture(scope="module", autouse=True)
def speaking():
    app = Flask("speaking")
    language.init_app(app)
    with app.app_context():
        yield


def said(sentence, *, units=System.METRIC, tongue="en"):
    with reading_as(replace(NOBODY, units=units, language=tongue)):
        return language.say(sentence)


def test_every_kind_is_told():
    assert {kind for kind, _ in EVERY} == set(Kind)


@pytest.mark.parametrize("units", System)
@pytest.mark.parametrize(("kind", "data"), EVERY, ids=str)
def test_a_reason_is_whole_in_every_unit_system_and_language(kind, data, units):
    sentence = explain.sentence(Reason(kind, ("0.load",), data), people={"carla": "⟦Carla⟧"})

    english, pseudo = (said(sentence, units=units, tongue=tongue) for tongue in ("en", language.PSEUDO))

    assert english
    assert "%(" not in english
    assert "object at" not in english
    assert pseudo.startswith("⟦")
    assert pseudo.endswith("⟧")
    assert not ("kg" in english and units is System.IMPERIAL)


def test_the_line_reads_as_it_should():
    done = Reason(Kind.RULE, (), {**CHANGED, "cause": "done_sets", "sets": 3, "reps": 5, "meaning": "load"})
    rounded = Reason(Kind.ROUNDING, (), {"exact": 82.6, "load": 82.5, "step": 2.5})

    assert said(explain.sentence(done)).startswith("+2.5 kg after 3 × 5 done on ")
    assert said(explain.sentence(rounded)) == "Rounded from 82.6 kg."
    assert said(explain.sentence(rounded), units=System.IMPERIAL) == "Rounded from 182.1 lb."


@pytest.mark.parametrize("name", NEEDED)
def test_presets_and_their_fields_are_told_in_every_language(name):
    preset = presets.preset(name)
    fields = [said for field in preset.fields for said in (field.label, field.about)]
    refusals = [field.problem("no") for field in preset.fields]

    for sentence in (preset.title, preset.about, *presets.describe(name, **NEEDED[name]), *fields, *refusals):
        assert "%(" not in said(sentence)
        assert said(sentence, tongue=language.PSEUDO).startswith("⟦")


@pytest.mark.parametrize(
    "candidate",
    [
        {},
        [],
        track(state={"V": 1}),
        track(round=0),
        track(equipment=3),
        rules("done", {"if": "w>", "set": {"z": "9*"}}),
    ],
    ids=range(6),
)
def test_problems_are_told_in_every_language(candidate):
    found = program.validate(candidate)

    assert found
    for problem in found:
        assert "%(" not in said(problem.message)
        assert said(problem.message, tongue=language.PSEUDO).startswith("⟦")


def test_a_problem_of_the_dry_run_has_its_numbers_in_words():
    (problem,) = program.validate(rules("done", {"if": "ok", "set": {"w": "w*1.5"}}))

    assert said(problem.message) == "In session 8, if every session is done: 1,025.2 is not between 0 and 1,000."
