import pytest
from sqlalchemy import select

from portal.activities.models import Activity, AthleteThresholds
from portal.activities.rules import Sport
from portal.activities.rules.load import LoadMethod
from portal.core.units import System
from tests.activities.conftest import later, run

URL = "/activities/thresholds"
HELD = {"max_bpm": "190", "resting_bpm": "55", "threshold_bpm": "170", "pace_s_per_km": "4:30", "power_w": "250"}


def test_what_an_athlete_can_hold_gives_every_activity_a_load(cast, store, visit, deliver, fresh):
    run_ = store(cast.ana)
    ride = store(cast.ana, run(sport=Sport.RIDE, began=later(days=-2)), external_id="2")

    answer = visit(cast.ana, URL, method="POST", **HELD)
    deliver()

    assert answer.status_code == 303
    assert [fresh(row).load_method for row in (run_, ride)] == [LoadMethod.PACE, LoadMethod.POWER]
    assert 20 < fresh(run_).load < 60
    assert "Load" in visit(cast.ana, f"/activities/{run_.id}").text


def test_new_activities_are_reckoned_at_once(cast, store, visit):
    visit(cast.ana, URL, method="POST", max_bpm="190", resting_bpm="55")

    assert store(cast.ana).load_method is LoadMethod.HEART_RATE


def test_taking_them_back_takes_the_loads_back(cast, store, visit, deliver, fresh):
    visit(cast.ana, URL, method="POST", **HELD)
    activity = store(cast.ana)

    visit(cast.ana, URL, method="POST")
    deliver()

    assert (fresh(activity).load, fresh(activity).load_method) == (None, None)


def test_the_form_shows_what_was_said_in_the_readers_units(cast, visit, session):
    visit(cast.ana, URL, method="POST", **HELD)
    metric = visit(cast.ana, URL).text
    session.get(type(cast.ana), cast.ana.id).units = System.IMPERIAL
    session.commit()
    cast.ana.units = System.IMPERIAL

    imperial = visit(cast.ana, URL).text

    assert 'value="4:30"' in metric
    assert 'value="7:15"' in imperial


def test_a_pace_for_a_mile_is_kept_for_a_kilometre(cast, visit, session):
    cast.ana.units = System.IMPERIAL

    visit(cast.ana, URL, method="POST", pace_s_per_km="7:15")

    assert session.scalars(select(AthleteThresholds)).one().pace_s_per_km == pytest.approx(270.3, abs=0.1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"max_bpm": "-5"}, "Choose a value from 100 bpm to 240 bpm."),
        ({"max_bpm": "many"}, "Write a number."),
        ({"pace_s_per_km": "0:10"}, "Choose a value from 2:00 /km to 15:00 /km."),
        ({"power_w": "1e9"}, "Choose a value from 30 W to 700 W."),
        ({"max_bpm": "150", "threshold_bpm": "170"}, "The highest heart rate cannot be below the threshold."),
        ({"max_bpm": "110", "resting_bpm": "110"}, "The highest heart rate must be above the resting heart rate."),
        ({"max_bpm": "100", "resting_bpm": "120"}, "The highest heart rate must be above the resting heart rate."),
        ({"resting_bpm": "90", "threshold_bpm": "85"}, "The threshold must be above the resting heart rate."),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast, visit, session, typed, said):
    answer = visit(cast.ana, URL, method="POST", target="dialog", **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(AthleteThresholds)).all() == []


def test_limits_are_said_in_the_units_of_the_reader(cast, visit):
    cast.ana.units = System.IMPERIAL

    answer = visit(cast.ana, URL, method="POST", target="dialog", pace_s_per_km="0:10")

    assert "Choose a value from 3:13 /mi to 24:08 /mi." in answer.text


def test_everybody_has_their_own(cast, store, visit, session):
    visit(cast.carla, URL, method="POST", **HELD)

    store(cast.ana)

    assert [row.load for row in session.scalars(select(Activity))] == [None]
