"""Sharing: connecting is not sharing; each trainer separately; at once, and never against the operator's choice."""

import html

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.terms import Terms, agree, terms
from portal.roster.models import Coaching, Consent
from portal.roster.rules import DataKind
from tests.strava.conftest import ANA

PAGE = "/settings/strava"


@pytest.fixture
def coaching(cast):
    return db.session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)).one()


@pytest.fixture
def operator_chooses(app, monkeypatch):
    """Choose what STRAVA_SHARING is from now on."""
    before = terms()

    def choose(sharing):
        monkeypatch.setitem(app.config, "STRAVA_SHARING", sharing)
        agree(Terms(trainers_may_see_strava=sharing == "coach_with_consent"))

    yield choose
    agree(before)


def consents():
    db.session.expire_all()
    return db.session.scalars(select(Consent).where(Consent.kind == DataKind.STRAVA)).all()


def test_connecting_shares_nothing(strava, cast):
    strava.connect(cast.ana)

    assert consents() == []
    page = html.unescape(strava.visit(cast.ana, PAGE).text)
    assert "Carla Moreau" in page
    assert "sees nothing that comes from Strava" in page
    assert "Otto Brandt" not in page


def test_an_athlete_shares_with_one_trainer_and_stops(strava, cast, coaching, time):
    strava.connect(cast.ana)
    url = f"/coachings/{coaching.id}/strava"

    shared = strava.visit(cast.ana, url, method="POST", target="strava_shares").text
    assert shared.lstrip().startswith('<div id="strava_shares"')
    assert "sees your activities from Strava since" in html.unescape(shared)
    time.move(minutes=1)
    strava.visit(cast.ana, url, method="DELETE", target="strava_shares")

    (consent,) = consents()
    assert consent.text_version >= 1
    assert consent.revoked_at == time.moment


def test_sharing_twice_is_one_consent(strava, cast, coaching):
    strava.connect(cast.ana)

    for _ in range(2):
        assert strava.visit(cast.ana, f"/coachings/{coaching.id}/strava", method="POST").status_code == 303

    assert len(consents()) == 1


@pytest.mark.parametrize(("who", "status"), [("carla", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_only_the_athlete_decides(strava, cast, coaching, who, status, method):
    strava.connect(cast.ana)

    response = strava.visit(getattr(cast, who), f"/coachings/{coaching.id}/strava", method=method)

    assert response.status_code == status
    assert consents() == []


def test_where_only_athletes_may_see_there_is_nothing_to_switch(strava, cast, coaching, operator_chooses):
    operator_chooses("athlete_only")
    strava.connect(cast.ana)

    page = html.unescape(strava.visit(cast.ana, PAGE).text)
    refused = strava.visit(cast.ana, f"/coachings/{coaching.id}/strava", method="POST")

    assert "On this portal nobody but you sees what comes from Strava" in page
    assert f"/coachings/{coaching.id}/strava" not in page
    assert refused.status_code == 409
    assert "trainers see nothing that comes from Strava" in html.unescape(refused.text)
    assert consents() == []


def test_before_connecting_an_athlete_only_portal_promises_that_nobody_sees_it(strava, cast, operator_chooses):
    operator_chooses("athlete_only")

    assert "Nobody but you sees them, your trainer neither" in html.unescape(strava.visit(cast.ana, PAGE).text)


@pytest.mark.parametrize(
    ("sharing", "agreed", "seen"),
    [
        ("coach_with_consent", True, True),
        ("coach_with_consent", False, False),
        ("athlete_only", True, False),
    ],
)
def test_what_the_trainer_sees(strava, cast, world, coaching, operator_chooses, sharing, agreed, seen):
    strava.connect(cast.ana)
    world.finish(ANA, ANA.week[1])
    strava.announce()
    if agreed:
        strava.visit(cast.ana, f"/coachings/{coaching.id}/strava", method="POST")
    operator_chooses(sharing)
    (row,) = strava.activities(cast.ana)

    assert (strava.visit(cast.carla, f"/activities/{row.id}").status_code == 200) is seen
    assert strava.visit(cast.ana, f"/activities/{row.id}").status_code == 200
    assert strava.visit(cast.sam, f"/activities/{row.id}").status_code == 404
