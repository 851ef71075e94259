"""Making, publishing and ending plans. An action never commits and never asks what time it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, exists, select, update

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db, found_or_added
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.core.sentence import sentence
from portal.events.log import record
from portal.training.actions.naming import name_sessions
from portal.training.events.plans import (
    PlanDeleted,
    PlanDrafted,
    PlanEnded,
    PlanPublished,
    PlanRestored,
    PlanResumed,
    PlanWithdrawn,
)
from portal.training.models.logs import SessionLog, TakenBack
from portal.training.models.plans import Adjustment, Plan, PlannedSession
from portal.training.rules.composing import compose, problems
from portal.training.rules.layout import Item, Layout, slots
from portal.training.rules.naming import of_day, tracks_asked
from portal.training.rules.plans import KEPT_AFTER_DELETION, Missed, PlanDraft


class PlanNotReady(Refusal):
    """The plan is incomplete."""


class PlanInUse(Refusal):
    """Something was logged in the plan, so it cannot be taken back; it can be ended."""


class PlanFixed(Refusal):
    """The grid of a published plan is not changed any more."""


def draft_plan(athlete: Person, draft: PlanDraft, *, key: UUID | None = None, actor: Actor, now: datetime) -> Plan:
    """Begin a plan for the athlete, who does not see it yet. The same under the same `key` is begun once."""
    made = _begun(athlete, draft, key=key or new_id(), actor=actor, now=now)
    plan = found_or_added(select(Plan).where(Plan.id == made.id), lambda: made)
    if plan is made:
        record(PlanDrafted(plan.id), about=athlete.id, by=actor.person_id, now=now)
    elif (plan.trainer_id, plan.athlete_id, plan.title) != (made.trainer_id, made.athlete_id, made.title):
        return draft_plan(athlete, draft, actor=actor, now=now)  # somebody went back and began another
    return plan


def _begun(athlete: Person, draft: PlanDraft, *, key: UUID, actor: Actor, now: datetime) -> Plan:
    layout = Layout(weeks=draft.weeks, missed=draft.missed.value)
    return Plan(
        id=key,
        athlete_id=athlete.id,
        trainer_id=actor.person_id,
        title=draft.title,
        layout=layout.as_json(),
        program=compose(layout),
        starts_on=draft.starts_on,
        ends_on=draft.starts_on + timedelta(days=7 * draft.weeks - 1),
        made_at=now,
    )


def describe_plan(plan: Plan, draft: PlanDraft) -> None:
    """Change title, start and length of a draft. Raises PlanFixed."""
    _only_drafts(plan)
    _keep_race(plan, draft)
    layout = Layout.from_json({**plan.layout, "weeks": draft.weeks, "missed": draft.missed.value})
    plan.title, plan.starts_on = draft.title, draft.starts_on
    plan.ends_on = draft.starts_on + timedelta(days=7 * draft.weeks - 1)
    _lay_out(plan, layout)


def put_item(plan: Plan, item: Item) -> None:
    """Put a row on the grid of a draft, new or in place of the row of the same key. Raises PlanFixed."""
    put_items(plan, [item])


def put_items(plan: Plan, items: Iterable[Item]) -> None:
    """Put several rows on the grid of a draft, all or none. Raises PlanFixed."""
    _only_drafts(plan)
    layout = Layout.from_json(plan.layout)
    for item in items:
        layout = layout.with_item(item)
    _lay_out(plan, layout)


def remove_item(plan: Plan, key: str) -> None:
    """Take a row off the grid of a draft. Removing twice changes nothing. Raises PlanFixed."""
    _only_drafts(plan)
    _lay_out(plan, Layout.from_json(plan.layout).without(key))


def name_day(plan: Plan, day: int, title: str) -> None:
    """Call the session of a weekday (Monday is 0) so. Raises PlanFixed."""
    _only_drafts(plan)
    layout = Layout.from_json(plan.layout)
    plan.layout = {**plan.layout, "titles": {**layout.as_json()["titles"], str(day): title}}


def publish_plan(plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Show the plan to the athlete and announce it. Publishing twice changes nothing.

    Raises PlanNotReady.
    """
    if plan.published_at is not None:
        return
    layout = Layout.from_json(plan.layout)
    if found := problems(layout):
        raise PlanNotReady(found[0])
    plan.program = compose(layout, first=plan.starts_on.weekday())
    plan.published_at, plan.version = now, plan.version + 1
    db.session.add_all(_sessions(plan, layout))
    db.session.flush()
    name_sessions(plan.id, now=now)  # some of its days may be over already
    fact = PlanPublished(plan.id, plan.starts_on, plan.ends_on)
    record(fact, about=plan.athlete_id, by=actor.person_id, now=now)


