"""From a typed row to the part of a program that does it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.core.units import M_PER_MILE
from portal.progression.notation.rows import RACES_M, Aim, Counted, Group, Opened, Part, Repeat, Row, Step
from portal.science.quantity import KM_M
from portal.science.running import THRESHOLD_FRACTION, race_duration_s, running_index, sustained_share

MEANINGS = {"TM": "training_max", "1RM": "maximum"}
EXACT_KG = 0.01
"""Loads that were typed are shown as they were typed."""


def program_of(row: Row, *, step_kg: float) -> dict[str, Any]:
    """Return a program of one track for the row; shares of a maximum are rounded to `step_kg`.

    Raises ValueError where a maximum or a race is missing.
    """
    if row.needs_maximum or row.needs_result:
        raise ValueError("a number is missing that others follow from")
    track = _run(row) if row.is_run else _lift(row, step_kg)
    return {"tracks": {"x": track}, "sessions": [{"tracks": ["x"]}], "weeks": len(row.weeks)}


def _lift(row: Row, step_kg: float) -> dict[str, Any]:
    track: dict[str, Any] = {"state": {}, "work": list(_by_week(row)), "round": EXACT_KG}
    if row.maximum:
        track |= {"state": {"tm": row.maximum.load.kg}, "meaning": {"tm": MEANINGS[row.maximum.kind]}, "round": step_kg}
    if row.counted is not Counted.REPS:
        track["counts"] = "seconds" if row.counted is Counted.SECONDS else "metres"
    return track


def _run(row: Row) -> dict[str, Any]:
    track: dict[str, Any] = {"state": {}, "steps": list(_by_week(row))}
    if row.result:
        index = running_index(distance_m=RACES_M[row.result.race], duration_s=row.result.seconds)
        track |= {"state": {"pace_index": round(index, 4)}, "meaning": {"pace_index": "running_index"}}
    return track


def _by_week(row: Row) -> Iterator[dict[str, Any]]:
    for number, week in enumerate(row.weeks, start=1):
        when = {"if": f"week=={number}"} if len(row.weeks) > 1 else {}
        yield from ({**when, **piece} for part in week for piece in _pieces(part, row))


def _pieces(part: Part, row: Row) -> Iterator[dict[str, Any]]:
    if isinstance(part, Group):
        yield from _groups(part)
    elif isinstance(part, Repeat):
        yield {"repeat": part.times, "steps": [_step(step, row) for step in part.steps]}
    else:
        yield _step(part, row)


def _groups(group: Group) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"reps": group.count}
    if group.to:
        asked["reps_to"] = group.to
    if group.load:
        asked["load"] = f"tm*{group.load.value / 100:g}" if group.load.unit == "%" else round(group.load.kg, 6)
    if group.effort:
        asked["rpe"] = group.effort.rpe
    opened = {Opened.NONE: 0, Opened.LAST: 1, Opened.ALL: group.sets}[group.opened]
    if group.sets > opened:
        yield {"sets": group.sets - opened, **asked}
    if opened:
        yield {"sets": opened, **asked, "amrap": True}


def _step(step: Step, row: Row) -> dict[str, Any]:
    length = {"dur": step.length.value} if step.length.unit == "s" else {"dist": round(step.length.metres, 3)}
    return {**length, **_aim(step, row)}


def _aim(step: Step, row: Row) -> dict[str, Any]:
    if step.aim is Aim.PACE:
        per_km = [round(pace if step.per == "km" else pace * KM_M / M_PER_MILE, 3) for pace in step.at]
        return {"pace": per_km[0] if len(per_km) == 1 else per_km}
    if step.aim is Aim.POWER:
        return {"power": step.at[0]}
    if step.aim is Aim.HEART_RATE:
        return {"hr": step.at[0]}
    if step.aim is Aim.THRESHOLD:
        return {"pace": f"index_pace(pace_index,{THRESHOLD_FRACTION})"}
    return {"pace": f"index_pace(pace_index,{_fraction(step.race, row):.4f})"} if step.aim is Aim.RACE else {}


def _fraction(race: str, row: Row) -> float:
    """Return the share of the running index that a race of this length allows whoever ran that result."""
    if row.result is None:
        raise ValueError("a pace follows from a race")
    index = running_index(distance_m=RACES_M[row.result.race], duration_s=row.result.seconds)
    return sustained_share(duration_s=race_duration_s(running_index=index, distance_m=RACES_M[race]))
