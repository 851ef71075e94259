"""Who is told what happened: through facts, relay and jobs, as it is in the portal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.activities.events import ImportFinished
from portal.activities.models import Import
from portal.activities.rules.imports import ImportState, Problem
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.core.ids import new_id
from portal.events.log import LoggedEvent, record
from portal.notifications.models import Notice
from portal.roster.actions.coachings import begin_coaching, end_coaching
from portal.roster.models import Coaching, Consent
from portal.strava.events import StravaErased
from portal.strava.models.accounts import StravaErasure
from portal.training.actions import plans
from tests.cast import NOW


def announce(fact, *, about, by=None):
    with transaction():
        record(fact, about=about.id, by=by and by.id, now=NOW)


def test_the_other_is_told_of_a_message(cast, visit, conversation, deliver, told):
    visit(cast.ana, f"/messages/{conversation.id}", method="POST", text="Hello")
    deliver()

    assert told("carla") == [("message_sent", "ana")]
    assert told("ana") == []


def test_many_messages_are_one_notice(cast, visit, conversation, deliver, told, time):
    for number in range(3):
        time.move(minutes=1)
        visit(cast.ana, f"/messages/{conversation.id}", method="POST", text=f"Hello {number}")
        deliver()

    (notice,) = cast.session.query(Notice).all()
    assert notice.told_at == NOW + timedelta(minutes=3)


def test_a_message_that_was_taken_back_is_not_told(cast, visit, conversation, deliver, told):
    visit(cast.ana, f"/messages/{conversation.id}", method="POST", text="Oops")
    text = visit(cast.ana, f"/messages/{conversation.id}").text
    message_id = text.partition('id="message-')[2].partition('"')[0]
    visit(cast.ana, f"/message/{message_id}/deletion", method="POST")
    deliver()

    assert told("carla") == []


def test_a_repeated_job_tells_once(cast, visit, conversation, deliver, told, session):
    visit(cast.ana, f"/messages/{conversation.id}", method="POST", text="Hello")
    deliver()
    deliver()

    assert len(told("carla")) == 1


def test_the_athlete_is_told_of_a_plan_and_the_trainer_of_what_was_trained(cast, gym, deliver, told):
    plan = gym.plan()
    deliver()
    assert told("ana") == [("plan_published", "carla")]

    gym.train(gym.sessions(plan)[0])
    deliver()
    assert told("carla") == [("session_finished", "ana")]
    assert told("otto") == []


def test_a_session_that_was_finished_before_an_upgrade_is_told_after_it(cast, gym, deliver, told):
    gym.train(gym.sessions(gym.plan())[0])
    with transaction():
        row = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "training.SessionFinished")).one()
        row.version, row.payload = 1, {**row.payload, "done_pct": 100}
    deliver()

    assert told("carla") == [("session_finished", "ana")]


def test_a_plan_that_was_hidden_again_is_not_told(cast, gym, deliver, told):
    plan = gym.plan()
    with transaction():
        plans.withdraw_plan(plan, actor=gym.carla, now=NOW)
    deliver()

    assert told("ana") == []


def test_a_trainer_who_logs_for_a_client_is_not_told_of_it(cast, gym, deliver, told):
    gym.ana = gym.carla
    gym.train(gym.sessions(gym.plan())[0])
    deliver()

    assert told("carla") == []


def test_a_trainer_who_may_not_see_training_is_not_told_of_it(cast, gym, deliver, told):
    session = gym.sessions(gym.plan())[0]
    for row in cast.session.query(Consent).filter_by(kind="training", revoked_at=None):
        row.revoked_at = NOW
    cast.session.commit()
    gym.train(session)
    deliver()

    assert told("carla") == []


def test_a_trainer_is_told_that_an_invitation_was_accepted(cast, session, deliver, told):
    with transaction():
        begin_coaching(trainer_id=cast.carla.id, trainer_name="Carla", athlete_id=cast.sam.id, kinds=(), now=NOW)
    deliver()

    assert told("carla") == [("coaching_began", "sam")]
    assert told("sam") == []


@pytest.mark.parametrize(("who", "whom"), [("ana", "carla"), ("carla", "ana")])
def test_whoever_did_not_end_the_coaching_is_told(cast, session, deliver, told, who, whom):
    coaching = session.query(Coaching).filter_by(trainer_id=cast.carla.id, ended_at=None).one()
    with transaction():
        end_coaching(coaching, actor=Actor(getattr(cast, who).id), now=NOW)
    deliver()

    assert told(whom) == [("coaching_ended", who)]
    assert told(who) == []


@pytest.mark.parametrize(
    ("problem", "kinds"), [(Problem.UNKNOWN, ["import_refused"]), (Problem.ALREADY_THERE, []), (None, [])]
)
def test_an_athlete_is_told_of_a_file_that_could_not_be_read(cast, deliver, told, problem, kinds):
    state = ImportState.REFUSED if problem else ImportState.DONE
    row = cast.keep(
        Import(
            athlete_id=cast.ana.id,
            batch_id=new_id(),
            file_name="holiday.png",
            state=state,
            problem=problem,
            asked_at=NOW,
        )
    )
    announce(ImportFinished(row.id, 0), about=cast.ana)
    deliver()

    assert [kind for kind, _ in told("ana")] == kinds


def test_an_athlete_gets_a_receipt_when_everything_from_strava_is_gone(cast, deliver, told):
    row = cast.keep(StravaErasure(athlete_id=cast.ana.id, by_athlete=True, opened_at=NOW, done_at=NOW))
    announce(StravaErased(row.id, 12), about=cast.ana)
    deliver()

    assert told("ana") == [("strava_erased", None)]
