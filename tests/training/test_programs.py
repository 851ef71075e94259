"""Pages that say what each way to progress does."""

import pytest

from portal.core.units import KG_PER_LB, System
from portal.progression import presets
from portal.progression.presets import FieldType
from portal.training.rules.programs import EXAMPLES, _fields, example_of

NAMES = [preset.name for preset in presets.catalogue()]


@pytest.mark.parametrize("who", ["carla", "ana"])
def test_all_ways_are_listed_with_whom_they_suit(cast, visit, who):
    text = visit(getattr(cast, who), "/programs").text

    for preset in presets.catalogue():
        assert f'href="/programs/{preset.name}"' in text
        assert str(preset.about) in text


@pytest.mark.parametrize("name", NAMES)
def test_a_way_says_what_it_does_and_shows_two_ways_it_may_go(cast, visit, name):
    example = example_of(name, System.METRIC)

    text = visit(cast.carla, f"/programs/{name}").text

    assert str(example.preset.title) in text
    assert text.count("<tr>") == len(example.trials) + 1
    assert any(trial.differs for trial in example.trials) == (name != "volume_ramp")


def test_there_is_an_example_of_every_preset():
    assert set(EXAMPLES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_examples_have_loads_that_people_with_pounds_can_put_on_a_bar(name):
    known = presets.preset(name)
    fields = dict(_fields(known, System.IMPERIAL))

    pounds = [value / KG_PER_LB for key, value in fields.items() if value and known.field(key).type is FieldType.LOAD]

    assert all(value == pytest.approx(round(value * 2) / 2) for value in pounds)
    assert presets.expand(name, **fields)


def test_the_example_is_in_the_readers_units(cast, visit, session):
    cast.carla.units = System.IMPERIAL.value
    session.commit()

    text = visit(cast.carla, "/programs/linear").text

    assert "Start with 130 lb" in text
    assert "Add 5 lb" in text


def test_an_unknown_way_is_not_found(cast, visit):
    assert visit(cast.carla, "/programs/magic").status_code == 404


def test_strangers_sign_in_first(visit):
    assert visit(None, "/programs").status_code in (302, 303)


def test_what_follows_from_a_session_that_falls_short_is_shown():
    trials = example_of("stages", System.METRIC).trials

    assert [trial.differs for trial in trials[:4]] == [False, False, False, True]
    assert [asked[0].values["shape"].values for asked in trials[3].asked] == [
        {"sets": 5, "reps": "3+"},
        {"sets": 6, "reps": "2+"},
    ]
