"""Every page of the site map: who walks there, and which records it shows."""

import datetime as dt
import uuid

from sqlalchemy import select

from portal.accounts.models import OneTimeLink, Person
from portal.accounts.rules import LinkPurpose
from portal.activities.models.activities import Activity
from portal.activities.models.files import Import
from portal.activities.rules.imports import ImportState, Problem
from portal.core.db import db, transaction
from portal.core.tokens import hash_of_token, new_token
from portal.exports.models import Export
from portal.exports.rules.exports import ExportKind, ExportState, Paper
from portal.messaging.models import Conversation
from portal.roster.models import Coaching, Invitation, Registration
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.queries.sessions import due_session, open_session
from portal.training.queries.values import values_of
from portal.training.rules.layout import TYPED, Item, Layout

DAY = dt.timedelta(days=1)
NOT_WALKED = {
    "/": "leads on to another page",
    "/activities/<uuid:id>/file": "a download",
    "/clients/<uuid:id>/volume/race-plan": "leads on to the race plan",
    "/counts": "two numbers that every page fetches by itself",
    "/exports/<uuid:id>/file": "a download",
    "/health": "JSON for monitors",
    "/hooks/strava/<token>": "JSON for Strava",
    "/invitations/<token>/code.svg": "a picture in the page of the invitation",
    "/jump": "the rows of the palette, which is seen open elsewhere",
    "/live": "a stream",
    "/logs/<uuid:id>": "leads on to the session of the log",
    "/message/<uuid:id>": "one message of the conversation, which is walked",
    "/messages/<uuid:id>/earlier": "rows of the conversation, which is walked",
    "/messages/<uuid:id>/newer": "rows of the conversation, which is walked",
    "/messages/<uuid:id>/seen": "a line of the conversation, which is walked",
    "/messages/<uuid:id>/week": "the side of the conversation, which is walked and fetches it",
    "/clients/<uuid:id>/messages/beside": "the side of the review, which is walked and fetches it",
    "/review/<uuid:id>/records": "a line of the review, which is walked and fetches it",
    "/messages/rows": "rows of the list, which is walked",
    "/strava/authorization": "leads on to Strava",
    "/styleguide": "exists in development only, and is looked at with the components",
    "/sw.js": "a script",
}
WALKED = {
    "/activities": ("ana", ()),
    "/activities/<uuid:id>": ("ana carla", ("activity",)),
    "/activities/<uuid:id>/description": ("ana", ("activity",)),
    "/activities/<uuid:id>/values": ("ana", ("activity",)),
    "/activities/deleted": ("ana", ()),
    "/activities/imports/<uuid:batch>": ("ana", ("batch",)),
    "/activities/refused": ("ana", ()),
    "/activities/thresholds": ("ana", ()),
    "/athletes/<uuid:id>/lifts": ("ana carla", ("ana",)),
    "/athletes/<uuid:id>/lifts/<uuid:exercise_id>": ("ana carla", ("ana", "lift")),
    "/athletes/<uuid:id>/life-status": ("ana carla", ("ana",)),
    "/athletes/<uuid:id>/life-status/new": ("ana carla", ("ana",)),
    "/calendar": ("ana", ()),
    "/clients": ("carla", ()),
    "/clients/<uuid:id>": ("carla", ("ana",)),
    "/clients/<uuid:id>/activities": ("carla", ("ana",)),
    "/clients/<uuid:id>/coaching": ("carla", ("ana",)),
    "/clients/<uuid:id>/messages": ("carla", ("ana",)),
    "/clients/<uuid:id>/note": ("carla", ("ana",)),
    "/clients/<uuid:id>/plans": ("carla", ("ana",)),
    "/clients/<uuid:id>/plans/new": ("carla", ("ana",)),
    "/clients/<uuid:id>/race-plans/new": ("carla", ("ana",)),
    "/clients/<uuid:id>/volume": ("carla", ("ana",)),
    "/coaching": ("ana", ()),
    "/coachings/<uuid:id>/ending/new": ("ana carla", ("coaching",)),
    "/email/<token>": ("ana", ("email",)),
    "/exercises": ("carla", ()),
    "/exercises/<uuid:id>": ("ana carla", ("exercise",)),
    "/exercises/<uuid:id>/copies/new": ("carla", ("starter",)),
    "/exercises/<uuid:id>/edit": ("carla", ("exercise",)),
    "/exercises/new": ("carla", ()),
    "/exports/<uuid:id>": ("ana carla", ("export",)),
    "/failures": ("ada", ()),
    "/invitations": ("carla", ()),
    "/invitations/<token>": ("nobody sam", ("invitation",)),
    "/invitations/new": ("carla", ()),
    "/messages": ("ana carla", ()),
    "/messages/<uuid:id>": ("ana carla", ("conversation",)),
    "/messages/new": ("ana", (), "?about=session:{session}"),
    "/notices": ("ana carla", ()),
    "/password-reset/<token>": ("nobody", ("reset",)),
    "/password-reset/new": ("nobody", ()),
    "/plans/<uuid:id>": ("carla ana", ("plan",)),
    "/plans/<uuid:id>/description": ("carla", ("draft",)),
    "/plans/<uuid:id>/exports/new": ("carla ana", ("plan",)),
    "/plans/<uuid:id>/items/<key>": ("carla", ("draft", "item")),
    "/plans/<uuid:id>/items/new": ("carla", ("draft",)),
    "/plans/<uuid:id>/notation": ("carla", ("draft",)),
    "/plans/<uuid:id>/notation/<key>": ("carla", ("draft", "row")),
    "/plans/<uuid:id>/what-if": ("carla ana", ("plan",)),
    "/plans/<uuid:id>/values": ("carla", ("plan",)),
    "/plans/<uuid:id>/values/<key>": ("carla", ("plan", "value")),
    "/programs": ("carla ana", ()),
    "/programs/<name>": ("carla ana", ("program",)),
    "/registrations/<token>": ("nobody", ("registration",)),
    "/review": ("carla", ()),
    "/review/<uuid:id>": ("carla", ("ana",)),
    "/reviews/new": ("carla", ()),
    "/session/new": ("nobody", ()),
    "/session/unsent": ("carla ana", ()),
    "/sessions/<uuid:id>": ("ana carla", ("session",)),
    "/sessions/<uuid:id>/adjustments/<track>/new": ("carla", ("session", "track")),
    "/settings": ("carla ana ada", ()),
    "/settings/strava": ("ana", ()),
    "/strava/callback": ("ana", ()),
    "/today": ("ana", ()),
    "/trainers/<uuid:id>/messages": ("ana", ("carla",)),
}
"""Rule: who goes there, the records that fill its gaps, and what follows."""
NOW_RUN = "days=1&days=3&days=5&days=6&weekly=45&longest=16&running_index=46&show=1"
NEXT_SUNDAY = dt.date.today() + DAY * (13 - dt.date.today().weekday())  # noqa: DTZ011 -- the browser's day
RACE = f"?goal=21097.5&race_on={NEXT_SUNDAY + 77 * DAY}&{NOW_RUN}"
TOO_SOON = f"?goal=42195.0&race_on={NEXT_SUNDAY + 14 * DAY}&{NOW_RUN}"
STATES = (
    ("/activities", "sam", ()),
    ("/athletes/<uuid:id>/lifts", "sam", ("sam",)),
    ("/calendar", "sam", ()),
    ("/clients", "otto", ()),
    ("/clients/<uuid:id>/race-plans/new", "carla", ("ana",), RACE),
    ("/clients/<uuid:id>/race-plans/new", "carla", ("ana",), TOO_SOON),
    ("/clients", "carla", (), "?q=nobody"),
    ("/coaching", "sam", ()),
    ("/exercises", "carla", (), "?q=nothing"),
    ("/exports/<uuid:id>", "carla", ("printed",)),
    ("/invitations", "otto", ()),
    ("/invitations/<token>", "nobody", ("closed",)),
    ("/messages", "otto sam", ()),
    ("/notices", "sam", ()),
    ("/plans/<uuid:id>", "carla", ("draft",)),
    ("/plans/<uuid:id>", "carla", ("wide",)),
    ("/plans/<uuid:id>/notation", "carla", ("draft",), "?text=Bak squat 5x5%0AB1 RDL 3x8 @75%25%0A40' easy r3"),
    ("/plans/<uuid:id>/what-if", "carla", ("plan",), "?case=own"),
    ("/review", "otto", ()),
    ("/reviews/new", "otto", ()),
    ("/sessions/<uuid:id>", "ana carla", ("done",)),
    ("/today", "sam", ()),
)
"""The same pages where there is nothing, nothing any more, or not yet."""
FIRST = "/first/<token>"
"""The page of an instance in which nobody is yet."""


