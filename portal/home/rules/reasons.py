"""What speaks for looking at a client: each reason in words, with why, and since when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Day, Number
from portal.home.rules.jumps import Jump
from portal.home.rules.past import STRIP_DAYS, Past
from portal.home.rules.stalls import Stall
from portal.roster.rules import EXCUSING, Life
from portal.training.rules.sessions import GRACE_DAYS, Outcome

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


PRESSING = frozenset({Tone.BAD, Tone.FAR, Tone.NEAR, Tone.NEWS})
"""Whoever gives such a reason needs the trainer."""


@dataclass(frozen=True)
class Reason:
    """Why a client wants attention: in a few words, and what that rests on."""

    weight: int
    tone: Tone
    icon: str
    words: Sentence
    why: Sentence
    since: datetime | date | None = None
    """When it began; a day stands for its first moment. None when that cannot be said."""

    @property
    def is_pressing(self) -> bool:
        """Return whether this needs the trainer."""
        return self.tone in PRESSING


@dataclass(frozen=True)
class Standing:
    """What follows from plan, log and life: the same all day until something happens."""

    life: Life
    life_until: date | None
    life_noted_at: datetime | None
    past: Past
    last_active_on: date | None
    coached_since: date
    programmed_until: date | None
    plan_id: UUID | None
    """The plan that is programmed last."""
    shows_training: bool
    """Whether the client lets this trainer know of plans and logs; nothing is said of them otherwise."""
    hurt_at: datetime | None
    """When a session of the last days was finished in which something hurt."""
    changed_at: datetime | None
    """When somebody else changed numbers of a plan in the last days."""
    jump: Jump | None
    stalls: tuple[Stall, ...]

    @property
    def is_away(self) -> bool:
        """Return whether nothing but an answer is owed to this client."""
        return self.life in EXCUSING


def steady_reasons(standing: Standing, *, today: date) -> tuple[Reason, ...]:
    """Return the reasons that hold all day, the heaviest first."""
    if standing.is_away:
        return (_away(standing),)
    found = (
        _missing(standing, today),
        _silent(standing, today),
        _ending(standing, today),
        _unbalanced(standing),
        _hurt(standing),
        _jumping(standing),
        _changed(standing),
        *_stalling(standing),
    )
    return tuple(sorted((reason for reason in found if reason), key=lambda reason: -reason.weight))


def asking(*, waiting_since: datetime | None, heard_at: datetime | None, now: datetime) -> Reason | None:
    """Return the reason that a question waits, if one does; `heard_at` is when the client wrote last."""
    if waiting_since is None:
        return None
    long = now - waiting_since >= WAITS_LONG
    why = sentence("Nobody has answered since then. Messages that need no answer can be set aside in the conversation.")
    return Reason(95 if long else 70, Tone.NEWS, "chat", _waited(now - waiting_since), why, heard_at or waiting_since)


def _waited(wait: timedelta) -> Sentence:
    hours = int(wait / timedelta(hours=1))
    if hours < 1:
        return sentence("has just written")
    if hours >= 48:  # noqa: PLR2004 -- from two days on, hours say less than days
        return counted(hours // 24, "waits for an answer, %(count)s day", "waits for an answer, %(count)s days")
    return counted(hours, "waits for an answer, %(count)s h", "waits for an answer, %(count)s h")


def _missing(standing: Standing, today: date) -> Reason | None:
    since = today - timedelta(days=STRIP_DAYS - 1)
    missed = [s.on for s in standing.past.sessions if s.on >= since and s.outcome is Outcome.MISSED]
    if not missed:
        return None
    words = counted(len(missed), "%(count)s session missed", "%(count)s sessions missed")
    why = counted(
        GRACE_DAYS,
        "The last one was due on %(day)s and not logged within %(count)s day.",
        "The last one was due on %(day)s and not logged within %(count)s days.",
        day=Day(max(missed)),
    )
    tone = Tone.BAD if len(missed) > 1 else Tone.NEAR
    return Reason(50 + 20 * len(missed), tone, "missed", words, why, max(missed) + timedelta(days=GRACE_DAYS + 1))


def _silent(standing: Standing, today: date) -> Reason | None:
    due = [s for s in standing.past.sessions if s.on < today and s.outcome is not Outcome.EXCUSED]
    last = standing.last_active_on or standing.coached_since
    days = (today - last).days
    if days < SILENT_DAYS or not due:
        return None
    words = counted(days, "no log for %(count)s day", "no log for %(count)s days")
    why = sentence("The last thing logged or recorded is of %(day)s.", day=Day(last))
    if standing.last_active_on is None:
        why = sentence("Nothing was ever logged or recorded; you coach them since %(day)s.", day=Day(last))
    return Reason(80 + days, Tone.BAD, "missed", words, why, last + timedelta(days=SILENT_DAYS))


def _ending(standing: Standing, today: date) -> Reason | None:
    until = standing.programmed_until
    if not standing.shows_training:
        return None
    if until is None:
        return Reason(65, Tone.FAR, "ends", sentence("has no plan"), sentence("No plan was ever published to them."))
    left = (until - today).days
    if left > ENDS_SOON_DAYS:
        return None
    why = sentence("After that day nothing is programmed.")
    if left < 0:
        words = sentence("plan ended on %(day)s", day=Day(until))
        return Reason(66, Tone.FAR, "ends", words, why, until + timedelta(days=1))
    words = sentence("plan ends on %(day)s", day=Day(until))
    return Reason(58 - left, Tone.FAR, "ends", words, why, until - timedelta(days=ENDS_SOON_DAYS))


def _unbalanced(standing: Standing) -> Reason | None:
    done = standing.past.week_pct
    if done is None or FEW_PCT <= done <= MANY_PCT:
        return None
    why = sentence(
        "The mean of what was due in the last seven days. Between %(few)s and %(many)s %% says nothing.",
        few=FEW_PCT,
        many=MANY_PCT,
    )
    words = sentence("%(pct)s %% of the week done", pct=done)
    if done < FEW_PCT:
        return Reason(45, Tone.NEAR, "under", words, why)
    return Reason(48, Tone.FAR, "over", words, why)


def _hurt(standing: Standing) -> Reason | None:
    if standing.hurt_at is None:
        return None
    why = sentence("They ticked “injured” when they finished a session.")
    return Reason(92, Tone.BAD, "pain", sentence("pain noted"), why, standing.hurt_at)


def _jumping(standing: Standing) -> Reason | None:
    jump = standing.jump
    if jump is None:
        return None
    why = sentence(
        "Load of the last seven days over the mean week of four: %(ratio)s. It informs, and predicts no injury.",
        ratio=Number(jump.ratio, 2),
    )
    return Reason(62, Tone.FAR, "over", sentence("load +%(pct)s %%", pct=jump.more_pct), why, jump.since_on)


def _changed(standing: Standing) -> Reason | None:
    if standing.changed_at is None:
        return None
    why = sentence("Somebody else who coaches them changed numbers by hand.")
    return Reason(55, Tone.NEWS, "edit", sentence("plan changed"), why, standing.changed_at)


def _stalling(standing: Standing) -> Iterator[Reason]:
    for stall in standing.stalls:
        words = sentence("%(exercise)s stalled", exercise=Sentence(stall.exercise))
        why = counted(
            stall.times,
            "Not done as planned %(count)s time in a row, without a reason given.",
            "Not done as planned %(count)s times in a row, without a reason given.",
        )
        yield Reason(52, Tone.NEAR, "flat", words, why, stall.since_at)


def _away(standing: Standing) -> Reason:
    day = Day(standing.life_until) if standing.life_until else None
    open_ended, dated = {
        Life.PAUSED: (sentence("paused"), sentence("paused until %(day)s", day=day)),
        Life.HOLIDAY: (sentence("on holiday"), sentence("on holiday until %(day)s", day=day)),
        Life.ILL: (sentence("ill"), sentence("ill until %(day)s", day=day)),
        Life.INJURED: (sentence("injured"), sentence("injured until %(day)s", day=day)),
    }[standing.life]
    why = sentence("What is missed meanwhile is excused and counts nowhere.")
    return Reason(1, Tone.NONE, "excused", dated if day else open_ended, why, standing.life_noted_at)
