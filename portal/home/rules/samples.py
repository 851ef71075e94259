"""What the style page shows where components draw records of the database. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.activities.rules.records import Ran, Record, ran
from portal.core.sentence import sentence
from portal.core.units import Mass

NOBODYS = UUID(int=0)


@dataclass(frozen=True)
class SamplePlan:
    """As much of a plan as a link to it says."""

    title: str
    starts_on: date
    ends_on: date
    id: UUID = NOBODYS
    ended_at: date | None = None


RECORDS = (
    *ran([Ran(NOBODYS, date(2026, 5, 14), 10_050, 2_688)]),
    Record(
        None,
        "Back squat",
        sentence("5 × %(load)s", load=Mass(100)),
        sentence("a maximum of about %(load)s", load=Mass(116)),
        date(2026, 5, 16),
    ),
)
PLANS = (
    SamplePlan("Zagreb 21.1", date(2026, 3, 2), date(2026, 6, 28)),
    SamplePlan("Base", date(2026, 1, 5), date(2026, 3, 1), ended_at=date(2026, 2, 20)),
)
