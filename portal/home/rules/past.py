"""What somebody's last days add up to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from portal.training.rules.sessions import Outcome, outcome_of

STRIP_DAYS = 7
WINDOW_DAYS = 30


@dataclass(frozen=True)
class SessionDay:
    """One planned session of the last weeks: its day and what became of it (None: still open)."""

    on: date
    done_pct: int | None
    excused: bool
    missed: bool

    @cached_property
    def outcome(self) -> Outcome:
        """Return the state of this session."""
        if self.done_pct is not None:
            return outcome_of(self.done_pct)
        if self.excused:
            return Outcome.EXCUSED
        return Outcome.MISSED if self.missed else Outcome.PLANNED


@dataclass(frozen=True)
class Past:
    """The sessions of the last weeks and what they add up to."""

    sessions: tuple[SessionDay, ...]
    strip: tuple[tuple[date, Outcome | None], ...]
    week_pct: int | None
    month_pct: int | None

    @cached_property
    def marks(self) -> tuple[tuple[date, str], ...]:
        """The last seven days as the week strip draws them."""
        return tuple((on, outcome.value if outcome else "rest") for on, outcome in self.strip)


def past_of(sessions: tuple[SessionDay, ...], *, today: date) -> Past:
    """Return what these sessions add up to."""
    return Past(
        sessions,
        strip_of(sessions, today=today),
        compliance_pct(sessions, today=today, days=STRIP_DAYS),
        compliance_pct(sessions, today=today, days=WINDOW_DAYS),
    )


def is_lately(on: date, *, today: date) -> bool:
    """Return whether a day is one of the last seven."""
    return today - timedelta(days=STRIP_DAYS) < on <= today


def strip_of(sessions: Sequence[SessionDay], *, today: date) -> tuple[tuple[date, Outcome | None], ...]:
    """Return the last seven days with the worst outcome of each; None on days without a session."""
    days = [today - timedelta(days=back) for back in range(STRIP_DAYS - 1, -1, -1)]
    return tuple((on, _worst([s.outcome for s in sessions if s.on == on])) for on in days)


def compliance_pct(sessions: Sequence[SessionDay], *, today: date, days: int) -> int | None:
    """Return the mean share done over so many days in whole per cent, None when nothing was due.

    Excused and still open sessions do not count; missed ones count as nothing done.
    """
    since = today - timedelta(days=days - 1)
    shares = [
        session.done_pct or 0
        for session in sessions
        if since <= session.on <= today and session.outcome not in {Outcome.EXCUSED, Outcome.PLANNED}
    ]
    return round(sum(shares) / len(shares)) if shares else None


def _worst(outcomes: Sequence[Outcome]) -> Outcome | None:
    order: Mapping[Outcome, int] = {outcome: place for place, outcome in enumerate(_WORST_FIRST)}
    return min(outcomes, key=lambda outcome: order[outcome], default=None)


_WORST_FIRST = (
    Outcome.MISSED,
    Outcome.FAR_UNDER,
    Outcome.FAR_OVER,
    Outcome.UNDER,
    Outcome.OVER,
    Outcome.PLANNED,
    Outcome.DONE,
    Outcome.EXCUSED,
    Outcome.EXTRA,
)
