"""Connecting: from the button to tokens that are stored, and every way in which it may fail."""

import html

import pytest
from sqlalchemy import delete, select

from portal.core.db import db, transaction
from portal.events.log import LoggedEvent
from portal.sandbox.strava.faults import Fault
from portal.strava.client.gateway import Gateway
from portal.strava.models.accounts import StravaAccount, StravaLink
from portal.strava.views.connections import STATE
from tests.strava.conftest import ANA, BEN, WIDE

PAGE = "/settings/strava"


def words_of(response):
    return html.unescape(response.text)


def test_an_athlete_connects(strava, cast):
    account = strava.connect(cast.ana)

    assert account.status == "active"
    assert account.strava_athlete_id == ANA.id
    assert set(account.scopes) == {"read", *WIDE}
    assert db.session.scalar(select(StravaLink)) is None


def test_before_connecting_the_page_says_what_happens_to_the_data(strava, cast, visit):
    page = words_of(visit(cast.ana, PAGE))

    for heading in ("What is read", "What it is used for", "How to stop it", "How it is deleted", "How you know"):
        assert heading in page
    assert "plus privacy zone data and access to read your activities with visibility set to Only You" in page
    assert "Connect with Strava" in page


def test_the_page_shows_what_was_granted(strava, cast, visit):
    strava.connect(cast.ana, scopes=("activity:read",))

    page = words_of(visit(cast.ana, PAGE))

    assert "visible to Everyone and Followers" in page
    assert "Activities that only you can see stay at Strava" in page
    assert "Disconnect Strava" in page


def test_while_tokens_are_on_their_way_the_page_says_so_and_looks_again(strava, cast, visit):
    client, address = strava.go(cast.ana)
    response = strava.come_back(cast.ana, client, strava.say(address))
    assert response.location.endswith(PAGE)

    page = words_of(visit(cast.ana, PAGE))
    assert "Your account is being connected" in page
    assert 'hx-trigger="every 2s"' in page

    strava.work()
    fragment = words_of(visit(cast.ana, PAGE, target="strava_link"))
    assert fragment.lstrip().startswith('<div id="strava_link"')
    assert "Disconnect Strava" in fragment
    assert "every 2s" not in fragment


def test_opening_the_way_back_changes_nothing(strava, cast, visit):
    client, address = strava.go(cast.ana)

    page = visit(cast.ana, strava.say(address), client=client)

    assert page.status_code == 200
    assert 'hx-trigger="load, submit"' in page.text
    assert db.session.scalar(select(StravaLink)) is None


def test_no_on_stravas_page_connects_nothing(strava, cast):
    client, address = strava.go(cast.ana)

    page = strava.visit(cast.ana, strava.say(address, answer="no"), client=client)

    assert "You said no on Strava’s page" in words_of(page)
    assert strava.account(cast.ana) is None


def test_without_the_box_for_activities_one_is_asked_to_connect_again(strava, cast):
    client, address = strava.go(cast.ana)

    page = strava.visit(cast.ana, strava.say(address, scopes=()), client=client)
    strava.work()

    assert "the box for your activities was left empty" in words_of(page)
    assert "/strava/authorization?again=1" in page.text
    assert strava.account(cast.ana) is None
    assert strava.asked("/oauth/token") == []


def test_a_scope_that_is_only_claimed_does_not_count(strava, cast):
    """What Strava says about the token holds, not what stands in the address bar."""
    client, address = strava.go(cast.ana)
    back = strava.say(address, scopes=()).replace("scope=read", "scope=read,activity:read_all")

    strava.come_back(cast.ana, client, back)
    strava.work()

    assert strava.account(cast.ana) is None
    assert "the box for your activities was left empty" in words_of(strava.visit(cast.ana, PAGE))


@pytest.mark.parametrize("state", ["", "somebody-elses", "ünïcode"])
def test_a_way_back_that_did_not_begin_here_leads_nowhere(strava, cast, state):
    client, _ = strava.go(cast.ana)

    for method, url in (
        ("GET", f"/strava/callback?code=stolen&scope=activity:read&state={state}"),
        ("POST", "/strava/connection"),
    ):
        form = {"code": "stolen", "scope": "activity:read", "state": state} if method == "POST" else {}
        page = strava.visit(cast.ana, url, method=method, client=client, data=form)

        assert page.status_code == 409
        assert "did not begin in this browser" in words_of(page)
    assert db.session.scalar(select(StravaLink)) is None


def test_a_refused_way_back_is_swapped_into_the_page(strava, cast):
    client, _ = strava.go(cast.ana)

    refused = strava.visit(cast.ana, "/strava/connection", method="POST", client=client, target="strava_callback")

    assert refused.status_code == 409
    assert refused.text.lstrip().startswith('<div id="strava_callback"')