def known(world):
    """Return the records that the walk shows, by the names above; make what the demo world has not got."""
    now = dt.datetime.now(tz=dt.UTC)
    with world.app_context(), transaction():
        people = {person.email.partition("@")[0]: person.id for person in db.session.scalars(select(Person))}
        ana, carla = people["ana"], people["carla"]
        found = {
            **people,
            "wide": _wide(people["ben"]),
            **_seen(ana, carla, now),
            **_of_plan(ana, carla, now),
            **_tokens(ana, carla, now),
        }
    return {name: str(value) for name, value in found.items()}


def _seen(ana, carla, now):
    starter = db.session.scalar(select(Exercise).where(Exercise.slug == "back-squat"))
    own, batch = _own(starter, carla, now), uuid.uuid4()
    activity = _id(Activity, Activity.athlete_id == ana, Activity.distance_m.is_not(None))
    done, refused = {"activity_count": 1, "activity_id": activity}, {"problem": Problem.NO_SAMPLES, "finished_at": now}
    db.session.add_all(
        Import(athlete_id=ana, batch_id=batch, file_name=f"{state}.fit", state=state, asked_at=now, **more)
        for state, more in ((ImportState.QUEUED, {}), (ImportState.DONE, done), (ImportState.REFUSED, refused))
    )
    db.session.add(own)
    return {
        "activity": activity,
        "batch": batch,
        "coaching": _id(Coaching, Coaching.athlete_id == ana, Coaching.ended_at.is_(None)),
        "conversation": _id(Conversation, Conversation.athlete_id == ana),
        "exercise": own.id,
        "starter": starter.id,
    }


