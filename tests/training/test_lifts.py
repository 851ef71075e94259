"""Lifts over time: who may see them, what they show."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core.units import System
from portal.roster.models import Consent
from portal.roster.rules import DataKind
from portal.training.rules.lifts import DoneSet, charts_of, days_of, rep_records
from tests.cast import NOW
from tests.training.builders import exercise

WHO_MAY = [("ana", 200), ("carla", 200), ("otto", 404), ("sam", 404), ("ada", 404)]


@pytest.fixture
def trained(gym):
    """Ana's plan with two sessions done."""
    plan = gym.plan()
    for session in gym.sessions(plan)[:2]:
        gym.train(session)
    return plan


@pytest.mark.parametrize(("who", "status"), WHO_MAY)
@pytest.mark.parametrize("is_one", [False, True])
def test_who_sees_the_training_sees_the_lifts(gym, trained, cast, visit, who, status, is_one):
    url = f"/athletes/{cast.ana.id}/lifts" + (f"/{gym.squat.id}" if is_one else "")

    assert visit(getattr(cast, who), url).status_code == status


@pytest.mark.parametrize("is_one", [False, True])
def test_a_trainer_without_the_consent_sees_no_lifts(gym, trained, cast, visit, session, is_one):
    for consent in session.scalars(select(Consent).where(Consent.kind == DataKind.TRAINING)):
        consent.revoked_at = NOW
    session.commit()
    url = f"/athletes/{cast.ana.id}/lifts" + (f"/{gym.squat.id}" if is_one else "")

    assert visit(cast.carla, url).status_code == 403
    assert visit(cast.ana, url).status_code == 200


def test_the_list_leads_to_each_lift(gym, trained, cast, visit):
    text = visit(cast.ana, f"/athletes/{cast.ana.id}/lifts").text

    assert f'href="/athletes/{cast.ana.id}/lifts/{gym.squat.id}"' in text
    assert "62.5 kg" in text


def test_a_lift_shows_its_sessions_its_best_loads_and_its_charts(gym, trained, cast, visit):
    text = " ".join(visit(cast.carla, f"/athletes/{cast.ana.id}/lifts/{gym.squat.id}").text.split())

    assert "2 sessions in two years" in text
    assert "3 × 5 × 62.5 kg" in text
    assert "Estimated maximum" in text
    assert "Tonnage a week" in text
    assert "900 kg" in text  # 3 × 5 × 60


def test_records_lead_to_their_lift(gym, trained, cast, visit):
    link = f'href="/athletes/{cast.ana.id}/lifts/{gym.squat.id}"'

    assert link in visit(cast.ana, "/activities").text
    assert link in visit(cast.carla, f"/clients/{cast.ana.id}/activities").text


def test_what_was_never_lifted_has_no_page(gym, trained, cast, visit):
    bench = exercise(cast, name="Bench press", slug="bench-press")

    assert visit(cast.ana, f"/athletes/{cast.ana.id}/lifts/{bench.id}").status_code == 404
    assert visit(cast.ana, f"/athletes/{cast.ana.id}/lifts/{uuid4()}").status_code == 404


def test_who_lifted_nothing_is_told_what_will_stand_here(cast, visit):
    assert "No lift yet" in visit(cast.ana, f"/athletes/{cast.ana.id}/lifts").text


def test_a_lift_costs_the_same_for_many_sessions(gym, cast, visit, queries):
    plan = gym.plan(weeks=12)
    sessions = gym.sessions(plan)
    url = f"/athletes/{cast.ana.id}/lifts/{gym.squat.id}"
    gym.train(sessions[0])
    visit(cast.ana, url)  # signs in
    queries.clear()
    visit(cast.ana, url)
    few = len(queries)
    for session in sessions[1:8]:
        gym.train(session)
    queries.clear()
    visit(cast.ana, url)

    assert len(queries) == few <= 8


# The rules.

MONDAY = date(2026, 5, 18)
ONE, TWO = UUID(int=1), UUID(int=2)


def test_the_best_loads_leave_out_what_a_longer_set_beats():
    done = [
        DoneSet(ONE, MONDAY, 100, 5),
        DoneSet(ONE, MONDAY, 90, 8),
        DoneSet(TWO, MONDAY + timedelta(days=2), 95, 3),
        DoneSet(TWO, MONDAY + timedelta(days=2), 110, 1),
    ]

    assert [(record.reps, record.load_kg) for record in rep_records(done)] == [(1, 110), (5, 100), (8, 90)]


def test_long_sets_count_for_tonnage_and_for_no_maximum():
    (day,) = days_of([DoneSet(ONE, MONDAY, 40, 20)])

    assert (day.one_rep_max_kg, day.tonnage_kg) == (None, 800)
    assert [str(chart.title) for chart in charts_of([day], System.METRIC)] == ["Tonnage a week"]


def test_charts_are_in_the_readers_units():
    (day,) = days_of([DoneSet(ONE, MONDAY, 100, 1)])

    maxima, tonnage = charts_of([day], System.IMPERIAL)

    assert maxima.layers[0].y == [pytest.approx(220.46, abs=0.01)]
    assert str(tonnage.unit) == "pounds"


SETS = st.lists(
    st.builds(
        DoneSet,
        st.just(ONE),
        st.dates(MONDAY, MONDAY + timedelta(days=700)),
        st.floats(0.5, 500),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=30,
)


@given(SETS)
def test_best_loads_fall_as_repetitions_rise_and_every_set_is_at_most_the_best(done):
    found = rep_records(done)

    assert [record.reps for record in found] == sorted({record.reps for record in found})
    assert all(a.load_kg > b.load_kg for a, b in pairwise(found))
    assert max(record.load_kg for record in found) == max(row.load_kg for row in done)


@given(SETS)
def test_no_load_is_lost_between_sessions_and_weeks(done):
    ordered = sorted(done, key=lambda row: row.on)
    days = days_of([DoneSet(UUID(int=row.on.toordinal()), row.on, row.load_kg, row.reps) for row in ordered])

    tonnage = charts_of(days, System.METRIC)[-1]

    assert sum(tonnage.layers[0].y) == pytest.approx(sum(row.load_kg * row.reps for row in done))
