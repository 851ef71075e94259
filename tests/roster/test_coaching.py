"""What an athlete shows to whom, and the end of a coaching."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.access import Actor, may
from portal.core.db import transaction
from portal.core.errors import Refusal
from portal.events.log import LoggedEvent
from portal.roster.actions import grant, revoke
from portal.roster.models import Coaching, Consent
from portal.roster.policy import CLIENT, PLAN_FOR, SEE_HEALTH
from portal.roster.queries import client_head, clients_of, trainers_of
from portal.roster.rules import DataKind, Life
from tests.cast import NOW, TODAY

STRANGERS = ["otto", "sam", "ada"]


@pytest.fixture
def coaching(session, cast):
    return lambda: session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)).one()


@pytest.fixture
def url(coaching):
    number = coaching().id
    return lambda rest: f"/coachings/{number}/{rest}"


@pytest.fixture
def facts(session):
    def named(name):
        return session.scalars(select(LoggedEvent).where(LoggedEvent.name == f"roster.{name}")).all()

    return named


def test_the_page_says_who_coaches_and_what_they_see(visit, cast):
    page = visit(cast.ana, "/coaching").text

    assert "Carla Moreau" in page
    assert page.count("shown since") == 3
    assert "To the Strava page" in page
    assert "Otto Brandt" in page
    assert "sees nothing any more" in page


def test_who_has_no_trainer_reads_how_to_get_one(visit, cast):
    assert "A trainer invites you with a link, a code or a mail." in visit(cast.sam, "/coaching").text


def test_a_consent_taken_back_acts_on_the_next_request(visit, cast, url, session, facts):
    carla = Actor(cast.carla.id, is_trainer=True)
    assert may(PLAN_FOR, carla, cast.ana.id)

    response = visit(cast.ana, url("consents/training"), method="DELETE", target="coaching_list")

    assert response.text.strip().startswith('<div id="coaching_list"')
    assert response.text.count("shown since") == 2
    assert "Training not shown any more" in response.text
    assert not may(PLAN_FOR, carla, cast.ana.id)
    assert may(CLIENT, carla, cast.ana.id)
    assert facts("ConsentRevoked")[0].by_id == cast.ana.id


def test_a_consent_given_again_is_a_new_row_of_its_history(visit, cast, url, session):
    for method in ("DELETE", "POST"):
        visit(cast.ana, url("consents/training"), method=method)

    rows = session.execute(
        select(Consent.revoked_at, Consent.granted_at).where(Consent.kind == "training").order_by(Consent.granted_at)
    ).all()
    assert [(row.revoked_at, row.granted_at == NOW) for row in rows][-2:] == [(NOW, False), (None, True)]
    assert may(PLAN_FOR, Actor(cast.carla.id), cast.ana.id)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_doing_it_twice_changes_nothing(visit, cast, url, facts, method):
    for _ in range(2):
        assert visit(cast.ana, url("consents/health"), method=method).status_code == 303

    assert len(facts("ConsentRevoked")) == (1 if method == "DELETE" else 0)
    assert facts("ConsentGranted") == []


@pytest.mark.parametrize(("who", "status"), [("carla", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_only_the_athlete_decides_what_is_shown(visit, cast, url, facts, who, status, method):
    assert visit(getattr(cast, who), url("consents/strava"), method=method).status_code == status
    assert visit(getattr(cast, who), url("consents/training"), method=method).status_code == status
    assert facts("ConsentGranted") + facts("ConsentRevoked") == []


def test_there_is_no_consent_of_another_name(visit, cast, url):
    assert visit(cast.ana, url("consents/everything"), method="POST").status_code == 404


def test_strava_is_not_agreed_to_here_but_can_be_taken_back(visit, cast, coaching, url, facts):
    assert visit(cast.ana, url("consents/strava"), method="POST").status_code == 404
    assert facts("ConsentGranted") == []

    with transaction():
        grant(coaching(), DataKind.STRAVA, actor=Actor(cast.ana.id), now=NOW)
    assert visit(cast.ana, url("consents/strava"), method="DELETE").status_code == 303
    assert DataKind.STRAVA not in client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY).shows


def test_strava_is_granted_and_revoked_by_those_who_ask_for_it(cast, coaching, facts):
    ana = Actor(cast.ana.id)
    with transaction():
        grant(coaching(), DataKind.STRAVA, actor=ana, now=NOW)
        grant(coaching(), DataKind.STRAVA, actor=ana, now=NOW)
    assert DataKind.STRAVA in client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY).shows

    with transaction():
        revoke(coaching(), DataKind.STRAVA, actor=ana, now=NOW)
        revoke(coaching(), DataKind.STRAVA, actor=ana, now=NOW)

    assert DataKind.STRAVA not in client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY).shows
    assert (len(facts("ConsentGranted")), len(facts("ConsentRevoked"))) == (1, 1)


def test_a_consent_to_an_older_text_is_asked_anew(cast, coaching, session):
    with transaction():
        consent = session.scalars(select(Consent).where(Consent.coaching_id == coaching().id)).first()
        consent.text_version = 0
        grant(coaching(), consent.kind, actor=Actor(cast.ana.id), now=NOW)

    rows = session.scalars(
        select(Consent)
        .where(Consent.coaching_id == coaching().id, Consent.kind == consent.kind)
        .order_by(Consent.text_version)
    )
    assert [(row.text_version, row.revoked_at) for row in rows] == [(0, NOW), (1, None)]


def test_after_the_end_there_is_nothing_to_agree_on(cast, session):
    former = session.scalars(select(Coaching).where(Coaching.trainer_id == cast.otto.id)).one()

    with pytest.raises(Refusal, match="This coaching has ended"):
        grant(former, DataKind.TRAINING, actor=Actor(cast.ana.id), now=NOW)


@pytest.mark.parametrize(("who", "leads"), [("carla", "/clients"), ("ana", "/coaching")])
def test_either_ends_the_coaching_and_access_ends_with_it(visit, cast, url, coaching, facts, who, leads):
    asked = visit(getattr(cast, who), url("ending/new"), target="dialog")
    assert asked.text.strip().startswith('<div id="dialog"')
    assert ("any more from this moment on") in asked.text

    assert visit(getattr(cast, who), url("ending"), method="POST").location == leads

    carla = Actor(cast.carla.id, is_trainer=True)
    assert not any(may(permission, carla, cast.ana.id) for permission in (CLIENT, PLAN_FOR, SEE_HEALTH))
    assert visit(cast.carla, f"/clients/{cast.ana.id}").status_code == 404
    assert visit(cast.carla, f"/clients/{cast.ana.id}/coaching").status_code == 404
    assert visit(cast.carla, f"/clients/{cast.ana.id}/note").status_code == 404
    assert clients_of(carla) == []
    (fact,) = facts("CoachingEnded")
    assert (fact.about_id, fact.by_id) == (cast.ana.id, getattr(cast, who).id)
    assert coaching().ended_at == NOW


def test_ending_twice_changes_nothing(visit, cast, url, facts):
    for _ in range(2):
        assert visit(cast.ana, url("ending"), method="POST").status_code == 303

    assert len(facts("CoachingEnded")) == 1


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_no_coaching(visit, cast, url, coaching, who):
    for method, rest in (("GET", "ending/new"), ("POST", "ending"), ("POST", "note")):
        assert visit(getattr(cast, who), url(rest), method=method).status_code == 404
    for rest in ("coaching", "note"):
        assert visit(getattr(cast, who), f"/clients/{cast.ana.id}/{rest}").status_code == 404
    assert coaching().ended_at is None


def test_a_note_is_the_trainers_own(visit, cast, url, coaching):
    saved = visit(
        cast.carla, url("note"), method="POST", target="client_note", note="Knee. <script>alert(1)</script>\r\nSlow."
    )

    assert saved.status_code == 200
    assert coaching().note == "Knee. <script>alert(1)</script>\nSlow."
    shown = visit(cast.carla, f"/clients/{cast.ana.id}/note").text
    assert "Knee. &lt;script&gt;" in shown
    assert visit(cast.ana, url("note"), method="POST", note="mine").status_code == 403
    assert visit(cast.ana, f"/clients/{cast.ana.id}/note").status_code == 404
    assert "Knee." not in visit(cast.ana, "/coaching").text


def test_the_note_fills_a_place_of_another_page(visit, cast):
    part = visit(cast.carla, f"/clients/{cast.ana.id}/note", headers={"HX-Request": "true"})

    assert part.text.strip().startswith('<div id="client_note"')


def test_too_long_a_note_is_refused_and_nothing_is_lost(visit, cast, url, coaching):
    response = visit(cast.carla, url("note"), method="POST", target="client_note", note="x" * 20_001)

    assert response.status_code == 422
    assert "20,000 are the most" in response.text
    assert "x" * 20_001 in response.text
    assert coaching().note == ""


def test_the_head_of_a_client_shows_only_what_was_opened(cast, session, coaching):
    head = client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY)

    assert (head.athlete_id, head.coaching_id, head.name) == (cast.ana.id, coaching().id, "Ana Kovač")
    assert (head.life, head.life_until) == (Life.ACTIVE, None)
    assert head.shows == {DataKind.TRAINING, DataKind.ACTIVITIES, DataKind.HEALTH}


def test_lists_begin_with_who_asks(cast):
    assert [client.name for client in clients_of(Actor(cast.carla.id))] == ["Ana Kovač"]
    assert clients_of(Actor(cast.otto.id)) == []
    assert [row.name for row in trainers_of(Actor(cast.ana.id))] == ["Carla Moreau", "Otto Brandt"]
    assert trainers_of(Actor(cast.carla.id)) == []


def test_more_trainers_ask_for_no_more(visit, cast, session, queries):
    visit(cast.ana, "/coaching")
    queries.clear()
    visit(cast.ana, "/coaching")
    few = len(queries)
    for n in range(5):
        trainer = cast.keep(Person(name=f"T {n}", email=f"t{n}@trackside.example", password_hash="-", joined_at=NOW))
        cast.keep(Coaching(trainer_id=trainer.id, athlete_id=cast.ana.id, began_at=NOW))

    queries.clear()
    page = visit(cast.ana, "/coaching").text

    assert "T 4" in page
    assert len(queries) == few <= 5


def test_who_shows_their_training_reads_that_days_off_show_too(cast, visit):
    assert "on which days you need not train, without the reason" in visit(cast.ana, "/coaching").text
