"""Tokens: renewed once, stored before they are used, given up when Strava refuses them."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.sandbox.strava.faults import Fault
from tests.strava.conftest import ANA

HABIT = ANA.week[1]
WRONG = "another"


def refreshes(strava):
    return len(strava.asked("/oauth/token")) - 1  # the first is the exchange


def facts(name):
    return db.session.scalar(select(func.count()).select_from(LoggedEvent).where(LoggedEvent.name == name))


def page_of_failures(strava, cast):
    return strava.visit(cast.ada, "/failures").text


def weeks_later(strava, time):
    from workers.strava import tidy_strava  # noqa: PLC0415

    time.moment += timedelta(days=15)
    with strava.app.app_context():
        tidy_strava()
    strava.work()


def test_a_token_that_serves_is_not_renewed(strava, cast, world):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()

    assert refreshes(strava) == 0
    assert len(strava.activities(cast.ana)) == 1


def test_an_expired_token_is_renewed_and_the_new_refresh_token_kept(strava, cast, world, time):
    strava.connect(cast.ana)
    for round_number in (1, 2):
        time.move(hours=7)
        world.finish(ANA, HABIT)
        strava.announce()

        assert refreshes(strava) == round_number
        assert len(strava.activities(cast.ana)) == round_number
    assert strava.account(cast.ana).status == "active"


def test_a_token_that_strava_refuses_early_is_renewed_once_and_the_call_repeated(strava, cast, world, time):
    strava.connect(cast.ana)
    world.tokens.expire(now=time.moment)
    world.finish(ANA, HABIT)
    strava.announce()

    assert refreshes(strava) == 1
    assert len(strava.activities(cast.ana)) == 1


def test_a_refused_refresh_parks_the_account_and_says_so_once(strava, cast, world, time):
    strava.connect(cast.ana)
    del world.tokens.grants[ANA.id]  # withdrawn, and no event told us
    for name in range(3):
        world.announce("activity", 19_000_000_000 + name, "create", ANA.id, {})
    strava.announce()

    assert strava.account(cast.ana).status == "needs_reauth"
    assert facts("strava.StravaNeedsReauth") == 1
    assert "Strava no longer lets us in" in strava.visit(cast.ana, "/settings/strava").text

    asked = len(world.calls)
    time.move(hours=1)
    strava.sweep()
    assert len(world.calls) == asked


def test_what_waited_arrives_after_connecting_again(strava, cast, world):
    strava.connect(cast.ana)
    grant = world.tokens.grants.pop(ANA.id)
    activity = world.finish(ANA, HABIT)
    world.announce("activity", activity.id, "create", ANA.id, {})
    strava.announce()
    assert strava.activities(cast.ana) == []
    assert grant

    strava.connect(cast.ana)
    strava.sweep()

    assert strava.account(cast.ana).status == "active"
    assert [row.external_id for row in strava.activities(cast.ana)] == [str(activity.id)]


def test_a_refresh_whose_answer_is_lost_ends_in_a_plain_request_to_connect_again(strava, cast, world, time):
    strava.connect(cast.ana)
    time.move(hours=7)
    world.faults.add(Fault("cut", path="/oauth/token"))
    stolen = world.tokens.grants[ANA.id]
    world.finish(ANA, HABIT)
    strava.announce()
    world.tokens.renew(stolen.refresh_token, now=world.now())  # Strava renewed; we never saw the answer

    time.move(minutes=2)
    strava.sweep()

    assert strava.account(cast.ana).status == "needs_reauth"
    assert facts("strava.StravaNeedsReauth") == 1


def test_trouble_while_renewing_is_tried_again(strava, cast, world, time):
    strava.connect(cast.ana)
    time.move(hours=7)
    world.faults.add(Fault("502_html", path="/oauth/token"))
    world.finish(ANA, HABIT)
    strava.announce()
    assert strava.activities(cast.ana) == []

    time.move(minutes=2)
    strava.sweep()

    assert len(strava.activities(cast.ana)) == 1


def test_a_missing_permission_asks_for_a_new_yes_and_retries_nothing(strava, cast, world, time):
    strava.connect(cast.ana)
    world.faults.add(Fault("401_scope", path="/api/v3/activities"))
    world.finish(ANA, HABIT)
    strava.announce()
    asked = len(world.calls)

    time.move(hours=2)
    strava.sweep()

    assert strava.account(cast.ana).status == "needs_reauth"
    assert len(world.calls) == asked


def test_another_secret_key_means_connecting_again_and_erases_nothing(strava, cast, world, app, time, monkeypatch):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-key-another-key-another-key")
    world.finish(ANA, ANA.week[2])
    world.announce("athlete", ANA.id, "update", ANA.id, {"authorized": "false"})
    strava.announce()

    assert strava.account(cast.ana).status == "needs_reauth"
    weeks_later(strava, time)
    assert strava.account(cast.ana).status == "needs_reauth"
    assert len(strava.activities(cast.ana)) == 1
    assert "SECRET_KEY is another one than before" in page_of_failures(strava, cast)


def test_when_the_old_secret_key_is_back_it_goes_on_by_itself(strava, cast, world, app, monkeypatch):
    from workers.strava import sweep_links  # noqa: PLC0415

    strava.connect(cast.ana)
    with monkeypatch.context() as changed:
        changed.setitem(app.config, "SECRET_KEY", "another-key-another-key-another-key")
        world.finish(ANA, HABIT)
        strava.announce()
        with app.app_context():
            sweep_links()
        assert strava.account(cast.ana).status == "needs_reauth"
    with app.app_context():
        sweep_links()
    strava.sweep()

    assert strava.account(cast.ana).status == "active"
    assert len(strava.activities(cast.ana)) == 1
    assert "SECRET_KEY" not in page_of_failures(strava, cast)


def test_a_wrong_client_secret_rests_all_and_parks_nobody(strava, cast, world, time):
    strava.connect(cast.ana)
    secret, world.client_secret = world.client_secret, WRONG
    time.move(hours=7)
    world.finish(ANA, HABIT)
    strava.announce()
    world.announce("athlete", ANA.id, "update", ANA.id, {"authorized": "false"})
    strava.announce()
    strava.sweep()

    assert strava.account(cast.ana).status == "active"
    assert "Strava does not let this portal in" in strava.visit(cast.ana, "/settings/strava").text
    assert "Look at STRAVA_CLIENT_ID" in page_of_failures(strava, cast)
    weeks_later(strava, time)
    assert strava.account(cast.ana).status == "active"

    world.client_secret = secret
    time.move(minutes=11)
    strava.sweep()
    assert len(strava.activities(cast.ana)) == 1


def test_connecting_with_a_wrong_client_secret_says_whose_fault_it_is(strava, cast, world):
    world.client_secret = WRONG
    strava.connect(cast.ana)

    assert "Strava does not know this portal by the secret" in strava.visit(cast.ana, "/settings/strava").text
    assert "Look at STRAVA_CLIENT_ID" in page_of_failures(strava, cast)


def test_a_revocation_refused_for_our_secret_is_tried_again(strava, cast, world, time):
    account = strava.connect(cast.ana)
    secret, world.client_secret = world.client_secret, WRONG
    strava.visit(cast.ana, f"/strava/accounts/{account.id}", method="DELETE")
    strava.work()
    assert ANA.id in world.tokens.grants

    world.client_secret = secret
    time.move(minutes=5)
    strava.sweep()
    assert ANA.id not in world.tokens.grants


def test_a_link_refused_for_two_weeks_is_ended_and_erased(strava, cast, world, time):
    strava.connect(cast.ana)
    world.finish(ANA, HABIT)
    strava.announce()
    del world.tokens.grants[ANA.id]
    world.announce("activity", 1, "create", ANA.id, {})
    strava.announce()

    weeks_later(strava, time)

    assert strava.account(cast.ana).status == "revoked"
    assert strava.activities(cast.ana) == []
