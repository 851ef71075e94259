"""What the tests about people share: passwords, mails, and how often something was tried."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from portal.core.limits import Tries
from portal.events.log import LoggedEvent
from tests.cast import CHEAP

PASSWORD = "three green hurdles"  # noqa: S105 -- of invented people
HASH = CHEAP.hash(PASSWORD)


@pytest.fixture(autouse=True)
def no_tries_yet(app):
    """Tries are counted by the clock, which stands still: each test begins without any."""
    app.extensions["tries"] = Tries()


@pytest.fixture
def known(cast, session):
    """Give the whole cast a password that a real instance accepts."""
    for person in (cast.carla, cast.ana, cast.otto, cast.sam, cast.ada):
        person.password_hash = HASH
    session.commit()
    return cast


@pytest.fixture
def mails(app):
    """The mails that were sent since the test began, the oldest first."""
    folder = app.config["TRACKSIDE_HOME"] / "mail"
    before = set(folder.glob("*.eml")) if folder.exists() else set()

    def read():
        new = sorted(set(folder.glob("*.eml")) - before) if folder.exists() else []
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in new]

    return read


@pytest.fixture
def link_in():
    """Return the path of the link in a mail."""

    def find(mail, beginning):
        return re.search(rf"http://localhost({re.escape(beginning)}\S+)", mail.get_content())[1]

    return find


@pytest.fixture
def again(app, session):
    """Do a job of an event once more, as after a worker that was killed before it could say that it was done."""

    def repeat(job, event):
        event_id = session.scalar(select(LoggedEvent.id).where(LoggedEvent.name == event))
        with app.app_context():
            job(str(event_id))

    return repeat
