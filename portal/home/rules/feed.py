"""What happened, in words: the timeline of a client. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day
from portal.events.facts import Fact
from portal.roster.events import LifeStatusNoted
from portal.roster.rules import DataKind
from portal.training.events.logs import LogCorrected, SessionExcused, SessionFinished, SessionReopened
from portal.training.events.plans import AdjustmentUndone, PlanAdjusted, PlanEnded, PlanPublished, PlanResumed

WORDS: Mapping[type[Fact], Callable[[Any], Sentence]] = {
    PlanPublished: lambda fact: sentence("Plan published, until %(day)s", day=Day(fact.ends_on)),
    PlanEnded: lambda _: sentence("Plan ended early"),
    PlanResumed: lambda _: sentence("Plan taken up again"),
    PlanAdjusted: lambda _: sentence("Numbers changed by hand"),
    AdjustmentUndone: lambda _: sentence("A change by hand was taken back"),
    SessionFinished: lambda _: sentence("Session finished"),
    SessionReopened: lambda _: sentence("Finished session opened again"),
    SessionExcused: lambda _: sentence("Session excused"),
    LogCorrected: lambda _: sentence("Log corrected"),
    LifeStatusNoted: lambda _: sentence("Life status noted"),
}
SLICES = {"training": DataKind.TRAINING, "roster": DataKind.HEALTH}
NAMES: Mapping[DataKind, tuple[str, ...]] = {
    kind: tuple(fact.name for fact in WORDS if fact.name.partition(".")[0] == part) for part, kind in SLICES.items()
}
"""Which facts each kind of data opens: what an athlete keeps to themselves is nobody's news."""


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline."""

    words: Sentence
    at: datetime
    by: str
    """Name of whoever did it; empty for the portal itself."""


def log_of(fact: Fact) -> UUID | None:
    """Return the log that a fact is about, if it is about one."""
    log_id: UUID | None = getattr(fact, "session_log_id", None)
    return log_id


def words_of(fact: Fact, done: Mapping[UUID, int | None]) -> Sentence | None:
    """Return what happened as a sentence, or None when it is told no more because the log is erased.

    `done` holds the logs that are there: how much was done in whole per cent, None while they are open.
    Raises KeyError for facts that are nobody's news.
    """
    log_id = log_of(fact)
    if log_id is not None and log_id not in done:
        return None
    pct = done[log_id] if log_id is not None else None
    if isinstance(fact, SessionFinished) and pct is not None:
        return sentence("Session finished, %(pct)s %% of the plan", pct=pct)
    return WORDS[type(fact)](fact)