def withdraw_plan(plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Hide the plan from the athlete again, and take back what was changed in it by hand.

    Withdrawing twice changes nothing. Raises PlanInUse.
    """
    if plan.published_at is None:
        return
    if db.session.scalar(select(exists().where(SessionLog.plan_id == plan.id))):
        raise PlanInUse(sentence("Training was logged in this plan already. End it instead, and the log stays."))
    plan.published_at = None
    # They speak of days and rows that are about to be laid out anew.
    current = Adjustment.plan_id == plan.id, Adjustment.undone_at.is_(None)
    db.session.execute(update(Adjustment).where(*current).values(undone_at=now))
    sessions = PlannedSession.plan_id == plan.id
    db.session.execute(
        delete(TakenBack).where(TakenBack.planned_session_id.in_(select(PlannedSession.id).where(sessions)))
    )
    db.session.execute(delete(PlannedSession).where(sessions))
    record(PlanWithdrawn(plan.id), about=plan.athlete_id, by=actor.person_id, now=now)


def delete_plan(plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Take a draft away; it can be brought back. Deleting twice changes nothing. Raises PlanFixed."""
    _only_drafts(plan)
    if plan.deleted_at is not None:
        return
    plan.deleted_at = now
    record(PlanDeleted(plan.id), about=plan.athlete_id, by=actor.person_id, now=now)


def restore_plan(plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Bring a deleted draft back as it was. Twice changes nothing."""
    if plan.deleted_at is None:
        return
    plan.deleted_at = None
    record(PlanRestored(plan.id), about=plan.athlete_id, by=actor.person_id, now=now)


def forget_deleted_plans(*, besides: Select[tuple[UUID]], now: datetime) -> int:
    """Erase drafts that were deleted too long ago to be brought back; return how many it was.

    Those that `besides` names stay: something above training still speaks of them.
    """
    long_ago = select(Plan.id).where(Plan.deleted_at <= now - KEPT_AFTER_DELETION, Plan.id.not_in(besides))
    ids = db.session.scalars(long_ago.with_for_update()).all()
    db.session.execute(delete(Adjustment).where(Adjustment.plan_id.in_(ids)))
    db.session.execute(delete(Plan).where(Plan.id.in_(ids)))
    return len(ids)


def end_plan(plan: Plan, *, today: date, actor: Actor, now: datetime) -> None:
    """Drop what is still to come, from today on; the log stays. Ending twice changes nothing."""
    if plan.ended_at is not None:
        return
    plan.ended_at = now
    for session in _unlogged(plan, since=today):
        session.dropped_at = now
    record(PlanEnded(plan.id), about=plan.athlete_id, by=actor.person_id, now=now)


def resume_plan(plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Take back the end of a plan and put back what it dropped. Resuming twice changes nothing."""
    if plan.ended_at is None:
        return
    dropped = select(PlannedSession).where(
        PlannedSession.plan_id == plan.id, PlannedSession.dropped_at == plan.ended_at
    )
    for session in db.session.scalars(dropped):
        session.dropped_at = None
    plan.ended_at = None
    db.session.flush()
    name_sessions(plan.id, now=now)
    record(PlanResumed(plan.id), about=plan.athlete_id, by=actor.person_id, now=now)


def _only_drafts(plan: Plan) -> None:
    if plan.published_at is not None:
        raise PlanFixed(sentence("This plan is published. Withdraw it first, or change single sessions."))


def _keep_race(plan: Plan, draft: PlanDraft) -> None:
    is_kept = draft.weeks == plan.layout["weeks"] and draft.missed is Missed.SKIP
    if Layout.from_json(plan.layout).race is not None and not (
        is_kept and (draft.starts_on - plan.starts_on).days % 7 == 0
    ):
        told = "This plan ends with a race: it moves by whole weeks, keeps its length, and the calendar moves on."
        raise PlanFixed(sentence(told))


def _lay_out(plan: Plan, layout: Layout) -> None:
    plan.layout = layout.as_json()
    if not problems(layout):
        plan.program = compose(layout, first=plan.starts_on.weekday())


def _sessions(plan: Plan, layout: Layout) -> list[PlannedSession]:
    dated = list(slots(layout, plan.starts_on))
    asked = tracks_asked(layout, plan.program, dated, first=plan.starts_on.weekday())
    names = {slot.slot: of_day(layout, slot.day, asked[slot.slot]) for slot in dated}
    return [
        PlannedSession(
            plan_id=plan.id,
            athlete_id=plan.athlete_id,
            slot=slot.slot,
            on=slot.on,
            title=names[slot.slot].title,
            kind=names[slot.slot].kind,
        )
        for slot in dated
    ]


def _unlogged(plan: Plan, *, since: date) -> list[PlannedSession]:
    return list(
        db.session.scalars(
            select(PlannedSession)
            .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
            .where(PlannedSession.plan_id == plan.id, PlannedSession.on >= since, SessionLog.id.is_(None))
        )
    )
