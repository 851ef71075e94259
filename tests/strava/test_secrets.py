"""No token, code or secret stands in a log line, a job, an event or an error page."""

import logging

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.sandbox.strava.faults import Fault
from tests.strava.conftest import ANA, WIDE

HABIT = ANA.week[1]


@pytest.fixture
def lines(caplog):
    """Everything anybody logged; the sandbox's own server is not ours."""
    caplog.set_level(logging.DEBUG)

    def lines():
        return "\n".join(
            f"{record.name} {record.getMessage()} {record.exc_text or ''} {record.__dict__}"
            for record in caplog.records
        )

    return lines


def test_no_secret_is_ever_written_down(strava, cast, world, time, lines):
    client, address = strava.go(cast.ana)
    back = strava.say(address, scopes=WIDE)
    code = back.split("code=")[1].split("&")[0]
    strava.come_back(cast.ana, client, back)
    strava.work()
    secrets = {code, "s3cret-of-the-tests", strava.app.config["STRAVA_WEBHOOK_TOKEN"]}
    for fault in ("401", "429", "500", "200_html", "cut", "404"):
        secrets |= {world.tokens.grants[ANA.id].refresh_token, *world.tokens.grants[ANA.id].access}
        world.faults.add(Fault(fault, path="/api/v3/activities"))
        world.finish(ANA, HABIT)
        strava.announce()
        time.move(hours=7)
        strava.sweep()
    secrets |= {world.tokens.grants[ANA.id].refresh_token, *world.tokens.grants[ANA.id].access}
    world.faults.add(Fault("500", path="/push_subscriptions"))
    with strava.app.app_context():
        from workers.strava import check_subscription  # noqa: PLC0415

        check_subscription()
    strava.visit(cast.ana, f"/strava/accounts/{strava.account(cast.ana).id}", method="DELETE")
    strava.work()

    written = lines() + str(db.session.execute(select(LoggedEvent.__table__)).all())
    found = [secret for secret in secrets if secret in written]
    assert len(secrets) > 8
    assert found == []


def test_what_fails_at_strava_says_nothing_about_secrets(strava, cast, world, lines):
    world.faults.add(Fault("cut", path="/oauth/token"))
    client, address = strava.go(cast.ana)
    strava.come_back(cast.ana, client, strava.say(address))
    strava.work()

    page = strava.visit(cast.ana, "/settings/strava").text

    for text in (page, lines()):
        assert "s3cret" not in text


def test_settings_can_be_printed_without_harm(app):
    from portal.strava.client.application import Application  # noqa: PLC0415

    application = Application.of(app.config)

    for secret in ("STRAVA_CLIENT_SECRET", "STRAVA_WEBHOOK_TOKEN", "SECRET_KEY"):
        assert app.config[secret] not in repr(application)
