"""What can be asked for, how far it is, and why it failed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core.sentence import Sentence, sentence
from portal.core.units import System

KEPT = timedelta(days=30)
"""How long a document can be fetched."""
REMOVED_KEPT = timedelta(days=1)
"""How long a removed document can be brought back."""
PATIENCE = timedelta(hours=1)
"""When a document that nobody could draw is given up: by then the queue has tried for the last time."""
ERASING_LASTS = timedelta(seconds=2)
"""Data is gone so long after its erasure was begun: what is drawn meanwhile may still follow from it."""
MOST_WEEKS = 26
USUAL_WEEKS = 4
CHOICES = (1, 2, 4, 8, 12)
"""So many weeks are offered, and all there are."""


class ExportKind(StrEnum):
    """What is drawn."""

    PLAN = "plan"


class Paper(StrEnum):
    """On which sheets it is printed."""

    A4 = "a4"
    LETTER = "letter"


class ExportState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    DRAWING = "drawing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (ExportState.QUEUED, ExportState.DRAWING)


class Problem(StrEnum):
    """Why there is no document."""

    CANNOT_DRAW = "cannot_draw"
    NO_ACCESS = "no_access"
    NOTHING_LEFT = "nothing_left"
    DISK_FULL = "disk_full"
    GIVEN_UP = "given_up"


HOPEFUL = (Problem.CANNOT_DRAW, Problem.DISK_FULL, Problem.GIVEN_UP)
"""The server was at fault: another time it may work."""
SENTENCES: Mapping[Problem, Sentence] = {
    Problem.CANNOT_DRAW: sentence(
        "The server lacks what drawing PDFs needs. Whoever runs it finds the missing packages where a new print begins."
    ),
    Problem.NO_ACCESS: sentence("The plan could not be opened any more, so nothing was drawn."),
    Problem.NOTHING_LEFT: sentence("By the time it was drawn, nothing was left to do in this plan."),
    Problem.DISK_FULL: sentence("The disk of the server is full. Tell whoever runs it, then try again."),
    Problem.GIVEN_UP: sentence("It could not be finished. Try again, perhaps with fewer weeks."),
}


@dataclass(frozen=True)
class Wishes:
    """What somebody wants to have printed."""

    weeks: int
    paper: Paper


def usual_paper(units: System) -> Paper:
    """Return the sheets that lie in printers where people measure so."""
    return Paper.LETTER if units is System.IMPERIAL else Paper.A4


def week_choices(weeks_left: int) -> list[int]:
    """Return how many weeks can be asked for, the last choice being all of them."""
    return [*(weeks for weeks in CHOICES if weeks < weeks_left), weeks_left] if weeks_left else []


def seconds_left(*, done: int, total: int, elapsed_s: float) -> int | None:
    """Return roughly how long the rest takes, from what the first parts took; None when nobody can know yet."""
    return round(elapsed_s / done * (total - done)) if done and elapsed_s > 0 else None


def file_name(title: str, on: date) -> str:
    """Return what a plan's document is called on the disk of whoever fetches it."""
    letters = "".join(letter if letter.isalnum() or letter in "-_" else " " for letter in title)
    return f"{' '.join(letters.split())[:60].strip() or 'Trackside'} {on.isoformat()}.pdf"
