"""What the operator decided for everybody on this instance. Set when the application is made, read by permissions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """The decisions. Until somebody decides, nobody sees more than they must."""

    trainers_may_see_strava: bool = False
    """Strava's agreement with this instance allows trainers to see it, if the athlete consents too."""


class _Kept:
    terms = Terms()


def terms() -> Terms:
    """Return what holds now."""
    return _Kept.terms


def agree(found: Terms) -> None:
    """Let these terms hold from now on, in this process."""
    _Kept.terms = found
