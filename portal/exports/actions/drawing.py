"""Drawing a document in the background, in short transactions of its own, so that everybody sees how far it is.

Every step looks whether the document is still wanted. A worker may be killed at any point: the next one draws
everything again, under the same name, and only one of them announces that it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.queries import reader_of
from portal.core import storage
from portal.core.access import Actor, may
from portal.core.db import db, transaction
from portal.core.language import zone_named
from portal.core.reader import Reader, reading_as
from portal.events.log import record
from portal.exports import pdf
from portal.exports.actions.requests import fail
from portal.exports.events import ExportFinished
from portal.exports.models import Export
from portal.exports.queries.sheets import cover_of, weeks_of
from portal.exports.rules.exports import KEPT, UNDER_WAY, ExportState, Paper, Problem
from portal.exports.rules.sheets import Cover, Week
from portal.training.models.plans import Plan
from portal.training.policy.plans import VIEW_PLAN

TEMPLATE = "exports/plan_sheet.html"


class Unwanted(Exception):
    """Somebody stopped it, or another worker has finished it."""


class Failed(Exception):
    """There will be no document; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Order:
    """Everything that is drawn, read at one moment."""

    export_id: UUID
    key: str
    paper: Paper
    reader: Reader
    cover: Cover
    weeks: Sequence[Week]


def draw_export(export_id: UUID, *, now: datetime) -> None:
    """Draw a document that somebody asked for. May be repeated: what is done or was stopped stays so."""
    with suppress(Unwanted):
        try:
            _draw(export_id, now=now)
        except Failed as failed:
            with transaction():
                fail(_wanted(export_id), failed.problem, now=now)


def _draw(export_id: UUID, *, now: datetime) -> None:
    with transaction():
        export = _wanted(export_id)
        export.state, export.began_at, export.done = ExportState.DRAWING, now, 0
    with transaction(writes=False):
        order = _order(export_id, now=now)
    content = _drawn(order)
    _keep(order, content)
    with transaction():
        _finish(order, len(content), now=now)


def _order(export_id: UUID, *, now: datetime) -> Order:
    export = db.session.get_one(Export, export_id)
    plan = db.session.get_one(Plan, export.plan_id)
    if plan.published_at is None or plan.ended_at or not may(VIEW_PLAN, Actor(export.asked_by_id), plan.id):
        raise Failed(Problem.NO_ACCESS)
    reader = reader_of(export.athlete_id)
    today = now.astimezone(zone_named(reader.time_zone)).date()
    weeks = weeks_of(plan, today=today, most=export.total)
    if not weeks:
        raise Failed(Problem.NOTHING_LEFT)
    return Order(export.id, export.key, export.paper, reader, cover_of(plan, today=today), weeks)


def _drawn(order: Order) -> bytes:
    try:
        drawing = pdf.Drawing()
    except pdf.CannotDraw:
        raise Failed(Problem.CANNOT_DRAW) from None
    with reading_as(order.reader):
        for done, week in enumerate(order.weeks, start=1):
            drawing.add(TEMPLATE, cover=order.cover, week=week, paper=order.paper.value, code=pdf.code)
            with transaction():
                _wanted(order.export_id).done = done
        return drawing.content()


def _keep(order: Order, content: bytes) -> None:
    try:
        storage.put(order.key, content)
    except storage.StorageFull:
        raise Failed(Problem.DISK_FULL) from None


def _finish(order: Order, size_bytes: int, *, now: datetime) -> None:
    export = db.session.scalar(select(Export).where(Export.id == order.export_id).with_for_update())
    if export is None or export.state in (ExportState.CANCELLED, ExportState.FAILED):
        storage.delete(order.key)
    if export is None or export.state not in UNDER_WAY:
        raise Unwanted
    export.state, export.done, export.total = ExportState.DONE, len(order.weeks), len(order.weeks)
    export.done_at, export.expires_at = now, now + KEPT
    export.plan_version, export.size_bytes = order.cover.version, size_bytes
    record(ExportFinished(export.id, export.asked_by_id), about=export.athlete_id, by=None, now=now)


def _wanted(export_id: UUID) -> Export:
    """Return the document, locked, while somebody waits for it. Raises Unwanted."""
    wanted = select(Export).where(Export.id == export_id, Export.state.in_(UNDER_WAY))
    export = db.session.scalar(wanted.with_for_update())
    if export is None:
        raise Unwanted
    return export
