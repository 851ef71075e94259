"""What a message is made of."""

from __future__ import annotations

from enum import StrEnum


class AboutKind(StrEnum):
    """What a message can be about."""

    SESSION = "session"
    """A planned session."""
    SET = "set"
    """One set of a session log; its place says which."""
    ACTIVITY = "activity"
