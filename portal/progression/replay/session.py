"""The next session as it is shown on a day. Works on a copy: looking changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.progression.grammar import Names
from portal.progression.replay.machine import Machine
from portal.progression.replay.render import Unshowable, rendered
from portal.progression.replay.state import Entry, Groups, Position, Problem, Rendering

Overrides = Mapping[str, Entry]
"""Track → what somebody wrote for it by hand."""
Shown = Mapping[str, Groups]


def next_session(
    machine: Machine, *, on: date, slot: int | None, position: Position, overrides: Overrides, last_shown: Shown
) -> Rendering:
    """Return the session of that position, with gaps up to that day and the overrides that hold in it.

    A track that cannot be computed shows what it showed last, and the problem is noted.
    """
    trial = machine.trial()
    trial.on, trial.position = on, position
    wanted = {*trial.plan.sessions[trial.position.day - 1], *overrides}
    tracks = [track for track in trial.plan.tracks if track in wanted]
    trial.fire_gaps(tracks)
    names = {track: trial.names(track) for track in tracks}
    shown: dict[str, list[dict[str, Any]]] = {}
    kept = set()
    for track in tracks:
        try:
            if work := _work(trial, track, names[track], overrides):  # what asks for nothing is no part of the session
                shown[track] = work
        except Unshowable as failure:
            trial.problems.append(Problem(failure.path, failure.said, on))
            shown[track] = [dict(group) for group in last_shown.get(track, [])]
            kept.add(track)
    return Rendering(
        on=on,
        slot=slot,
        position=trial.position,
        tracks=shown,
        names=names,
        changes=tuple(trial.trail),
        problems=tuple(trial.problems),
        overrides={track: overrides[track] for track in tracks if track in overrides},
        kept=frozenset(kept),
    )


def _work(machine: Machine, track: str, names: Names, overrides: Overrides) -> list[dict[str, Any]]:
    if track in overrides:
        return _given(overrides[track])
    return rendered(machine.plan.tracks[track], names)


def _given(entry: Entry) -> list[dict[str, Any]]:
    """Return the numbers somebody wrote by hand, in the shape of a prescription. They are not rounded."""
    if "steps" in entry:
        return [dict(step) for step in entry["steps"]]
    return [_group(group) for group in entry["work"]]


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    load = group.get("load")
    upper = {"reps_to": group["reps_to"]} if group.get("reps_to") else {}
    return {
        "sets": group["sets"],
        "reps": group["reps"],
        **upper,
        "load": load,
        "exact_load": load,
        "amrap": bool(group.get("amrap", False)),
        "rpe": group.get("rpe"),
    }
