from datetime import timedelta

import pytest

from portal.messaging.models import Conversation, Message, ReadMark
from tests.cast import NOW
from tests.training.builders import Gym


class Talk:
    """What Carla and Ana write to each other."""

    def __init__(self, cast, trainer=None):
        self.cast = cast
        trainer = trainer or cast.carla
        self.conversation = cast.keep(
            Conversation(trainer_id=trainer.id, athlete_id=cast.ana.id, began_at=NOW - timedelta(days=9))
        )
        self.url = f"/messages/{self.conversation.id}"

    def said(self, by, text, *, minutes_ago=60, **more):
        at = NOW - timedelta(minutes=minutes_ago)
        return self.cast.keep(
            Message(conversation_id=self.conversation.id, sender_id=by.id, text=text, sent_at=at, **more)
        )

    def read(self, by, *, minutes_ago=0):
        at = NOW - timedelta(minutes=minutes_ago)
        return self.cast.keep(ReadMark(conversation_id=self.conversation.id, person_id=by.id, read_at=at))


@pytest.fixture
def talk(cast):
    return Talk(cast)


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)
