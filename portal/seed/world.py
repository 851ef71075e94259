"""The demo world: half a year of Carla's practice, ending today. The same day and seed make the same world."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from portal.accounts.models import Person
from portal.activities.actions.recordings import store_recording
from portal.core.db import db
from portal.core.units import System
from portal.events.facts import Fact, payload_of
from portal.events.log import LoggedEvent
from portal.messaging.models import Conversation, Message, ReadMark
from portal.messaging.rules import AboutKind
from portal.progression.presets import FieldType, whole_pounds_kg
from portal.roster.models import LifeStatus
from portal.seed import people, runs
from portal.seed.athletes import ATHLETES, Athlete, Block, Line
from portal.seed.training import Player, plan_for, race_draft
from portal.training.actions.exercises import load_starter
from portal.training.events.logs import SessionFinished
from portal.training.events.plans import PlanPublished
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog
from portal.training.rules.items import fields_of, with_rounding
from portal.training.rules.layout import LETTERS, TYPED, Item, Layout
from portal.training.rules.logs import is_steps

SEED = "trackside"
RACES = {"nora": (21_097.5, 14)}
"""Metres of a race, and in how many weeks, on a Sunday; a plan up to it is drafted."""
RECORDED_DAYS = 35
"""So far back the runners' watches kept recordings."""
NEWS_DAYS = 30

Exercises = dict[str, Exercise]


def load_world(*, now: datetime, athletes: Sequence[Athlete] = ATHLETES) -> bool:
    """Fill an empty instance with the demo world; return False when somebody lives there already."""
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        return False
    load_starter(now)
    db.session.flush()
    cast = people.plant(now=now)
    exercises = {row.slug: row for row in db.session.scalars(select(Exercise)) if row.slug}
    hashed = cast["carla"].password_hash
    for number, athlete in enumerate(athletes):
        person = cast.get(athlete.key) or _join(athlete, cast["carla"], hashed, now)
        _train(athlete, person, cast["carla"], exercises, now=now)
        _note_life(athlete, person, now)
        _talk(athlete, person, cast["carla"], now=now, number=number)
    return True


def _join(athlete: Athlete, trainer: Person, hashed: str, now: datetime) -> Person:
    person = Person(
        name=athlete.name,
        email=f"{athlete.key}@trackside.example",
        password_hash=hashed,
        units=System.IMPERIAL if athlete.imperial else System.METRIC,
        time_zone="Europe/Zagreb",
        joined_at=now - timedelta(days=200),
    )
    db.session.add(person)
    db.session.flush()
    people.coach(trainer, person, since=now - timedelta(weeks=athlete.blocks[0].weeks_ago, days=3))
    return person


def _train(athlete: Athlete, person: Person, trainer: Person, exercises: Exercises, *, now: datetime) -> None:
    monday = now.date() - timedelta(days=now.date().weekday())
    news: list[dict[str, Any]] = []
    for block in athlete.blocks:
        layout = layout_of(block, exercises, System(person.units))
        if athlete.key == "ana":
            layout = turned(layout, now.date().weekday())
        starts_on = monday - timedelta(weeks=block.weeks_ago)
        plan = plan_for(person.id, trainer.id, block.title, layout, starts_on=starts_on, now=now)
        played = Player(plan, layout, athlete.habits, seed=f"{SEED}-{athlete.key}-{block.title}")
        played.play(today=now.date())
        news += _news(played, person, trainer, now)
        if athlete.runs_recorded:
            record_runs(played, person, now=now)
    if athlete.key in RACES:
        metres, weeks = RACES[athlete.key]
        race_on = monday + timedelta(weeks=weeks, days=6)
        race_draft(person.id, trainer.id, "Half marathon in spring", metres, race_on=race_on, index=50, now=now)
    if news:
        db.session.execute(insert(LoggedEvent), sorted(news, key=lambda row: row["happened_at"]))


def layout_of(block: Block, exercises: Exercises, system: System = System.METRIC) -> Layout:
    """Return the week grid of a block, with loads that people of these units can put on a bar."""
    items = tuple(
        _item(key, line, exercises[line.slug], system)
        if line.slug
        else Item(key, "", "Run plan", line.preset, line.fields, line.days)
        for key, line in zip(LETTERS, block.lines, strict=False)
    )
    return Layout(weeks=block.weeks, missed=block.missed, items=items, titles=block.titles)


def _item(key: str, line: Line, exercise: Exercise, system: System) -> Item:
    if line.preset == TYPED:
        return Item(key, str(exercise.id), exercise.name, TYPED, line.fields, line.days)
    loads = {field.name: field.default_for(system) for field in fields_of(line.preset) if field.type is FieldType.LOAD}
    chosen = {
        name: whole_pounds_kg(value) if system is System.IMPERIAL and name in loads and value else value
        for name, value in line.fields.items()
    }
    fields = with_rounding({**loads, **chosen}, equipment=exercise.equipment, measure=exercise.measure, system=system)
    return Item(key, str(exercise.id), exercise.name, line.preset, fields, line.days)


