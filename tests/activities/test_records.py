"""The newest records: best sets and best runs, worked out of what was logged and recorded."""

import re
from datetime import timedelta

import pytest

from portal.activities.rules import Sport
from portal.roster.models import Consent
from portal.roster.rules import DataKind
from tests.activities.conftest import later, run
from tests.cast import NOW, TODAY
from tests.training.builders import Gym


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


def records(response):
    """Return name and value of each record, in order."""
    rows = re.findall(r'records__name">(.*?)</span>\s*<b class="records__value">(.*?)</b>', response.text, re.DOTALL)
    return [tuple(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part)).strip() for part in row) for row in rows]


def long_run(km, minutes, **more):
    """A run of so many kilometres, without samples."""
    return run(60 * minutes, channels={}, distance_m=1000.0 * km, **more)


def test_the_best_set_of_each_lift_is_a_record(gym, cast, visit):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=1), weeks=4)
    for session in gym.sessions(plan)[:3]:
        gym.train(session)

    for page in (visit(cast.ana, "/activities"), visit(cast.carla, f"/clients/{cast.ana.id}/activities")):
        assert records(page) == [("Back squat", "5 × 65 kg")]
        assert "~76 kg for one repetition" in page.text
        assert "May 15" in page.text


def test_a_set_that_is_corrected_downwards_is_no_record_any_more(gym, cast, visit, session):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=1), weeks=4)
    first, second = gym.sessions(plan)[:2]
    gym.train(first)
    gym.train(second, short_by=4)

    assert records(visit(cast.ana, "/activities")) == [("Back squat", "5 × 62.5 kg")]
    for position in range(3):
        visit(cast.ana, f"/sessions/{second.id}/sets/a/{position}", method="DELETE")
    assert records(visit(cast.ana, "/activities")) == [("Back squat", "5 × 60 kg")]


def test_the_fastest_runs_over_a_distance_and_the_longest_are_records(cast, store, visit):
    store(cast.ana, long_run(5.2, 26, began=later(days=-3)), external_id="five")
    store(cast.ana, long_run(12, 66, began=later(days=-2)), external_id="twelve")
    store(cast.ana, long_run(25, 150, began=later(days=-1)), external_id="long")
    store(cast.ana, long_run(4.9, 20, began=later(days=-4)), external_id="short")
    store(cast.ana, long_run(20, 40, began=later(days=-5), sport=Sport.RIDE), external_id="ride")
    store(cast.ana, long_run(20, 40, began=later(days=-6)), external_id="a ride called a run")

    found = records(visit(cast.ana, "/activities"))

    assert found == [
        ("Fastest run of 21.1 km or more", "6:00 /km"),
        ("Longest run", "25 km"),
        ("Fastest run of 10 km or more", "5:30 /km"),
        ("Fastest run of 5 km or more", "5:00 /km"),
    ]


def test_one_run_holds_the_fastest_of_one_distance_only(cast, store, visit):
    store(cast.ana, long_run(12, 50))

    assert records(visit(cast.ana, "/activities")) == [
        ("Fastest run of 10 km or more", "4:10 /km"),
        ("Longest run", "12 km"),
    ]


def test_others_see_only_records_of_what_they_may_see(gym, cast, store, visit, session):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=1), weeks=4)
    gym.train(gym.sessions(plan)[0])
    store(cast.ana, long_run(12, 60))
    page = f"/clients/{cast.ana.id}/activities"
    assert len(records(visit(cast.carla, page))) == 3

    for consent in session.query(Consent).filter_by(kind=DataKind.ACTIVITIES):
        consent.revoked_at = NOW
    session.commit()
    assert records(visit(cast.carla, page)) == [("Back squat", "5 × 60 kg")]
    assert visit(cast.otto, page).status_code == 404
    assert records(visit(cast.sam, "/activities")) == []


def test_deleted_runs_hold_no_records(cast, store, visit):
    activity = store(cast.ana, long_run(12, 60))
    visit(cast.ana, f"/activities/{activity.id}/deletion", method="POST")

    assert records(visit(cast.ana, "/activities")) == []


def test_records_cost_as_many_statements_however_much_was_done(gym, cast, store, visit, queries):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=3), weeks=4)
    sessions = gym.sessions(plan)
    seen = []
    for number in range(9):
        gym.train(sessions[number])
        store(cast.ana, long_run(6 + number, 40 + number, began=later(days=-number)), external_id=str(number))
        queries.clear()
        visit(cast.ana, "/activities")
        seen.append(len(queries))

    assert seen[1] == seen[-1] <= 10
