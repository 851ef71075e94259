"""Half a year of training, played: the engine prescribes, an invented athlete does most of it, the log remembers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from portal.core.db import Record, db
from portal.core.ids import new_id
from portal.progression import explain, replay
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.rules.composing import compose
from portal.training.rules.course import is_missed
from portal.training.rules.layout import Layout, Slot, kind_of_day, slots
from portal.training.rules.logs import Flag, done_pct, is_steps, sets_planned
from portal.training.rules.plans import default_title
from portal.training.rules.raceplans import RaceOutlook
from portal.training.rules.racewishes import RaceWish

Rows = dict[type[Record], list[dict[str, Any]]]


@dataclass(frozen=True)
class Habits:
    """How somebody trains."""

    misses: float = 0.06
    """Share of sessions left out."""
    fails: float = 0.06
    """Share of lifts whose last set falls short."""
    stops_days_ago: int = 0
    """No log since so many days."""
    away: tuple[int, int] | None = None
    """Days ago, first and last, of a time that excuses."""
    skips_recent: int = 0
    """So many of the latest sessions were missed."""
    hurt: bool = False
    """Something hurt in the latest session."""


class Player:
    """Plays one plan from its first day to yesterday. The same seed makes the same log."""

    def __init__(self, plan: Plan, layout: Layout, habits: Habits, *, seed: str) -> None:
        self.plan, self.layout, self.habits = plan, layout, habits
        self.rng = random.Random(seed)  # noqa: S311 -- invented training, not a secret
        self.state = replay.replay(program=plan.program, log=[])
        self.rows: Rows = {PlannedSession: [], SessionLog: [], SetLog: [], EffortLog: []}

    @property
    def finished(self) -> list[dict[str, Any]]:
        """The sessions that were trained, as rows of the log."""
        return self.rows[SessionLog]

    def play(self, *, today: date) -> None:
        """Store the planned sessions, and the logs of those before today."""
        dated = list(slots(self.layout, self.plan.starts_on))
        left_out = self._left_out([slot for slot in dated if slot.on < today], today)
        for slot in dated:
            session = self._session(slot)
            self.rows[PlannedSession].append(session)
            if slot.on < today:
                self._live(session, slot, today=today, is_left_out=slot.slot in left_out)
        if self.habits.hurt and self.rows[SessionLog]:
            self.rows[SessionLog][-1]["flags"] = [Flag.INJURED.value]
        for table, values in self.rows.items():
            if values:
                db.session.execute(insert(table), values)

    def _left_out(self, past: Sequence[Slot], today: date) -> set[int]:
        chosen = {slot.slot for slot in past if self.rng.random() < self.habits.misses}
        silent = {slot.slot for slot in past if (today - slot.on).days < self.habits.stops_days_ago}
        return chosen | silent | {slot.slot for slot in past[len(past) - self.habits.skips_recent :]}

    def _session(self, slot: Slot) -> dict[str, Any]:
        order = self.layout.days(first=self.plan.starts_on.weekday())
        tracks = self.plan.program["sessions"][order.index(slot.day)]["tracks"]
        return {
            "id": new_id(),
            "plan_id": self.plan.id,
            "athlete_id": self.plan.athlete_id,
            "slot": slot.slot,
            "on": slot.on,
            "title": dict(self.layout.titles).get(slot.day) or default_title(self.layout, tracks),
            "kind": kind_of_day(self.layout, slot.day),
            "note": "",
            "excused_at": None,
            "dropped_at": None,
        }

    def _live(self, session: Mapping[str, Any], slot: Slot, *, today: date, is_left_out: bool) -> None:
        """Let one day pass: trained, missed or excused."""
        away, days_ago = self.habits.away, (today - slot.on).days
        if away and away[1] <= days_ago <= away[0]:
            self._note(slot, f"e{slot.slot}", type="excused")
        elif not is_left_out:
            self._train(session, slot)
        elif is_missed(slot.on, today):
            self._note(slot, f"m{slot.slot}", type="missed")

    def _train(self, session: Mapping[str, Any], slot: Slot) -> None:
        (step,) = replay.preview_from(self.state, slots=[(slot.slot, slot.on)])
        done = {track: _performed(work, self.habits, self.rng) for track, work in step.prescription.items()}
        log = _log(session, slot, step, done, self.rng)
        self.rows[SessionLog].append(log)
        self.rows[SetLog].extend(_sets(log, done))
        self.rows[EffortLog].extend(_efforts(log, step.prescription, done))
        self._note(slot, str(log["id"]), type="done", planned=step.prescription, done=done)

    def _note(self, slot: Slot, entry_id: str, **entry: Any) -> None:
        place = {"id": entry_id, "slot": slot.slot, "seq": slot.slot, "date": slot.on.isoformat()}
        self.state = replay.applied(self.state, {**place, **entry})


def _performed(work: Sequence[Mapping[str, Any]], habits: Habits, rng: random.Random) -> Any:
    if is_steps(work):
        ratio = rng.choice((1.0, 1.0, 1.0, 0.97, 1.04, 0.7 if rng.random() < habits.fails * 3 else 1.0))
        return {"ratio": ratio, "rpe": rng.randint(4, 8)}
    rows = [[group["load"] or 0, int(group["reps"])] for group in sets_planned(work)]
    top = work[-1]
    if top.get("amrap"):
        rows[-1][1] += rng.randint(0, 4)
    elif rng.random() < habits.fails:
        rows[-1][1] = max(1, rows[-1][1] - rng.randint(1, 2))
    if rows:
        rows[-1] = [*rows[-1], rng.choice((7, 8, 8, 9))]
    return rows


def _log(
    session: Mapping[str, Any], slot: Slot, step: replay.Step, done: Mapping[str, Any], rng: random.Random
) -> dict[str, Any]:
    began = datetime.combine(slot.on, time(16, 30), UTC) + timedelta(minutes=rng.randint(-50, 70))
    return {
        "id": new_id(),
        "planned_session_id": session["id"],
        "plan_id": session["plan_id"],
        "athlete_id": session["athlete_id"],
        "trained_on": slot.on,
        "began_at": began,
        "finished_at": began + timedelta(minutes=rng.randint(38, 75)),
        "planned": step.prescription,
        "reasons": {track: [r.as_json() for r in explain.reasons_of_step(step, track)] for track in step.prescription},
        "flags": [],
        "rpe": float(rng.randint(5, 9)),
        "note": "",
        "done": dict(done),
        "done_pct": done_pct(step.prescription, done),
    }


def _sets(log: Mapping[str, Any], done: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    at: datetime = log["began_at"]
    for track, sets in done.items():
        if isinstance(sets, Mapping):
            continue
        for position, row in enumerate(sets):
            at += timedelta(seconds=170)
            yield {
                "id": new_id(),
                "session_log_id": log["id"],
                "track": track,
                "position": position,
                "load_kg": row[0] or None,
                "reps": row[1],
                "rpe": float(row[2]) if len(row) > 2 else None,  # noqa: PLR2004 -- load, repetitions, perhaps RPE
                "done_at": at,
            }


def _efforts(log: Mapping[str, Any], planned: Mapping[str, Any], done: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for track, effort in done.items():
        if isinstance(effort, Mapping) and planned[track]:
            yield {
                "id": new_id(),
                "session_log_id": log["id"],
                "track": track,
                "ratio": effort["ratio"],
                "distance_m": None,
                "duration_s": None,
                "rpe": float(effort["rpe"]),
                "recorded_id": None,
            }


def plan_for(athlete_id: UUID, trainer_id: UUID, title: str, layout: Layout, *, starts_on: date, now: datetime) -> Plan:
    """Store a published plan that began on that day."""
    made_at = min(datetime.combine(starts_on, time(7), UTC) - timedelta(days=2), now)
    plan = Plan(
        athlete_id=athlete_id,
        trainer_id=trainer_id,
        title=title,
        layout=layout.as_json(),
        program=compose(layout, first=starts_on.weekday()),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=7 * layout.weeks - 1),
        made_at=made_at,
        published_at=made_at,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def race_draft(
    athlete_id: UUID, trainer_id: UUID, title: str, metres: float, *, race_on: date, index: float, now: datetime
) -> Plan:
    """Store the draft of a plan up to a race on that day, which is run on four days a week."""
    wish = RaceWish(metres, race_on, (1, 3, 5, 6), weekly_m=46_000, longest_m=17_000, index=index)
    outlook = RaceOutlook(wish, now.date())
    layout = Layout(weeks=len(outlook.weeks), missed="skip").with_item(outlook.item)
    plan = Plan(
        athlete_id=athlete_id,
        trainer_id=trainer_id,
        title=title,
        layout=layout.as_json(),
        program=compose(layout, first=outlook.starts_on.weekday()),
        starts_on=outlook.starts_on,
        ends_on=race_on,
        made_at=now,
    )
    db.session.add(plan)
    return plan
