"""The week grid: what is done on which weekday. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from portal.core.sentence import sentence
from portal.training.rules.sessions import SessionKind

FIXED = "fixed"
"""Not a preset: the same sets each time, nothing progresses."""
TYPED = "typed"
"""Nor this: a row as it was typed (portal.progression.notation)."""
RACE_PLAN = "race_plan"
"""The preset whose row ends with a race: it holds for these weeks and these weekdays only."""
MOST_ITEMS = 16
MOST_WEEKS = 26
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Item:
    """One row of the grid: an exercise (or a run plan), how it progresses, and on which weekdays."""

    key: str
    exercise: str
    """Id of the exercise as text; empty where the preset brings its own sessions."""
    name: str
    preset: str
    fields: Mapping[str, Any]
    days: tuple[int, ...]
    """Weekdays, Monday is 0."""

    @property
    def brings_sessions(self) -> bool:
        """Whether its preset brings sessions of its own, instead of the exercise."""
        return not self.exercise


@dataclass(frozen=True)
class Layout:
    """A whole week grid."""

    weeks: int
    missed: str
    """What a missed session does: `skip` moves on with the calendar, `shift` waits for it."""
    items: tuple[Item, ...] = ()
    titles: Mapping[int, str] = ()  # type: ignore[assignment]
    given: int = 0
    """How many keys were given to rows so far; none is given twice, because changes by hand name their row by it."""

    def days(self, *, first: int = 0) -> list[int]:
        """Return the weekdays on which something is planned, counted from the `first` one."""
        return sorted({day for item in self.items for day in item.days}, key=lambda day: (day - first) % 7)

    @property
    def has_two_run_plans(self) -> bool:
        """Whether more than one row brings sessions and rules of its own: their anchors and rules would mix."""
        return sum(item.brings_sessions and item.preset != TYPED for item in self.items) > 1

    def on_day(self, day: int) -> list[Item]:
        """Return what is planned on this weekday, in the order of the grid."""
        return [item for item in self.items if day in item.days]

    @property
    def race(self) -> Item | None:
        """The row that leads up to a race, if there is one."""
        return next((item for item in self.items if item.preset == RACE_PLAN), None)

    def with_item(self, item: Item) -> Layout:
        """Return the grid with this row, new or in place of the row of the same key."""
        if any(known.key == item.key for known in self.items):
            return replace(self, items=tuple(item if known.key == item.key else known for known in self.items))
        return replace(self, items=(*self.items, item), given=max(self.given, _number(item.key)))

    def without(self, key: str) -> Layout:
        """Return the grid without this row."""
        return replace(self, items=tuple(item for item in self.items if item.key != key))

    def free_key(self) -> str:
        """Return a key that no row has or had. Raises ValueError when the grid is full."""
        if len(self.items) >= MOST_ITEMS:
            raise ValueError("the grid is full")
        return _key(max([self.given, *(_number(item.key) for item in self.items)]) + 1)

    def since(self, given: int) -> tuple[Item, ...]:
        """Return the rows that were added since the grid had given so many keys."""
        return tuple(item for item in self.items if _number(item.key) > given)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "weeks": self.weeks,
            "missed": self.missed,
            "given": self.given,
            "titles": {str(day): title for day, title in dict(self.titles).items()},
            "items": [
                {
                    "key": item.key,
                    "exercise": item.exercise,
                    "name": item.name,
                    "preset": item.preset,
                    "fields": dict(item.fields),
                    "days": list(item.days),
                }
                for item in self.items
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """Return the grid that `as_json` wrote."""
        items = tuple(Item(**{**row, "days": tuple(row["days"])}) for row in data["items"])
        titles = {int(day): title for day, title in data["titles"].items()}
        return cls(weeks=data["weeks"], missed=data["missed"], items=items, titles=titles, given=data.get("given", 0))


def _key(number: int) -> str:
    """Return the key of this number, as spreadsheets count their columns: a to z, then aa."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, len(LETTERS))
        letters = LETTERS[letter] + letters
    return letters


def _number(key: str) -> int:
    number = 0
    for letter in key:
        number = number * len(LETTERS) + LETTERS.index(letter) + 1
    return number


def track_name(item: Item, name: str) -> str:
    """Return what a row's track is called in the program."""
    return f"{item.key}_{name}" if item.brings_sessions else item.key


def item_of(layout: Layout, track: str) -> Item:
    """Return the row a track came from."""
    key = track.partition("_")[0]
    return next(item for item in layout.items if item.key == key)


def has_track(layout: Layout, track: str) -> bool:
    """Return whether a row of the layout makes this track."""
    return any(item.key == track.partition("_")[0] for item in layout.items)


RUN_NAMES = {
    "easy": sentence("Easy run").source,
    "interval": sentence("Interval run").source,
    "threshold": sentence("Threshold run").source,
    "long": sentence("Long run").source,
    "quality": sentence("Quality run").source,
    "race": sentence("Race").source,
}
"""Shown through gettext, as the names of starter exercises are."""


def name_of(layout: Layout, track: str) -> str:
    """Return what a track is called on pages."""
    item = item_of(layout, track)
    return item.name if item.exercise else RUN_NAMES.get(kind_of_run(track), item.name)


def kind_of_run(track: str) -> str:
    """Return which kind of run a track is: a week may have several of a kind."""
    return track.rpartition("_")[2].rstrip("23")


def kind_of_day(layout: Layout, day: int) -> SessionKind:
    """Return whether a day's session is lifting, running or both."""
    runs = {item.brings_sessions for item in layout.on_day(day)}
    if runs == {True}:
        return SessionKind.ENDURANCE
    return SessionKind.STRENGTH if runs == {False} else SessionKind.MIXED


@dataclass(frozen=True)
class Slot:
    """A dated session of a plan, before it is stored."""

    slot: int
    on: date
    day: int


def slots(layout: Layout, starts_on: date) -> Iterator[Slot]:
    """Yield the sessions in calendar order: from the start day, so many weeks of seven days."""
    wanted = set(layout.days())
    number = 0
    for offset in range(7 * layout.weeks):
        on = starts_on + timedelta(days=offset)
        if on.weekday() in wanted:
            yield Slot(number, on, on.weekday())
            number += 1
