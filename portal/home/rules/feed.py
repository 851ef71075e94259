"""What happened, in words: the timeline of a client. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    SessionFinished: lambda fact: sentence("Session finished, %(pct)s %% of the plan", pct=fact.done_pct),
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


def words_of(fact: Fact) -> Sentence:
    """Return what happened as a sentence. Raises KeyError for facts that are nobody's news."""
    return WORDS[type(fact)](fact)
