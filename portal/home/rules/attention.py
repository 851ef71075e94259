"""Who needs the trainer, ranked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from math import inf
from uuid import UUID

from portal.home.rules.past import Past
from portal.home.rules.reasons import Reason, Standing, asking
from portal.roster.rules import Life


class Group(StrEnum):
    """In which part of the clients page somebody stands."""

    NEED_ME = "need_me"
    ON_TRACK = "on_track"
    AWAY = "away"


@dataclass(frozen=True)
class Client:
    """What is known of a client at this moment."""

    athlete_id: UUID
    coaching_id: UUID
    name: str
    standing: Standing
    steady: tuple[Reason, ...]
    """What follows from the standing, the heaviest first."""
    waiting_since: datetime | None
    heard_at: datetime | None
    """When the client wrote last."""


@dataclass(frozen=True)
class ClientRow:
    """A client with everything that speaks for looking at them, the heaviest first."""

    client: Client
    group: Group
    reasons: tuple[Reason, ...]
    unread: int = 0

    @property
    def name(self) -> str:
        """Return the client's name."""
        return self.client.name

    @property
    def standing(self) -> Standing:
        """Return what follows from plan, log and life."""
        return self.client.standing

    @property
    def reason(self) -> Reason | None:
        """Return the reason that matters most."""
        return self.reasons[0] if self.reasons else None

    @property
    def life(self) -> Life | None:
        """Return the client's state, if it is none of the usual and is not the reason already."""
        is_said = self.group is Group.AWAY or self.standing.life is Life.ACTIVE
        return None if is_said else self.standing.life

    @property
    def past(self) -> Past:
        """Return what the last days add up to."""
        return self.standing.past

    @cached_property
    def need(self) -> tuple[int, int, float, str]:
        """Return what ranks this client: the group, the heaviest reason, the longest wait, the name."""
        waits = self.client.waiting_since
        weight = self.reasons[0].weight if self.reasons else 0
        return _ORDER[self.group], -weight, waits.timestamp() if waits else inf, self.name


_ORDER = {Group.NEED_ME: 0, Group.ON_TRACK: 1, Group.AWAY: 2}


def row_of(client: Client, *, now: datetime) -> ClientRow:
    """Return the row of this client."""
    asks = asking(waiting_since=client.waiting_since, heard_at=client.heard_at, now=now)
    if asks is None:
        return quiet_row(client)
    reasons = tuple(sorted((asks, *client.steady), key=lambda reason: -reason.weight))
    return ClientRow(client, Group.NEED_ME, reasons)


def quiet_row(client: Client) -> ClientRow:
    """Return the row of a client who waits for no answer."""
    if client.standing.is_away:
        return ClientRow(client, Group.AWAY, client.steady)
    is_needing = bool(client.steady) and client.steady[0].is_pressing
    return ClientRow(client, Group.NEED_ME if is_needing else Group.ON_TRACK, client.steady)


def sorted_by_need(rows: Sequence[ClientRow]) -> list[ClientRow]:
    """Return those who need the trainer first, the most pressing on top.

    Among equals the longest wait decides, then the name.
    """
    return sorted(rows, key=lambda row: row.need)
