"""Planned sessions: what kinds there are, when one is missed, and how far it was done."""

from __future__ import annotations

from enum import StrEnum

GRACE_DAYS = 2
"""A session done up to so many days late still counts as that session (progression reference, part 5)."""


class SessionKind(StrEnum):
    """What a planned session asks for."""

    STRENGTH = "strength"
    ENDURANCE = "endurance"
    MIXED = "mixed"


class Outcome(StrEnum):
    """How a planned session went; the same states everywhere, each with glyph and word."""

    DONE = "done"
    UNDER = "under"
    OVER = "over"
    FAR_UNDER = "far_under"
    FAR_OVER = "far_over"
    MISSED = "missed"
    EXCUSED = "excused"
    EXTRA = "extra"
    PLANNED = "planned"


def outcome_of(done_pct: int) -> Outcome:
    """Return the state for work done as whole per cent of what was planned (coaching reference, part 6)."""
    if done_pct < 50:  # noqa: PLR2004 -- the bands are the definition
        return Outcome.FAR_UNDER
    if done_pct < 80:  # noqa: PLR2004
        return Outcome.UNDER
    if done_pct <= 120:  # noqa: PLR2004
        return Outcome.DONE
    if done_pct <= 150:  # noqa: PLR2004
        return Outcome.OVER
    return Outcome.FAR_OVER
