"""Mails: for what matters, to those who want them, and never with what was said."""

import pytest

from portal.core.access import Actor
from portal.core.db import transaction
from portal.core.language import PSEUDO
from portal.messaging.models import Message, ReadMark
from portal.roster.actions.coachings import end_coaching
from portal.roster.models import Coaching
from portal.training.actions import plans
from tests.cast import NOW
from workers.notifications import find_unread_messages


@pytest.fixture
def later(app, time, deliver):
    """Let minutes pass, and the work of those minutes be done."""

    def later(minutes):
        time.move(minutes=minutes)
        with app.app_context():
            find_unread_messages()
        deliver()

    return later


@pytest.fixture
def write(cast, visit, conversation, deliver):
    def write(who, text="My knee hurts"):
        visit(who, f"/messages/{conversation.id}", method="POST", text=text)
        deliver()

    return write


def read(cast, conversation, person):
    newest = cast.session.query(Message).order_by(Message.sent_at.desc()).first()
    mark = cast.session.query(ReadMark).filter_by(conversation_id=conversation.id, person_id=person.id).one_or_none()
    if mark is None:
        mark = ReadMark(conversation_id=conversation.id, person_id=person.id)
    mark.read_at = newest.sent_at
    cast.keep(mark)


def test_a_message_unread_for_ten_minutes_is_mailed_without_its_words(cast, write, later, mails, conversation):
    write(cast.ana)
    later(9)
    assert mails() == []

    later(2)

    (mail,) = mails()
    assert mail["To"] == "carla@trackside.example"
    assert mail["Subject"] == "Ana Kovač wrote to you"
    text = mail.get_content()
    assert f"http://localhost/messages/{conversation.id}" in text
    assert "Hello Carla Moreau," in text
    assert "knee" not in mail.as_string()


def test_a_message_that_was_read_in_time_is_not_mailed(cast, write, later, mails, conversation):
    write(cast.ana)
    read(cast, conversation, cast.carla)

    later(11)

    assert mails() == []


def test_one_mail_for_however_many_messages_until_they_are_read(cast, write, later, mails, conversation):
    write(cast.ana)
    later(11)
    write(cast.ana, "Still hurts")
    later(30)
    assert len(mails()) == 1

    read(cast, conversation, cast.carla)
    write(cast.ana, "Better now")
    later(11)
    assert len(mails()) == 2


def test_what_came_after_reading_waits_its_own_ten_minutes(cast, write, later, mails, conversation, time):
    write(cast.ana)
    time.move(minutes=2)
    read(cast, conversation, cast.carla)
    time.move(minutes=6)
    write(cast.ana, "And another thing")

    later(3)
    assert mails() == []

    later(8)
    assert len(mails()) == 1


def test_a_repeated_sweep_mails_once(cast, write, later, mails):
    write(cast.ana)
    later(11)
    later(0)
    later(1)

    assert len(mails()) == 1


def test_a_former_trainer_gets_no_mail(cast, write, later, mails, session):
    write(cast.ana)
    coaching = session.query(Coaching).filter_by(trainer_id=cast.carla.id, ended_at=None).one()
    with transaction():
        end_coaching(coaching, actor=Actor(cast.carla.id), now=NOW)

    later(11)

    assert [mail["To"] for mail in mails()] == ["ana@trackside.example"]
    assert "has ended" in mails()[0]["Subject"]


def test_a_published_plan_is_mailed_without_its_name(cast, gym, deliver, mails):
    plan = gym.plan(title="Knee rehab")
    deliver()

    (mail,) = mails()
    assert mail["To"] == "ana@trackside.example"
    assert mail["Subject"] == "Carla Moreau published a plan for you"
    assert f"http://localhost/plans/{plan.id}" in mail.get_content()
    assert "Knee" not in mail.as_string()


def test_a_plan_that_was_hidden_again_is_not_mailed(cast, gym, deliver, mails):
    plan = gym.plan()
    with transaction():
        plans.withdraw_plan(plan, actor=gym.carla, now=NOW)
    deliver()

    assert mails() == []


@pytest.mark.parametrize(("who", "whom"), [("ana", "carla"), ("carla", "ana")])
def test_whoever_did_not_end_the_coaching_gets_a_mail(cast, session, deliver, mails, who, whom):
    coaching = session.query(Coaching).filter_by(trainer_id=cast.carla.id, ended_at=None).one()
    name = getattr(cast, who).name
    with transaction():
        end_coaching(coaching, actor=Actor(getattr(cast, who).id), now=NOW)
    deliver()

    (mail,) = mails()
    assert mail["To"] == f"{whom}@trackside.example"
    assert mail["Subject"] == f"The coaching with {name} has ended"


def test_nobody_is_mailed_who_does_not_want_it(cast, visit, write, later, gym, deliver, mails):
    visit(cast.carla, "/notices/mail", method="POST")
    visit(cast.ana, "/notices/mail", method="POST")

    write(cast.ana)
    gym.plan()
    later(11)

    assert mails() == []


def test_a_mail_is_written_in_the_language_of_its_reader(cast, gym, deliver, mails):
    cast.ana.language = PSEUDO
    cast.session.commit()
    gym.plan()
    deliver()

    (mail,) = mails()
    assert "published" not in mail["Subject"]
    assert "Carla Moreau" in mail["Subject"]
