"""Fixtures this folder shares with others."""

from datetime import timedelta

import pytest

from portal.messaging.models import Conversation
from portal.notifications.models import Notice
from tests.cast import NAMES, NOW
from tests.people import link_in, mails
from tests.training.builders import Gym

__all__ = ["link_in", "mails"]


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


@pytest.fixture
def conversation(cast):
    return cast.keep(Conversation(trainer_id=cast.carla.id, athlete_id=cast.ana.id, began_at=NOW - timedelta(days=9)))


@pytest.fixture
def told(cast):
    """What somebody was told: kind and who did it, the latest first. People by their first names."""
    ids = {name: getattr(cast, name).id for name in NAMES}  # before any job lets go of the records
    names = {person_id: name for name, person_id in ids.items()}

    def told(name):
        rows = cast.session.query(Notice).filter_by(person_id=ids[name]).order_by(Notice.told_at.desc(), Notice.id)
        return [(row.kind.value, names.get(row.other_id)) for row in rows]

    return told
