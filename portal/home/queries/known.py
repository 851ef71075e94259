"""Clients as a process knows them: asked of the database when something happened to them, and else from memory.

Everything that changes how they stand is an event about the athlete, so the events are the key under which it is kept,
with the day, the consents and what this instance allows. In the morning all are asked for anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.core.access import Actor
from portal.core.kept import Kept
from portal.core.terms import Terms, terms
from portal.home.queries.standings import standings_in
from portal.home.rules.attention import Client, ClientRow, quiet_row, row_of
from portal.home.rules.reasons import Standing, steady_reasons
from portal.home.rules.review import Looked

MOST = 2048
"""So many clients a process knows by heart."""


@dataclass(frozen=True)
class Who:
    """A client, and which state of the log everything else about them follows from."""

    athlete_id: UUID
    coaching_id: UUID
    name: str
    agreed: str | None
    """What they show to this trainer: asked each time, as every permission is."""
    newest_id: UUID | None
    """The newest event about them."""
    lately: int
    """How many events came lately: one more, if another with an older id is written after the newest."""


@dataclass(frozen=True)
class Known:
    """A client as far as only events change it."""

    client: Client
    quiet: ClientRow
    """Their row, if no question of theirs waits."""
    looked: Looked | None

    def row(self, now: datetime) -> ClientRow:
        """Return their row at this moment."""
        return self.quiet if self.client.waiting_since is None else row_of(self.client, now=now)


Frame = tuple[date, Terms]
"""What all rows of a day follow from, beside events."""

_kept: Kept[tuple[UUID, UUID], tuple[Who, Frame, Known]] = Kept(MOST)


def known_of(trainer: Actor, clients: Sequence[Who], *, today: date) -> list[Known]:
    """Return these clients of the trainer in the same order; three statements at most, none when nothing is new."""
    frame, trainer_id = (today, terms()), trainer.person_id
    kept = _kept.among([(trainer_id, who.athlete_id) for who in clients])
    found = {
        key[1]: known
        for who in clients
        if (entry := kept.get(key := (trainer_id, who.athlete_id)))
        and entry[0] == who
        and entry[1] == frame
        and (known := entry[2])
    }
    missing = {who.athlete_id: who for who in clients if who.athlete_id not in found}
    for athlete_id, known in _found(trainer, missing, today) if missing else ():
        found[athlete_id] = known
        _kept.keep((trainer_id, athlete_id), (missing[athlete_id], frame, known))
    return [found[who.athlete_id] for who in clients if who.athlete_id in found]


def _found(trainer: Actor, clients: Mapping[UUID, Who], today: date) -> Iterator[tuple[UUID, Known]]:
    for row, standing in standings_in(trainer, clients, today=today):
        client = _client(clients[row.athlete_id], row, standing, today)
        yield row.athlete_id, Known(client, quiet_row(client), _looked(row))


def _client(who: Who, row: Any, standing: Standing, today: date) -> Client:
    return Client(
        athlete_id=who.athlete_id,
        coaching_id=who.coaching_id,
        name=who.name,
        standing=standing,
        steady=steady_reasons(standing, today=today),
        waiting_since=row.waiting_since,
        heard_at=row.heard_at,
    )


def _looked(row: Any) -> Looked | None:
    if row.review_id is None:
        return None
    return Looked(row.review_id, row.batch_id, row.reviewed_at, row.seen_at, row.until_at)
