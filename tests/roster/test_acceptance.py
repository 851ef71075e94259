"""Accepting an invitation with the account one has."""

import pytest
from sqlalchemy import func, select

from portal.core.access import Actor
from portal.events.log import LoggedEvent
from portal.roster.models import Coaching, Consent
from portal.roster.queries import clients_of
from tests.cast import NOW
from tests.people import PASSWORD


@pytest.fixture
def link(visit, cast):
    """The link of an invitation that Carla handed over."""
    return visit(cast.carla, "/invitations", method="POST", name="Sam").location


@pytest.fixture
def coachings(session):
    def between(trainer, athlete):
        return session.scalars(
            select(Coaching).where(Coaching.trainer_id == trainer.id, Coaching.athlete_id == athlete.id)
        ).all()

    return between


def accept(visit, person, link, **kinds):
    return visit(person, link + "/acceptance", method="POST", data=kinds)


def test_one_reads_who_invites_and_what_will_be_seen(visit, cast, link):
    page = visit(cast.sam, link).text

    assert "Carla Moreau wants to coach you" in page
    assert "You are signed in as Sam Reyes" in page
    for meaning in ("Your plans, what you log in them", "What your watch or phone recorded", "Whether you are ill"):
        assert meaning in page
    assert "checked" not in page
    assert "carla@trackside.example" not in page


def test_accepting_begins_the_coaching_with_what_was_ticked(visit, cast, link, coachings, session):
    response = accept(visit, cast.sam, link, training="y", health="y")

    assert (response.status_code, response.location) == (303, "/coaching?joined=1")
    (coaching,) = coachings(cast.carla, cast.sam)
    consents = session.execute(select(Consent.kind, Consent.text_version).where(Consent.coaching_id == coaching.id))
    assert sorted(tuple(row) for row in consents) == [("health", 1), ("training", 1)]
    assert "Sam Reyes" in [client.name for client in clients_of(Actor(cast.carla.id, is_trainer=True))]
    facts = session.scalars(select(LoggedEvent.name).where(LoggedEvent.about_id == cast.sam.id)).all()
    assert sorted(facts) == ["roster.CoachingBegan", "roster.ConsentGranted", "roster.ConsentGranted"]


def test_accepting_without_any_tick_shows_nothing(visit, cast, link, coachings, session):
    accept(visit, cast.sam, link)

    (coaching,) = coachings(cast.carla, cast.sam)
    assert session.scalar(select(func.count()).where(Consent.coaching_id == coaching.id)) == 0


@pytest.mark.parametrize("times", [2, 3])
def test_a_double_click_or_a_second_tab_accepts_once(visit, cast, link, coachings, times):
    answers = {accept(visit, cast.sam, link, training="y").location for _ in range(times)}

    assert answers == {"/coaching?joined=1"}
    assert len(coachings(cast.carla, cast.sam)) == 1


def test_opening_it_again_says_that_one_has_accepted(visit, cast, link):
    accept(visit, cast.sam, link)

    response = visit(cast.sam, link)

    assert response.status_code == 410
    assert "You accepted this invitation of Carla Moreau before." in response.text


def test_an_accepted_invitation_serves_nobody_else(visit, cast, link, coachings):
    accept(visit, cast.sam, link)

    for answer in (visit(cast.ada, link), accept(visit, cast.ada, link)):
        assert answer.status_code in {409, 410}
        assert "This invitation was accepted already." in answer.text
    assert coachings(cast.carla, cast.ada) == []


def test_an_expired_invitation_says_so(visit, cast, link, coachings, time):
    time.move(days=14)

    for person in (None, cast.sam):
        response = visit(person, link)
        assert response.status_code == 410
        assert "This invitation has expired. Ask Carla Moreau for a new one" in response.text
    assert accept(visit, cast.sam, link).status_code == 409
    assert coachings(cast.carla, cast.sam) == []


def test_nobody_accepts_their_own_invitation(visit, cast, link, coachings):
    response = accept(visit, cast.carla, link)

    assert response.status_code == 409
    assert "This is your own invitation." in response.text
    assert coachings(cast.carla, cast.carla) == []


def test_whom_she_coaches_already_has_nothing_to_accept(visit, cast, link, coachings):
    for response in (visit(cast.ana, link), accept(visit, cast.ana, link)):
        assert "Carla Moreau coaches you already, so there is nothing to accept." in response.text
    assert len(coachings(cast.carla, cast.ana)) == 1
    assert visit(None, link).status_code == 200  # still there for whom it was made


def test_who_was_coached_before_can_be_coached_again(visit, cast, coachings):
    link = visit(cast.otto, "/invitations", method="POST", name="Ana").location

    accept(visit, cast.ana, link, training="y")

    assert [c.ended_at is None for c in sorted(coachings(cast.otto, cast.ana), key=lambda c: c.began_at)] == [
        False,
        True,
    ]


def test_a_trainer_may_be_coached_too(visit, cast, link, coachings):
    accept(visit, cast.otto, link)

    assert len(coachings(cast.carla, cast.otto)) == 1


def test_without_signing_in_nothing_is_accepted(visit, cast, link):
    assert accept(visit, None, link).status_code == 401


def test_who_has_an_account_signs_in_and_comes_back(visit, known, app, link):
    browser = app.test_client()
    assert f"/session/new?next={link}" in visit(None, link, client=browser).text

    form = {"email": "sam@trackside.example", "password": PASSWORD, "next": link}
    response = visit(None, "/session", method="POST", client=browser, data=form)

    assert response.location == link
    assert "You are signed in as Sam Reyes" in visit(None, link, client=browser).text


def test_the_page_is_the_same_whoever_it_was_mailed_to(visit, cast, deliver, mails, link_in):
    pages = []
    for who in ("sam", "xyz"):
        form = {"name": "N", "email": f"{who}@trackside.example"}
        link = visit(cast.carla, "/invitations", method="POST", data=form).location
        pages.append(visit(None, link).text.replace(link, "").replace(f"{who}@trackside", ""))

    assert pages[0] == pages[1]


def test_what_the_trainer_sees_begins_with_the_acceptance(visit, cast, link, session):
    assert visit(cast.carla, f"/clients/{cast.sam.id}/coaching").status_code == 404

    accept(visit, cast.sam, link, training="y")

    page = visit(cast.carla, f"/clients/{cast.sam.id}/coaching").text
    assert page.count("shown since") == 1
    assert page.count("not shown") == 3
    assert session.scalar(select(Coaching.began_at).where(Coaching.athlete_id == cast.sam.id)) == NOW