def test_a_yes_works_once(strava, cast):
    client, address = strava.go(cast.ana)
    back = strava.say(address)
    strava.come_back(cast.ana, client, back)

    assert strava.come_back(cast.ana, client, back).status_code == 409


def test_a_code_that_strava_refuses_is_said(strava, cast, time):
    client, address = strava.go(cast.ana)
    back = strava.say(address)
    time.move(minutes=30)
    strava.come_back(cast.ana, client, back)
    strava.work()

    assert "Strava did not accept the connection" in words_of(strava.visit(cast.ana, PAGE))
    assert strava.account(cast.ana) is None


def test_a_yes_that_nobody_followed_is_not_waited_for_for_ever(strava, cast, time):
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))
    time.move(minutes=11)

    page = words_of(strava.visit(cast.ana, PAGE))

    assert "Strava did not accept the connection" in page
    assert "every 2s" not in page


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("403_cap", "only a limited number of athletes"),
        ("403_inactive", "Strava does not serve this portal"),
        ("502_html", "Strava did not answer"),
        ("200_html", "Strava did not answer"),
        ("cut", "Strava did not answer"),
    ],
)
def test_trouble_at_strava_is_said_in_words_and_leaves_no_half_made_account(strava, cast, world, fault, said):
    world.faults.add(Fault(fault, path="/oauth/token"))
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))
    strava.work()

    page = words_of(strava.visit(cast.ana, PAGE))

    assert said in page
    assert "Connect with Strava" in page
    assert db.session.scalar(select(StravaAccount)) is None


def test_the_athlete_cap_of_strava_itself(strava, cast, world):
    world.cap = 0
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))
    strava.work()

    assert "all places are taken" in words_of(strava.visit(cast.ana, PAGE))


def test_one_strava_account_belongs_to_one_person(strava, cast):
    strava.connect(cast.ana)

    strava.connect(cast.sam, athlete=ANA)

    assert strava.account(cast.sam) is None
    assert "already connected to another person" in words_of(strava.visit(cast.sam, PAGE))


def test_another_account_needs_a_disconnection_first(strava, cast):
    strava.connect(cast.ana)

    strava.connect(cast.ana, athlete=BEN)

    assert strava.account(cast.ana).strava_athlete_id == ANA.id
    assert "another Strava account than the one connected" in words_of(strava.visit(cast.ana, PAGE))


def test_connecting_again_with_more_boxes_widens_the_link(strava, cast):
    before = strava.connect(cast.ana, scopes=("activity:read",))
    generation = before.generation

    after = strava.connect(cast.ana)

    assert "activity:read_all" in after.scopes
    assert after.generation == generation


def test_what_is_kept_of_tokens_cannot_be_read(strava, cast, world):
    account = strava.connect(cast.ana)
    grant = world.tokens.grants[ANA.id]

    for sealed in (account.access_sealed, account.refresh_sealed):
        assert grant.refresh_token not in sealed
        assert not any(token in sealed for token in grant.access)


def test_connecting_is_a_fact_without_a_name(strava, cast):
    account = strava.connect(cast.ana)

    facts = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "strava.StravaConnected")).all()
    assert [(fact.about_id, fact.payload) for fact in facts] == [(cast.ana.id, {"account_id": str(account.id)})]


def test_the_first_connection_asks_strava_for_events(strava, cast, world):
    strava.connect(cast.ana)

    assert "Strava cannot announce" not in words_of(strava.visit(cast.ana, PAGE))
    assert [call.method for call in strava.asked("/api/v3/push_subscriptions")] == ["GET"]  # it was there


def test_where_strava_cannot_reach_us_the_page_says_so(strava, cast, world):
    world.hooks.subscription = None  # nobody listens at PUBLIC_URL, so the handshake fails

    strava.connect(cast.ana)

    assert "Strava cannot announce new activities" in words_of(strava.visit(cast.ana, PAGE))


@pytest.mark.parametrize("url", [PAGE, "/strava/authorization", "/strava/callback"])
def test_only_who_is_signed_in_has_a_link(strava, visit, url):
    assert visit(None, url).location.startswith("/session/new")


@pytest.mark.parametrize("who", ["carla", "otto", "sam", "ada"])
def test_nobody_else_can_touch_a_link(strava, cast, who):
    account = strava.connect(cast.ana)

    for method, url in (
        ("DELETE", f"/strava/accounts/{account.id}"),
        ("POST", f"/strava/accounts/{account.id}/backfill"),
    ):
        assert strava.visit(getattr(cast, who), url, method=method).status_code == 404
    assert strava.account(cast.ana).status == "active"