def turned(layout: Layout, days: int) -> Layout:
    """Return the grid with every weekday moved on, so that whoever tries the demo finds Ana on a training day."""
    return replace(
        layout,
        items=tuple(replace(item, days=tuple(sorted((day + days) % 7 for day in item.days))) for item in layout.items),
        titles={(day + days) % 7: title for day, title in dict(layout.titles).items()},
    )


def _news(played: Player, person: Person, trainer: Person, now: datetime) -> Iterable[dict[str, Any]]:
    plan = played.plan
    published = PlanPublished(plan.id, plan.starts_on, plan.ends_on)
    yield _event(published, person, trainer, plan.made_at, now)
    for log in played.finished:
        if (now - log["finished_at"]).days <= NEWS_DAYS:
            fact = SessionFinished(log["planned_session_id"], log["id"], plan.id)
            yield _event(fact, person, person, log["finished_at"], now)


def _event(fact: Fact, about: Person, by: Person, at: datetime, now: datetime) -> dict[str, Any]:
    # Told long ago: the relay has nothing to hand on.
    return {
        "id": LoggedEvent().id,
        "name": fact.name,
        "version": fact.version,
        "payload": payload_of(fact),
        "about_id": about.id,
        "by_id": by.id,
        "happened_at": at,
        "relayed_at": now,
    }


def record_runs(played: Player, person: Person, *, now: datetime) -> None:
    """Store what the person's watch made of the latest runs."""
    for log in played.finished:
        on: date = log["trained_on"]
        for track, work in log["planned"].items():
            if not is_steps(work) or (now.date() - on).days > RECORDED_DAYS:
                continue
            rng = random.Random(f"{SEED}-{person.email}-{on}")  # noqa: S311 -- invented, not secret
            at = datetime.combine(on, time(5, 30), UTC) + timedelta(minutes=rng.randint(0, 60))
            name = {"long": "Long run", "easy": "Easy run"}.get(track.partition("_")[2], "Track session")
            recording = runs.recorded(work, ratio=log["done"][track]["ratio"], name=name, at=at, rng=rng)
            store_recording(person.id, recording, source="upload", external_id=f"demo-{on}", now=min(at, now))


def _note_life(athlete: Athlete, person: Person, now: datetime) -> None:
    if athlete.life is None:
        return
    kind, since, left = athlete.life
    from_on, until_on = now.date() - timedelta(days=since), now.date() + timedelta(days=left)
    noted_at = now - timedelta(days=since)
    db.session.add(
        LifeStatus(
            athlete_id=person.id,
            kind=kind,
            from_on=from_on,
            until_on=until_on,
            noted_by_id=person.id,
            noted_at=noted_at,
        )
    )


def _talk(athlete: Athlete, person: Person, trainer: Person, *, now: datetime, number: int) -> None:
    began = now - timedelta(days=20 + number)
    conversation = Conversation(trainer_id=trainer.id, athlete_id=person.id, began_at=began)
    db.session.add(conversation)
    db.session.flush()
    lines = [
        (person, "Hello Carla, the new plan looks good. What matters most in the first weeks?", began),
        (trainer, "Finish every session with something left, and write down how it felt.", began + timedelta(hours=2)),
        (person, "Will do.", began + timedelta(hours=3)),
        (trainer, "Good. I look at the log every Monday.", began + timedelta(hours=4)),
    ]
    for sender, text, at in lines:
        db.session.add(Message(conversation_id=conversation.id, sender_id=sender.id, text=text, sent_at=at))
    db.session.add(ReadMark(conversation_id=conversation.id, person_id=person.id, read_at=lines[-1][2]))
    db.session.add(ReadMark(conversation_id=conversation.id, person_id=trainer.id, read_at=lines[-1][2]))
    if athlete.question:
        asked_at = now - timedelta(hours=athlete.question_hours_ago)
        db.session.add(
            Message(
                conversation_id=conversation.id,
                sender_id=person.id,
                text=athlete.question,
                sent_at=asked_at,
                **_last_session(person, now),
            )
        )


def _last_session(person: Person, now: datetime) -> dict[str, Any]:

    last = db.session.scalar(
        select(SessionLog.planned_session_id)
        .where(SessionLog.athlete_id == person.id, SessionLog.finished_at <= now)
        .order_by(SessionLog.trained_on.desc())
        .limit(1)
    )
    return {"about_kind": AboutKind.SESSION, "about_id": last} if last else {}
