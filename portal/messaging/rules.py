"""What a message is made of, and what may still be done to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.core.sentence import Sentence

LONGEST = 10_000
"""Characters of one message."""
DELETED_WITHIN = timedelta(minutes=5)
"""How long after it was sent a message may be deleted, and after that restored."""
ERASED_AFTER = timedelta(hours=1)
"""When the words of a deleted message are gone for good."""
TICK = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_LINK = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_NOT_ITS_END = ".,;:!?…'’*_"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_PLACE = re.compile(r"([wa])(\d{1,17})-([0-9a-f-]{36})")
_ABOUT = re.compile(r"(session|activity|set):([0-9a-f-]{36})(?::([A-Za-z0-9_]{1,60}:\d{1,3}))?")


class AboutKind(StrEnum):
    """What a message can be about."""

    SESSION = "session"
    """A planned session."""
    SET = "set"
    """One set of a planned session; its place says which. Old messages name the session log instead."""
    ACTIVITY = "activity"


@dataclass(frozen=True)
class About:
    """What a message is about; the place is empty unless it is a set: track and position, such as a:3."""

    kind: AboutKind
    id: UUID
    place: str = ""

    @property
    def track(self) -> str:
        """The track of a set."""
        return self.place.partition(":")[0]

    @property
    def position(self) -> int:
        """The place of a set in its track."""
        return int(self.place.partition(":")[2])

    def __str__(self) -> str:
        """Return what stands in addresses and forms, such as session:<id>."""
        return ":".join(part for part in (self.kind.value, str(self.id), self.place) if part)


def about_of(typed: str) -> About | None:
    """Return what was written by `str(about)`; None if it is nothing of the kind."""
    found = _ABOUT.fullmatch(typed)
    if found is None or (found[1] == AboutKind.SET) != bool(found[3]):
        return None
    try:
        return About(AboutKind(found[1]), UUID(found[2]), found[3] or "")
    except ValueError:
        return None


@dataclass(frozen=True)
class MessageDraft:
    """What somebody wants to say; the key is made where it was written."""

    text: str
    about: About | None
    key: UUID


@dataclass(frozen=True)
class Quote:
    """What a message is about, as its reader may see it."""

    title: str | Sentence
    facts: tuple[Sentence, ...] = ()
    url: str | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class Piece:
    """A part of a text; `url` when it is a link."""

    text: str
    url: str = ""


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the text cut into words and links; only http and https lead anywhere."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    done = 0
    for found in _LINK.finditer(text):
        url = _link(found[0])
        if not url.partition("//")[2]:
            continue
        if found.start() > done:
            yield Piece(text[done : found.start()])
        yield Piece(url, url)
        done = found.start() + len(url)
    if done < len(text):
        yield Piece(text[done:])


def _link(found: str) -> str:
    """Return the address without what ends the sentence around it."""
    while found:
        last = found[-1]
        stray = last in _BRACKETS and found.count(last) > found.count(_BRACKETS[last])
        if not stray and last not in _NOT_ITS_END:
            break
        found = found[:-1]
    return found


def may_still_delete(sent_at: datetime, now: datetime) -> bool:
    """Return whether a message sent then may be deleted by its sender."""
    return now - sent_at <= DELETED_WITHIN


def may_still_restore(deleted_at: datetime, now: datetime) -> bool:
    """Return whether a message deleted then may be brought back by its sender."""
    return now - deleted_at <= DELETED_WITHIN


def moment_after(latest: datetime | None, now: datetime) -> datetime:
    """Return when a message is sent that comes after the latest one: no two of a conversation share a moment."""
    return now if latest is None or now > latest else latest + TICK


@dataclass(frozen=True)
class Place:
    """Where a page of conversations ended: the last one, and the moment it stood there by."""

    id: UUID
    at: datetime
    is_waiting: bool

    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{'w' if self.is_waiting else 'a'}{(self.at - EPOCH) // TICK}-{self.id}"


def place_of(typed: str | None) -> Place | None:
    """Return the place that stands in an address, None if there is none."""
    found = _PLACE.fullmatch(typed or "")
    if found is None:
        return None
    try:
        return Place(UUID(found[3]), EPOCH + int(found[2]) * TICK, is_waiting=found[1] == "w")
    except (ValueError, OverflowError):
        return None