def test_where_strava_is_off_the_page_says_so_and_the_rest_is_not_there(strava, cast, app, monkeypatch):
    monkeypatch.setitem(app.config, "STRAVA_SHARING", "off")

    assert "Strava is not set up here" in words_of(strava.visit(cast.ana, PAGE))
    for url in ("/strava/authorization", "/strava/callback"):
        assert strava.visit(cast.ana, url).status_code == 404
    assert strava.post({})[0] == 404


def test_where_strava_was_turned_off_one_can_still_leave(strava, cast, app, monkeypatch):
    account = strava.connect(cast.ana)
    monkeypatch.setitem(app.config, "STRAVA_SHARING", "off")

    assert "Disconnect Strava" in strava.visit(cast.ana, PAGE).text
    strava.visit(cast.ana, f"/strava/accounts/{account.id}", method="DELETE")
    strava.work()

    assert strava.account(cast.ana).status == "revoked"


def test_the_page_costs_the_same_however_much_was_imported(strava, cast, world, queries):
    strava.connect(cast.ana)
    queries.clear()
    strava.visit(cast.ana, PAGE)
    few = len(queries)
    for _ in range(5):
        world.finish(ANA, ANA.week[1])
    strava.announce()
    queries.clear()

    strava.visit(cast.ana, PAGE)

    assert len(queries) == few <= 8


def test_a_grant_that_is_refused_here_is_given_back(strava, cast, world):
    strava.connect(cast.ana)

    strava.connect(cast.ana, athlete=BEN)

    assert set(world.tokens.grants) == {ANA.id}


def test_a_grant_is_not_given_back_while_another_link_needs_it(strava, cast, world):
    strava.connect(cast.ana)

    strava.connect(cast.sam, athlete=ANA)

    assert set(world.tokens.grants) == {ANA.id}


def test_who_takes_the_yes_back_meanwhile_leaves_no_grant(strava, cast, world, monkeypatch):
    exchange = Gateway.exchange_code

    def leaves_meanwhile(gateway, code):
        with transaction():
            db.session.execute(delete(StravaLink))
        return exchange(gateway, code)

    monkeypatch.setattr(Gateway, "exchange_code", leaves_meanwhile)
    strava.connect(cast.ana)

    assert strava.account(cast.ana) is None
    assert world.tokens.grants == {}


def test_a_grant_that_cannot_be_given_back_stops_nothing(strava, cast, world):
    strava.connect(cast.ana)
    world.faults.add(Fault("502_html", path="/oauth/revoke"))

    strava.connect(cast.ana, athlete=BEN)

    assert "another Strava account than the one connected" in words_of(strava.visit(cast.ana, PAGE))


@pytest.mark.parametrize("scopes", [WIDE, ("activity:read",)])
@pytest.mark.parametrize("is_done", [True, False])
def test_a_yes_sent_twice_is_one(strava, cast, is_done, scopes):
    """As from a button that was pressed twice: the second comes with the cookie of the first, and may come late."""
    client, address = strava.go(cast.ana)
    back = strava.say(address, scopes=scopes)
    say_yes_again(strava, cast.ana, client, back, after=strava.work if is_done else None)

    strava.work()

    assert strava.account(cast.ana).status == "active"
    assert db.session.scalar(select(StravaLink)) is None
    assert "Strava did not accept" not in words_of(strava.visit(cast.ana, PAGE))
    assert len(strava.asked("/oauth/token")) == 1


def test_a_yes_sent_twice_says_once_why_it_was_refused(strava, cast):
    strava.connect(cast.ana)
    client, address = strava.go(cast.sam)
    say_yes_again(strava, cast.sam, client, strava.say(address, athlete=ANA), after=strava.work)

    strava.work()

    assert "already connected to another person" in words_of(strava.visit(cast.sam, PAGE))


def test_a_yes_sent_again_is_tried_again_when_strava_did_not_answer(strava, cast, world):
    world.faults.add(Fault("502_html", path="/oauth/token"))
    client, address = strava.go(cast.ana)

    def comes_back_later():
        strava.work()
        world.faults.clear()

    say_yes_again(strava, cast.ana, client, strava.say(address), after=comes_back_later)

    strava.work()

    assert strava.account(cast.ana).status == "active"


def say_yes_again(strava, person, client, back, *, after):
    with client.session_transaction() as cookie:
        state = cookie[STATE]
    assert strava.come_back(person, client, back).status_code == 303
    if after:
        after()
    with client.session_transaction() as cookie:
        cookie[STATE] = state
    assert strava.come_back(person, client, back).status_code == 303
