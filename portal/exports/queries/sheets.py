"""What is printed of a plan: its coming weeks as the rules say today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.db import db
from portal.exports.rules.sheets import Cover, Ran, Session, Week, tables
from portal.progression.replay import Step
from portal.training.models.logs import EffortLog
from portal.training.models.plans import AdjustmentKind, Plan, PlannedSession
from portal.training.queries.course import ByHand, SlotRow, by_hand_in, course_of
from portal.training.queries.exercises import measures_in
from portal.training.rules.course import Course, Done
from portal.training.rules.layout import Layout, item_of
from portal.training.rules.naming import named
from portal.training.rules.opening import sheet_of


def cover_of(plan: Plan, *, today: date) -> Cover:
    """Return what stands on every sheet of a plan."""
    names = {person.id: person.name for person in _people(plan)}
    return Cover(
        title=plan.title,
        athlete=names[plan.athlete_id],
        trainer=names[plan.trainer_id],
        weeks=Layout.from_json(plan.layout).weeks,
        version=plan.version,
        printed_on=today,
    )


def weeks_to_come(plan: Plan, course: Course) -> list[int]:
    """Return the weeks of the plan, counted from 0, in which something is still to be done."""
    return sorted({_week(plan, session.on, course.today) for session in course.to_come})


def weeks_of(plan: Plan, *, today: date, most: int) -> list[Week]:
    """Return the coming weeks, `most` of them, with all that is printed."""
    by_hand = by_hand_in(plan)
    course, rows = course_of(plan, today=today, by_hand=by_hand)
    wanted = weeks_to_come(plan, course)[:most]
    by_slot = {row.slot: row for row in rows}
    steps = [step for step in course.forecast() if _week(plan, by_slot[step.slot].on, today) in wanted]
    sessions = list(_Printer(plan, course, by_slot, by_hand).sessions(steps))
    return [
        Week(
            number=week + 1,
            first_on=plan.starts_on + timedelta(weeks=week),
            sessions=tuple(session for session in sessions if _week(plan, session.on, today) == week),
            done=tuple(row.title for row in rows if row.is_finished and _week(plan, row.on, row.on) == week),
        )
        for week in wanted
    ]


class _Printer:
    """Makes sessions of computed steps."""

    def __init__(self, plan: Plan, course: Course, rows: Mapping[int, SlotRow], by_hand: Sequence[ByHand]) -> None:
        self._plan, self._rows = plan, rows
        self._layout = Layout.from_json(plan.layout)
        self._measures = measures_in([self._layout])
        self._notes = _notes(plan)
        self._changes = _changes(by_hand)
        self._last = _last_done(course)
        self._ran = _ran(self._last)

    def sessions(self, steps: Iterable[Step]) -> Iterator[Session]:
        """Yield what to do. Each track tells of the last time once: later that is on the sheet before."""
        seen: set[str] = set()
        for step in steps:
            yield self._session(step, [track for track in step.prescription if track not in seen])
            seen.update(step.prescription)

    def _session(self, step: Step, new: Sequence[str]) -> Session:
        row = self._rows[step.slot]
        last = {
            track: (self._last[track].trained_on, self._last[track].done[track]) for track in new if track in self._last
        }
        sheet = sheet_of(step.prescription, layout=self._layout, reasons={}, last=last)
        exercises = {track: item_of(self._layout, track).exercise for track in step.prescription}
        measures = {track: self._measures[key] for track, key in exercises.items() if key in self._measures}
        ran = {track: self._ran[track] for track in last if track in self._ran}
        return Session(
            id=row.id,
            on=row.on,
            title=self._title(step, row),
            minutes=sheet.minutes_left,
            note=self._notes.get(row.id, ""),
            changes=self._changes.get(step.slot, ()),
            tables=tables(sheet, measures=measures, ran=ran),
        )

    def _title(self, step: Step, row: SlotRow) -> str:
        plan = self._plan
        name = named(self._layout, plan.program, starts_on=plan.starts_on, on=row.on, tracks=step.prescription)
        return name.title if name else row.title


def _week(plan: Plan, on: date, today: date) -> int:
    """Return the week in which a session is printed: what is left from days ago stands in the present one."""
    return min((max(on, today) - plan.starts_on).days // 7, Layout.from_json(plan.layout).weeks - 1)


def _people(plan: Plan) -> Sequence[Person]:
    return db.session.scalars(select(Person).where(Person.id.in_((plan.athlete_id, plan.trainer_id)))).all()


def _last_done(course: Course) -> dict[str, Done]:
    """Return by track in which session it was trained last."""
    last: dict[str, Done] = {}
    for entry in course.done:
        for track in (track for track, done in entry.done.items() if done):
            if track not in last or entry.trained_on > last[track].trained_on:
                last[track] = entry
    return last


def _ran(last: Mapping[str, Done]) -> dict[str, Ran]:
    """Return the last runs by track."""
    wanted = {(entry.log_id, track) for track, entry in last.items()}
    rows = db.session.scalars(select(EffortLog).where(EffortLog.session_log_id.in_({log_id for log_id, _ in wanted})))
    return {
        row.track: Ran(row.ratio, row.distance_m, row.duration_s)
        for row in rows
        if (row.session_log_id, row.track) in wanted
    }


def _notes(plan: Plan) -> dict[UUID, str]:
    rows = select(PlannedSession).where(PlannedSession.plan_id == plan.id, PlannedSession.note != "")
    return {session.id: session.note for session in db.session.scalars(rows)}


def _changes(by_hand: Sequence[ByHand]) -> dict[int, tuple[str, ...]]:
    """Return by slot why its numbers were changed by hand."""
    reasons: dict[int, tuple[str, ...]] = {}
    for row, _ in by_hand:
        if row.kind is AdjustmentKind.OVERRIDE and row.undone_at is None and row.slot is not None and row.reason:
            reasons[row.slot] = (*reasons.get(row.slot, ()), row.reason)
    return reasons
