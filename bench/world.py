"""A practice of sixty clients, with half a year of history or ten times that; or of more clients."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.accounts.models import Person, SignIn
from portal.core.db import db
from portal.messaging.models import Conversation, Message, ReadMark
from portal.seed import people
from portal.seed.athletes import ATHLETES, Block
from portal.seed.training import Player, plan_for
from portal.seed.world import layout_of, record_runs
from portal.training.actions.exercises import load_starter
from portal.training.models.exercises import Exercise
from portal.training.models.plans import PlannedSession
from portal.training.rules.sessions import SessionKind

CLIENTS = 60
BLOCK_WEEKS = 26


def load(*, now: datetime, times: int, clients: int = CLIENTS) -> dict[str, Person]:
    """Fill an empty database: so many clients with `times` half years of training each; return the cast.

    Beside the usual ones it has `lifter`, a second client, whose sessions can be logged without changing Ana's.
    """
    load_starter(now)
    db.session.flush()
    cast = people.plant(now=now, password_hash="-")
    exercises = {row.slug: row for row in db.session.scalars(select(Exercise)) if row.slug}
    for number in range(clients):
        model = ATHLETES[number % len(ATHLETES)]
        person = cast["ana"] if number == 0 else _join(number, cast["carla"], now)
        if number == 1:
            cast["lifter"] = person
        for block in _blocks(model.blocks[-1], times):
            plan = plan_for(
                person.id,
                cast["carla"].id,
                block.title,
                layout_of(block, exercises),
                starts_on=now.date() - timedelta(weeks=block.weeks_ago),
                now=now,
            )
            played = Player(plan, layout_of(block, exercises), model.habits, seed=f"{number}-{block.weeks_ago}")
            played.play(today=now.date())
            if number == 0 and block.weeks_ago < BLOCK_WEEKS:
                record_runs(played, person, now=now)
        _talk(person, cast["carla"], now=now, messages=40 * times)
    for who in ("ana", "lifter"):
        _train_today(cast[who], now)
    return cast


def _train_today(person: Person, now: datetime) -> None:
    """Move the next lifting session to today, so that every weekday measures the same."""
    db.session.flush()
    coming = select(PlannedSession).where(PlannedSession.athlete_id == person.id, PlannedSession.on >= now.date())
    lifting = coming.where(PlannedSession.kind == SessionKind.STRENGTH).order_by(PlannedSession.on).limit(1)
    db.session.scalars(lifting).one().on = now.date()


def sign_in(person: Person, *, now: datetime) -> SignIn:
    """Return a sign-in that holds for the run."""
    row = SignIn(
        person_id=person.id, browser="bench", began_at=now, seen_at=now, ends_at=now + timedelta(days=1), ended_at=None
    )
    db.session.add(row)
    return row


def _blocks(block: Block, times: int) -> list[Block]:
    """Return the running plan, and before it the same again, so many half years in all."""
    now = dataclasses.replace(block, weeks_ago=min(block.weeks_ago, 13), weeks=max(block.weeks, 16))
    before = [dataclasses.replace(block, weeks_ago=now.weeks_ago + 13 * n, weeks=13) for n in range(1, 2 * times)]
    return [*reversed(before), now]


def _join(number: int, trainer: Person, now: datetime) -> Person:
    person = Person(
        name=f"Client {number:02}",
        email=f"client{number}@trackside.example",
        password_hash="-",
        time_zone="Europe/Zagreb",
        joined_at=now - timedelta(days=900),
    )
    db.session.add(person)
    db.session.flush()
    people.coach(trainer, person, since=now - timedelta(days=800))
    return person


def _talk(person: Person, trainer: Person, *, now: datetime, messages: int) -> None:
    conversation = Conversation(trainer_id=trainer.id, athlete_id=person.id, began_at=now - timedelta(days=800))
    db.session.add(conversation)
    db.session.flush()
    rows = [
        Message(
            conversation_id=conversation.id,
            sender_id=(person, trainer)[number % 2].id,
            text=f"Message {number}: how did the last session feel, and what is next?",
            sent_at=now - timedelta(hours=6 * (messages - number)),
        )
        for number in range(messages)
    ]
    db.session.add_all(rows)
    # What is old was read, and most of what is new.
    db.session.add_all(
        ReadMark(conversation_id=conversation.id, person_id=reader.id, read_at=now - timedelta(hours=10))
        for reader in (person, trainer)
    )