def _wide(ben):
    """Return a plan of many weeks, with cells that say more than they show."""
    return _id(Plan, Plan.athlete_id == ben, Plan.title == "Nationals")


def _of_plan(ana, carla, now):
    """Return Ana's plan, its next session and a draft like it."""
    plan = db.session.scalar(select(Plan).where(Plan.athlete_id == ana, Plan.ends_on >= now.date()))
    held = select(PlannedSession).where(PlannedSession.plan_id == plan.id, PlannedSession.on > now.date())
    session = db.session.scalar(held.order_by(PlannedSession.on))
    typed = Item("zz", "", "Run", TYPED, {"text": "40' easy", "label": "", "step_kg": 2.5}, (0,))
    draft = Plan(
        athlete_id=ana,
        trainer_id=carla,
        title="Not yet published",
        starts_on=plan.ends_on + DAY,
        ends_on=plan.ends_on + (plan.ends_on - plan.starts_on) + DAY,
        made_at=now,
        layout=Layout.from_json(plan.layout).with_item(typed).as_json(),
        program=plan.program,
    )
    export = _export(plan, carla, now, state=ExportState.DRAWING, done=1)
    printed = _export(plan, carla, now, state=ExportState.DONE, done=4, done_at=now, size_bytes=80_000, plan_version=1)
    db.session.add_all([draft, export, printed])
    finished = _id(SessionLog, SessionLog.plan_id == plan.id, SessionLog.done_pct > 0, of="planned_session_id")
    value = values_of(plan, today=now.date()).rows[0]
    return {
        "plan": plan.id,
        "value": value.key,
        "track": open_session(due_session(session), today=now.date()).sheet.tracks[0].track,
        "session": session.id,
        "draft": draft.id,
        "item": plan.layout["items"][0]["key"],
        "row": typed.key,
        "export": export.id,
        "printed": printed.id,
        "lift": next(item["exercise"] for item in plan.layout["items"] if item["exercise"]),
        "program": "run_plan",
        "done": finished,
    }


def _export(plan, asked_by_id, now, **more):
    return Export(
        kind=ExportKind.PLAN,
        plan_id=plan.id,
        athlete_id=plan.athlete_id,
        asked_by_id=asked_by_id,
        weeks=4,
        paper=Paper.A4,
        total=4,
        asked_at=now,
        began_at=now,
        expires_at=now + 30 * DAY,
        **more,
    )


def _tokens(ana, carla, now):
    """Return tokens that still work."""
    tokens = {name: new_token() for name in ("invitation", "closed", "registration", "reset", "email")}
    hashed = {name: hash_of_token(token) for name, token in tokens.items()}
    ends = {"made_at": now, "ends_at": now + DAY}
    invitation = Invitation(trainer_id=carla, name="Noor", email="", token_hash=hashed["invitation"], **ends)
    closed = Invitation(trainer_id=carla, name="Noor", email="", token_hash=hashed["closed"], withdrawn_at=now, **ends)
    db.session.add_all([invitation, closed])
    db.session.flush()
    db.session.add_all(
        [
            Registration(
                invitation_id=invitation.id,
                name="Noor",
                email="noor@trackside.example",
                password_hash="",
                time_zone="Europe/Zagreb",
                kinds=["training"],
                token_hash=hashed["registration"],
                **ends,
            ),
            OneTimeLink(purpose=LinkPurpose.RESET, person_id=ana, token_hash=hashed["reset"], **ends),
            OneTimeLink(
                purpose=LinkPurpose.EMAIL,
                person_id=ana,
                email="ana.kovac@trackside.example",
                token_hash=hashed["email"],
                **ends,
            ),
        ]
    )
    return tokens


def _own(starter, trainer_id, now):
    columns = {column.key: getattr(starter, column.key) for column in Exercise.__table__.columns}
    mine = {"id": uuid.uuid4(), "owner_id": trainer_id, "slug": None, "name": "Squat of mine", "made_at": now}
    return Exercise(**{**columns, **mine, "name_key": "squat of mine"})


def _id(record, *where, of="id"):
    return db.session.scalar(select(getattr(record, of)).where(*where).order_by(record.id.desc()))
