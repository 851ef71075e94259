"""How much somebody runs now, where a race plan begins: recorded and logged runs, each once."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.activities.queries.volume import running_volume
from portal.activities.rules import Sport
from portal.activities.rules.volume import RanOn, volume_of
from portal.core.access import Actor
from portal.roster.models import Consent
from portal.roster.rules import DataKind
from tests.activities.conftest import later, run
from tests.cast import NOW, TODAY
from tests.training.builders import Gym

MONDAY = date(2026, 5, 18)


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


def ran(km, days, **more):
    """A run of so many kilometres so many days after the conftest's day, without samples."""
    return run(3600, channels={}, distance_m=1000.0 * km, began=later(days=days), **more)


def begun(visit, cast, who=None):
    return visit(who or cast.carla, f"/clients/{cast.ana.id}/volume/race-plan")


def test_the_last_four_whole_weeks_make_the_mean_and_thirty_days_the_longest():
    runs = [RanOn(MONDAY - timedelta(days=days), 10_000) for days in (1, 8, 15, 22)]
    runs += [
        RanOn(MONDAY, 18_000),
        RanOn(MONDAY - timedelta(days=29), 21_000),
        RanOn(MONDAY - timedelta(days=31), 30_000),
    ]

    volume = volume_of(runs, MONDAY)

    assert [week.distance_m for week in volume.weeks] == [10_000] * 4
    assert volume.weekly_m == 10_000
    assert volume.longest == RanOn(MONDAY - timedelta(days=29), 21_000)


@given(st.lists(st.tuples(st.integers(-60, 5), st.floats(0, 60_000))))
def test_any_log_has_a_volume(rows):
    volume = volume_of([RanOn(MONDAY + timedelta(days=days), metres) for days, metres in rows], MONDAY)

    assert len(volume.weeks) == 4
    assert 0 <= volume.weekly_m <= sum(metres for _, metres in rows) + 50
    assert volume.longest is None or volume.longest.on <= MONDAY


def test_what_was_recorded_and_logged_counts_once(gym, cast, store, visit, session):
    plan = gym.plan(gym.runs(), starts_on=TODAY - timedelta(weeks=3), weeks=4)
    first, second = gym.sessions(plan)[:2]
    gym.train(first)
    gym.train(second)
    logged = running_volume(Actor(cast.carla.id, is_trainer=True), cast.ana.id, today=TODAY)
    store(cast.ana, ran(9, -10), external_id="other")
    store(cast.ana, ran(40, -9, sport=Sport.RIDE), external_id="ride")

    both = running_volume(Actor(cast.carla.id, is_trainer=True), cast.ana.id, today=TODAY)

    assert logged.weekly_m > 0
    assert both.weekly_m == pytest.approx(logged.weekly_m + 9_000 / 4, abs=100)


def test_a_race_plan_begins_with_the_volume_of_the_log(cast, store, visit):
    for week, km in enumerate((8, 10, 12, 14), 1):
        store(cast.ana, ran(km, 7 - 7 * week), external_id=str(week))

    response = begun(visit, cast)

    assert response.status_code in (302, 303)
    assert "weekly=11" in response.location
    assert "longest=14" in response.location
    shown = visit(cast.carla, f"/clients/{cast.ana.id}/volume", target="running_volume").text
    assert shown.strip().startswith('<p id="running_volume"')
    assert "In the log: 11 km a week in the last four whole weeks (14 km, 12 km, 10 km, 8 km)" in shown


def test_without_a_log_the_page_asks_for_the_numbers(cast, visit):
    response = begun(visit, cast)
    text = visit(cast.carla, f"/clients/{cast.ana.id}/volume").text

    assert "weekly" not in response.location
    assert "No runs of the last four whole weeks are logged, or shown to you." in text


def test_what_is_not_shared_is_not_counted(cast, store, visit, session):
    store(cast.ana, ran(12, -7), external_id="1")
    consents = select(Consent).where(Consent.kind == DataKind.ACTIVITIES)
    for consent in session.scalars(consents):
        consent.revoked_at = NOW
    session.commit()

    assert "weekly" not in begun(visit, cast).location


@pytest.mark.parametrize("who", ["ana", "otto", "sam"])
def test_others_find_nothing(cast, visit, who):
    assert begun(visit, cast, getattr(cast, who)).status_code == 404
    assert visit(getattr(cast, who), f"/clients/{cast.ana.id}/volume").status_code == 404


def test_the_button_stands_beside_new_plan(cast, visit):
    text = visit(cast.carla, f"/clients/{cast.ana.id}/plans").text

    assert re.search(r'href="/clients/[^"]+/volume/race-plan"', text)
