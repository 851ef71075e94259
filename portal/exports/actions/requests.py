"""Asking for a document, putting it away, bringing it back, and forgetting old ones."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.core import storage
from portal.core.access import Actor
from portal.core.db import after_commit, db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.log import record
from portal.exports import pdf
from portal.exports.events import ExportCancelled, ExportFailed, ExportRemoved, ExportRequested, ExportRestored
from portal.exports.models import Export
from portal.exports.queries.exports import may_be_drawn, printable
from portal.exports.rules.exports import (
    ERASING_LASTS,
    KEPT,
    PATIENCE,
    REMOVED_KEPT,
    UNDER_WAY,
    ExportKind,
    ExportState,
    Problem,
    Wishes,
)
from portal.training.models.plans import Plan

MOST_AGAIN = 100
"""Documents that are drawn again at once."""


class CannotPrint(Refusal):
    """Nothing can be drawn here and now."""


def request_export(plan: Plan, wishes: Wishes, *, actor: Actor, today: date, now: datetime) -> Export:
    """Have the coming weeks of a plan drawn. Asking again while the same is under way changes nothing.

    Raises CannotPrint.
    """
    waiting = _same_under_way(plan, wishes, actor)
    if waiting is not None:
        return waiting
    total = min(wishes.weeks, weeks_to_print(plan, today=today))
    export = Export(
        kind=ExportKind.PLAN,
        plan_id=plan.id,
        athlete_id=plan.athlete_id,
        asked_by_id=actor.person_id,
        weeks=wishes.weeks,
        paper=wishes.paper,
        state=ExportState.QUEUED,
        total=total,
        asked_at=now,
        expires_at=now + KEPT,
    )
    db.session.add(export)
    record(ExportRequested(export.id), about=plan.athlete_id, by=actor.person_id, now=now)
    return export


def weeks_to_print(plan: Plan, *, today: date) -> int:
    """Return how many weeks of a plan can be printed. Raises CannotPrint when there is none."""
    if said := pdf.problem():
        raise CannotPrint(said)
    if plan.published_at is None:
        raise CannotPrint(sentence("Publish the plan first: only then its sessions have dates to print."))
    weeks = printable(plan, today=today).weeks_left
    if not weeks:
        raise CannotPrint(sentence("Nothing is left to do in this plan, so there is nothing to print."))
    return weeks


def remove_export(export: Export, *, actor: Actor, now: datetime) -> None:
    """Stop a document that is under way, put away one that is there. Doing it twice changes nothing."""
    if export.state in UNDER_WAY:
        export.state = ExportState.CANCELLED
        record(ExportCancelled(export.id), about=export.athlete_id, by=actor.person_id, now=now)
    elif export.state is not ExportState.CANCELLED and export.removed_at is None:
        export.removed_at, export.expires_at = now, min(export.expires_at, now + REMOVED_KEPT)
        record(ExportRemoved(export.id), about=export.athlete_id, by=actor.person_id, now=now)


def restore_export(export: Export, *, actor: Actor, now: datetime) -> None:
    """Bring back a document that was put away. Doing it twice changes nothing."""
    if export.removed_at is None:
        return
    export.removed_at, export.expires_at = None, (export.done_at or export.asked_at) + KEPT
    record(ExportRestored(export.id), about=export.athlete_id, by=actor.person_id, now=now)


def give_up_exports(*, now: datetime) -> None:
    """Say of documents that nobody could draw for long that they will not come."""
    lost = select(Export).where(Export.state.in_(UNDER_WAY), Export.asked_at < now - PATIENCE)
    for export in db.session.scalars(lost.with_for_update()):
        fail(export, Problem.GIVEN_UP, now=now)


def draw_again(*, now: datetime) -> None:
    """Have the documents drawn that failed by no fault of those who asked. Twice changes nothing."""
    rows = db.session.scalars(select(Export).where(may_be_drawn(now)).limit(MOST_AGAIN).with_for_update()).all()
    for export in rows:
        export.state, export.problem, export.done = ExportState.QUEUED, None, 0
        export.asked_at, export.expires_at = now, now + KEPT
        record(ExportRequested(export.id), about=export.athlete_id, by=None, now=now)


def forget_old_exports(*, now: datetime) -> None:
    """Delete documents whose time is over, with their files."""
    for export in db.session.scalars(select(Export).where(Export.expires_at <= now).with_for_update()):
        _erase(export)


def erase_exports(athlete_id: UUID, *, until: datetime, now: datetime) -> None:
    """Erase what was begun for this athlete `until` data was erased, with its files: it may follow from that data.

    What is being drawn from it fails, and can be asked for again; what still waits knows nothing of it yet.
    Twice changes nothing.
    """
    drawn = select(Export).where(Export.athlete_id == athlete_id, Export.began_at <= until + ERASING_LASTS)
    for export in db.session.scalars(drawn.with_for_update()).all():
        if export.state is ExportState.DRAWING:
            fail(export, Problem.GIVEN_UP, now=now)
        elif export.done_at is not None:
            _erase(export)


def fail(export: Export, problem: Problem, *, now: datetime) -> None:
    """Note why a document under way will not come."""
    export.state, export.problem = ExportState.FAILED, problem
    record(ExportFailed(export.id, export.asked_by_id), about=export.athlete_id, by=None, now=now)


def _erase(export: Export) -> None:
    key = export.key
    db.session.delete(export)
    after_commit(lambda: storage.delete(key))


def _same_under_way(plan: Plan, wishes: Wishes, actor: Actor) -> Export | None:
    return db.session.scalar(
        select(Export)
        .where(Export.plan_id == plan.id, Export.asked_by_id == actor.person_id, Export.state.in_(UNDER_WAY))
        .where(Export.weeks == wishes.weeks, Export.paper == wishes.paper)
        .limit(1)
    )
