"""A plan under way: the progression log that follows from its dated sessions and what was done in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from portal.progression import replay
from portal.training.rules.sessions import GRACE_DAYS

Entry = dict[str, Any]
LEFT_OUT = ("missed", "excused")
"""Kinds of entries that follow from the calendar; their ids begin so."""


@dataclass(frozen=True)
class Planned:
    """A dated session as the course sees it."""

    id: UUID
    slot: int
    on: date
    excused: bool


@dataclass(frozen=True)
class Done:
    """A finished session log as the course sees it."""

    log_id: UUID
    slot: int
    trained_on: date
    planned: Mapping[str, Any]
    done: Mapping[str, Any]
    flags: Sequence[str]


@dataclass(frozen=True)
class Adjusted:
    """An entry a person added, as the course sees it."""

    id: UUID
    kind: str
    effective_on: date
    slot: int | None
    track: str
    change: Mapping[str, Any]
    by: UUID
    reason: str = ""
    """Why, in that person's words."""
    made_on: date | None = None
    """The day on which it was written, where that is another than the one it counts from."""


def entries(
    planned: Iterable[Planned], done: Iterable[Done], adjusted: Iterable[Adjusted], *, today: date
) -> list[Entry]:
    """Return the progression log. Missed sessions are derived here and stored nowhere.

    So a late log or a sick note of last week takes effect by being there, and nothing has to be taken back.
    """
    finished = list(done)
    logged = {entry.slot for entry in finished}
    return [
        *(_done_entry(entry) for entry in finished),
        *(entry for session in planned if session.slot not in logged for entry in _left_out(session, today)),
        *(_adjusted_entry(entry) for entry in adjusted),
    ]


def is_missed(on: date, today: date) -> bool:
    """Return whether a session of that day that nobody logged counts as missed by now."""
    return on + timedelta(days=GRACE_DAYS) < today


def is_ahead(on: date, today: date) -> bool:
    """Return whether a session of that day, done today, would be done before its time and not only a little early."""
    return on - timedelta(days=GRACE_DAYS) > today


def counted_on(planned_on: date, *, done_on: date) -> date:
    """Return the day on which a session done on that day counts: its own once its grace has passed."""
    return planned_on if is_missed(planned_on, done_on) else done_on


def open_slots(planned: Iterable[Planned], logged: Iterable[int], *, today: date) -> list[Planned]:
    """Return the sessions still to come, today's and those within their grace among them, in order."""
    done = set(logged)
    return sorted(
        (s for s in planned if s.slot not in done and not s.excused and not is_missed(s.on, today)),
        key=lambda session: session.slot,
    )


def last_of(trained: Iterable[tuple[date, Mapping[str, Any]]], track: str) -> tuple[date, Any] | None:
    """Return when this track was last trained, of days and what was done on each, and what was done of it."""
    found = [(on, done[track]) for on, done in trained if done.get(track)]
    return max(found, key=lambda row: row[0], default=None)


def _left_out(session: Planned, today: date) -> list[Entry]:
    if session.excused:
        kind = "excused"
        if session.on >= today:
            return []
    elif is_missed(session.on, today):
        kind = "missed"
    else:
        return []
    return [{"id": f"{kind}-{session.id}", "date": session.on.isoformat(), "type": kind, "slot": session.slot}]


def _done_entry(entry: Done) -> Entry:
    return {
        "id": str(entry.log_id),
        "date": entry.trained_on.isoformat(),
        "seq": entry.slot,
        "type": "done",
        "slot": entry.slot,
        "planned": dict(entry.planned),
        "done": dict(entry.done),
        "flags": list(entry.flags),
    }


def _adjusted_entry(entry: Adjusted) -> Entry:
    row: Entry = {
        "id": str(entry.id),
        "date": entry.effective_on.isoformat(),
        "type": entry.kind,
        "track": entry.track,
        "by": str(entry.by),
        **entry.change,
    }
    if entry.slot is not None:
        row["slot"] = entry.slot
    if entry.reason:
        row["say"] = entry.reason
    if entry.made_on is not None:
        row["made_on"] = entry.made_on.isoformat()
    return row


@dataclass(frozen=True)
class Course:
    """A plan as it stands today."""

    program: Mapping[str, Any]
    planned: tuple[Planned, ...]
    done: tuple[Done, ...]
    adjusted: tuple[Adjusted, ...]
    today: date

    @cached_property
    def log(self) -> list[Entry]:
        """The progression log."""
        return entries(self.planned, self.done, self.adjusted, today=self.today)

    @cached_property
    def state(self) -> replay.State:
        """The log folded in: where every variable stands now."""
        return replay.replay(program=self.program, log=self.log, until=self.today)

    @cached_property
    def to_come(self) -> list[Planned]:
        """The sessions still open, in order."""
        return open_slots(self.planned, (entry.slot for entry in self.done), today=self.today)

    def shown(self, slot: int) -> replay.Step | None:
        """Return what the athlete is to do in this session; None when it is done, or not in the plan any more.

        Sessions before it that are still open count as done as planned: a plan is read from the front.
        """
        until = [session for session in self.to_come if session.slot <= slot]
        if until and until[-1].slot == slot:
            return self._simulated(until, since=self.today)[-1]
        logged = {entry.slot for entry in self.done}
        left_out = next((row for row in self.planned if row.slot == slot and slot not in logged), None)
        return self._belated(left_out) if left_out else None

    def forecast(self, *, outcome: replay.Outcomes = "done") -> list[replay.Step]:
        """Return every open session as it comes out if all is done as planned (or as `outcome` says)."""
        return self._simulated(self.to_come, since=self.today, outcome=outcome)

    def last_done(self, track: str, *, before: int | None = None) -> tuple[date, Any] | None:
        """Return when this track was last trained and what was done; `before` a slot if given."""
        trained = ((entry.trained_on, entry.done) for entry in self.done if before is None or entry.slot < before)
        return last_of(trained, track)

    def _belated(self, session: Planned) -> replay.Step:
        """Return what a missed or excused session asked for: nothing that came after it counts."""
        before = replace(
            self,
            planned=tuple(row for row in self.planned if row.slot < session.slot),
            done=tuple(entry for entry in self.done if entry.slot < session.slot),
            adjusted=tuple(entry for entry in self.adjusted if entry.effective_on <= session.on),
        )
        since = min(session.on, self.today)
        return before._simulated([*before.to_come, session], since=since)[-1]  # noqa: SLF001 -- of this class

    def _simulated(
        self, sessions: Sequence[Planned], *, since: date, outcome: replay.Outcomes = "done"
    ) -> list[replay.Step]:
        # What will be excused asks for nothing, but where the calendar moves on it takes its turn with it.
        places = {session.slot: place for place, session in enumerate(sessions)}
        away = {row.slot for row in self._away if row.slot < max(places, default=-1)} - places.keys()
        rows = sorted([*sessions, *(row for row in self._away if row.slot in away)], key=lambda row: row.slot)

        def of_each(rendering: replay.Rendering) -> replay.Outcome:
            slot = rendering.slot or 0
            return "excused" if slot in away else replay.chosen(outcome, places[slot], rendering)

        slots = [(row.slot, max(row.on, since)) for row in rows]
        steps = replay.preview_from(self.state, slots=slots, outcome=of_each if away else outcome)
        return [step for step in steps if step.slot not in away]

    @property
    def _away(self) -> list[Planned]:
        """The sessions to come that are excused already; those of the past stand in the log."""
        logged = {entry.slot for entry in self.done}
        return [row for row in self.planned if row.excused and row.on >= self.today and row.slot not in logged]
