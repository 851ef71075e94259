"""What a session is called, and of which kind it is: that follows from what it asks for, which may have moved. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.progression import replay
from portal.progression.presets.race_runs import RACE
from portal.training.rules.layout import Layout, Slot, kind_of_day, kind_of_run
from portal.training.rules.plans import default_title
from portal.training.rules.sessions import SessionKind


@dataclass(frozen=True)
class Named:
    """Title and kind of a session."""

    title: str
    kind: SessionKind


def named(
    layout: Layout, program: Mapping[str, Any], *, starts_on: date, on: date, tracks: Collection[str]
) -> Named | None:
    """Return what a session of the day `on` is called that asks for these tracks; None where no weekday asks for them.

    Where missed sessions wait, it may be the session of another weekday.
    """
    days = layout.days(first=starts_on.weekday())
    own_first = sorted(days, key=lambda day: day != on.weekday())
    by_day = {day: session["tracks"] for day, session in zip(days, program["sessions"], strict=True)}
    found = next((day for day in own_first if set(by_day[day]) == set(tracks)), None)
    return None if found is None else of_day(layout, found, by_day[found])


def of_day(layout: Layout, day: int, tracks: Sequence[str]) -> Named:
    """Return what the session planned for this weekday (Monday is 0) is called."""
    is_race = any(kind_of_run(track) == RACE for track in tracks)
    title = "" if is_race else dict(layout.titles).get(day)
    title = title or default_title(layout, sorted(tracks, key=lambda track: kind_of_run(track) != RACE))
    return Named(title, kind_of_day(layout, day))


def tracks_asked(
    layout: Layout, program: Mapping[str, Any], dated: Sequence[Slot], *, first: int
) -> Mapping[int, Sequence[str]]:
    """Return the tracks of each session, by its slot; those of a race plan differ from week to week."""
    if layout.race is not None:
        steps = replay.preview(program=program, log=[], slots=[(slot.slot, slot.on) for slot in dated])
        return {step.slot: tuple(step.prescription) for step in steps}
    by_day = dict(zip(layout.days(first=first), program["sessions"], strict=True))
    return {slot.slot: by_day[slot.day]["tracks"] for slot in dated}
