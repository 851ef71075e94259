"""Who needs the trainer, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import inf
from uuid import UUID

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Day
from portal.home.rules.past import STRIP_DAYS, Past
from portal.roster.rules import Life
from portal.training.rules.sessions import Outcome

SILENT_DAYS = 5
ENDS_SOON_DAYS = 7
WAITS_LONG = timedelta(hours=12)
FEW_PCT, MANY_PCT = 60, 130


class Tone(StrEnum):
    """How a reason looks: glyph and colour follow from it."""

    BAD = "bad"
    FAR = "far"
    NEAR = "near"
    NEWS = "news"
    GOOD = "good"
    NONE = "none"


class Group(StrEnum):
    """In which part of the clients page somebody stands."""

    NEED_ME = "need_me"
    ON_TRACK = "on_track"
    AWAY = "away"


@dataclass(frozen=True)
class Reason:
    """Why a client wants attention; the heaviest one is shown."""

    weight: int
    tone: Tone
    icon: str
    words: Sentence


@dataclass(frozen=True)
class Standing:
    """What is known of a client this morning."""

    athlete_id: UUID
    name: str
    life: Life
    life_until: date | None
    past: Past
    last_active_on: date | None
    coached_since: date
    programmed_until: date | None
    shows_training: bool
    """Whether the client lets this trainer know of plans and logs; nothing is said of them otherwise."""
    unread: int
    waiting_since: datetime | None


@dataclass(frozen=True)
class ClientRow:
    """One row of the clients page."""

    standing: Standing
    group: Group
    reason: Reason | None

    @property
    def name(self) -> str:
        """Return the client's name."""
        return self.standing.name

    @property
    def life(self) -> Life | None:
        """Return the client's state, if it is none of the usual and is not the reason already."""
        is_said = self.group is Group.AWAY or self.standing.life is Life.ACTIVE
        return None if is_said else self.standing.life

    @property
    def past(self) -> Past:
        """Return what the last days add up to."""
        return self.standing.past


def row_of(standing: Standing, *, today: date, now: datetime) -> ClientRow:
    """Return the row of this client, with the reason that matters most."""
    is_away = standing.life not in {Life.ACTIVE, Life.TRAVEL}
    asks = _waiting(standing, now)
    if is_away and asks is None:
        return ClientRow(standing, Group.AWAY, _away(standing))
    reasons = [asks] if is_away else reasons_of(standing, today=today, now=now)
    first = max(reasons, key=lambda reason: reason.weight, default=None)
    return ClientRow(standing, Group.NEED_ME if first and first.tone in _URGENT else Group.ON_TRACK, first)


_URGENT = {Tone.BAD, Tone.FAR, Tone.NEAR, Tone.NEWS}
_ORDER = {Group.NEED_ME: 0, Group.ON_TRACK: 1, Group.AWAY: 2}


def sorted_by_need(rows: Sequence[ClientRow]) -> list[ClientRow]:
    """Return those who need the trainer first, the most pressing on top.

    Among equals the longest wait decides, then the name.
    """
    return sorted(rows, key=_need)


def _need(row: ClientRow) -> tuple[int, int, float, str]:
    waits = row.standing.waiting_since
    weight = row.reason.weight if row.reason else 0
    return _ORDER[row.group], -weight, waits.timestamp() if waits else inf, row.name


def reasons_of(standing: Standing, *, today: date, now: datetime) -> list[Reason]:
    """Return everything that speaks for looking at this client."""
    found = (_waiting(standing, now), _missing(standing, today), _silent(standing, today), _ending(standing, today))
    return [reason for reason in (*found, _unbalanced(standing)) if reason]


def _waiting(standing: Standing, now: datetime) -> Reason | None:
    if standing.waiting_since is None:
        return None
    hours = int((now - standing.waiting_since) / timedelta(hours=1))
    if hours < 1:
        return Reason(60, Tone.NEWS, "chat", sentence("has just written"))
    words = counted(hours, "waits for an answer, %(count)s h", "waits for an answer, %(count)s h")
    if hours >= 48:  # noqa: PLR2004 -- from two days on, hours say less than days
        words = counted(hours // 24, "waits for an answer, %(count)s day", "waits for an answer, %(count)s days")
    return Reason(95 if now - standing.waiting_since >= WAITS_LONG else 70, Tone.NEWS, "chat", words)


def _missing(standing: Standing, today: date) -> Reason | None:
    since = today - timedelta(days=STRIP_DAYS - 1)
    missed = [s for s in standing.past.sessions if s.on >= since and s.outcome is Outcome.MISSED]
    if not missed:
        return None
    words = counted(len(missed), "%(count)s session missed", "%(count)s sessions missed")
    return Reason(50 + 20 * len(missed), Tone.BAD if len(missed) > 1 else Tone.NEAR, "missed", words)


def _silent(standing: Standing, today: date) -> Reason | None:
    due = [s for s in standing.past.sessions if s.on < today and s.outcome is not Outcome.EXCUSED]
    last = standing.last_active_on or standing.coached_since
    days = (today - last).days
    if days < SILENT_DAYS or not due:
        return None
    return Reason(80 + days, Tone.BAD, "missed", counted(days, "no log for %(count)s day", "no log for %(count)s days"))


def _ending(standing: Standing, today: date) -> Reason | None:
    until = standing.programmed_until
    if not standing.shows_training:
        return None
    if until is None:
        return Reason(65, Tone.FAR, "ends", sentence("has no plan"))
    left = (until - today).days
    if left > ENDS_SOON_DAYS:
        return None
    if left < 0:
        return Reason(66, Tone.FAR, "ends", sentence("plan ended on %(day)s", day=Day(until)))
    return Reason(58 - left, Tone.FAR, "ends", sentence("plan ends on %(day)s", day=Day(until)))


def _unbalanced(standing: Standing) -> Reason | None:
    done = standing.past.week_pct
    if done is None or FEW_PCT <= done <= MANY_PCT:
        return None
    if done < FEW_PCT:
        return Reason(45, Tone.NEAR, "under", sentence("%(pct)s %% of the week done", pct=done))
    return Reason(48, Tone.FAR, "over", sentence("%(pct)s %% of the week done", pct=done))


def _away(standing: Standing) -> Reason:
    day = Day(standing.life_until) if standing.life_until else None
    open_ended, dated = {
        Life.PAUSED: (sentence("paused"), sentence("paused until %(day)s", day=day)),
        Life.HOLIDAY: (sentence("on holiday"), sentence("on holiday until %(day)s", day=day)),
        Life.ILL: (sentence("ill"), sentence("ill until %(day)s", day=day)),
        Life.INJURED: (sentence("injured"), sentence("injured until %(day)s", day=day)),
    }[standing.life]
    return Reason(1, Tone.NONE, "excused", dated if day else open_ended)
