"""What replaying leaves behind: variables, position, the trail of changes, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from portal.core.sentence import Sentence

Program = Mapping[str, Any]
Entry = Mapping[str, Any]
Groups = Sequence[Mapping[str, Any]]
"""A prescription of one track: set groups, or a tree of steps."""

SHARED = ""
"""The pseudo-track that holds the anchors every track may read and set."""


class Position(NamedTuple):
    """Where the next session stands: cycle, week and day from 1, `pos` from 0."""

    cycle: int
    week: int
    day: int
    pos: int


PLACES = (*Position._fields, "turn")
"""What an expression may ask about the place of a session; `turn` counts those of a week that hold its track."""


class Change(NamedTuple):
    """One variable that got a new value, and why. `before` is None for a variable that did not exist."""

    on: date
    entry_id: str
    event: str
    path: str
    """The rule, such as `tracks.squat.on.done[0]`; empty for what people set themselves."""
    track: str
    """Whose variable it is; empty for a shared one."""
    name: str
    before: float | None
    after: float
    say: str = ""
    facts: Mapping[str, float] = {}
    """The results of the event, as they were then."""
    uses: frozenset[str] = frozenset()
    """The names the rule asked for or set."""
    by: str = ""


class Problem(NamedTuple):
    """Something in a program that does not work, in words for the trainer."""

    path: str
    message: Sentence
    on: date | None = None
    entry_id: str = ""


class Edit(NamedTuple):
    """A new version of the program that came into force."""

    on: date
    entry_id: str
    by: str
    before: Program
    after: Program


@dataclass(frozen=True)
class Rendering:
    """A session as it is shown on a day: the numbers, and everything they came from."""

    on: date
    slot: int | None
    position: Position
    tracks: Mapping[str, list[dict[str, Any]]]
    """Track → set groups or steps, as plain JSON: the part that is kept with the log."""
    names: Mapping[str, Mapping[str, float]]
    """Track → every name its expressions saw."""
    changes: tuple[Change, ...]
    """What a gap changed for this rendering only."""
    problems: tuple[Problem, ...]
    overrides: Mapping[str, Entry]
    """Track → the entry that replaced its numbers."""
    kept: frozenset[str]
    """Tracks whose rules could not be computed: they show the last numbers that could."""
