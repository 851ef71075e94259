"""The runs of a race plan as tracks: tables by week, paces from the running index `v`, a share `part` of the distance.

`far` is the longest run of late: no long run goes more than a tenth beyond it, whatever the table says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from portal.progression.presets.preset import Values, text
from portal.progression.presets.race_weeks import LONG, Fast, Week, kinds_of, race_at, race_of, weeks_of
from portal.progression.presets.runs import EASY, FAST, JOG, STEADY
from portal.science.running import pace_s_per_km, race_duration_s

RACE = "race"
BEFORE, INSTEAD = "easy2", "easy3"
"""Easy runs that are not there in every week: on the day of the race before its week, and for the long run in it."""
MEANING = {"v": "running_index", "part": "planned_share", "far": "long_run_km"}
BEFORE_M, AT_RACE_PACE_M = 667, 333
"""Of a kilometre: in the peak of a marathon plan the last third of the long run is run at the pace of the race."""
STEPS = {
    Fast.INTERVALS: FAST["interval"]["steps"],
    Fast.CRUISES: FAST["threshold"]["steps"],
    Fast.STRIDES: [{"dist": 100, "pace": "index_pace(v,1.05)"}, {"dist": 100, "pace": JOG}],
}
Track = dict[str, Any]


def sessions_and_tracks(values: Values) -> tuple[list[dict[str, Any]], dict[str, Track]]:
    """Return the sessions of a week and the tracks they name."""
    weeks, kinds = weeks_of(values), kinds_of(values)
    sessions = [list(_tracks_on(at, kind, values)) for at, kind in enumerate(kinds, 1)]
    wanted = {name for names in sessions for name in names}
    made = {
        RACE: lambda: _race(values),
        LONG: lambda: _long(weeks, values),
        "easy": lambda: _easy(weeks),
        BEFORE: lambda: _easy(weeks, only=f"week<{len(weeks)}"),
        INSTEAD: lambda: _easy(weeks, only=f"week=={len(weeks)}"),
        **{kind: _maker(kind, weeks) for kind in kinds if kind in ("quality", "interval", "threshold")},
    }
    return [{"tracks": names} for names in sessions], {name: make() for name, make in made.items() if name in wanted}


def race_pace_share(index: float, race_km: float) -> float:
    """Return which share of the running index a race of so many kilometres is run at."""
    wanted = race_duration_s(running_index=index, distance_m=1000 * race_km) / race_km
    low, high = 0.3, 1.3
    for _ in range(40):
        middle = (low + high) / 2
        too_slow = pace_s_per_km(running_index=index, fraction=middle) > wanted
        low, high = (middle, high) if too_slow else (low, middle)
    return (low + high) / 2


def _tracks_on(at: int, kind: str, values: Values) -> Iterator[str]:
    """Yield the tracks of a day. Those that ask for nothing in a week are not part of its session."""
    is_raced = at == race_at(values)
    yield BEFORE if is_raced and kind == "easy" else kind
    if is_raced:
        yield RACE
    elif kind == LONG:
        yield INSTEAD


def _maker(kind: str, weeks: Sequence[Week]) -> Callable[[], Track]:
    return lambda: _fast(kind, weeks)


def _race(values: Values) -> Track:
    share = text(race_pace_share(values["running_index"], values["race_km"]))
    step = {"if": f"week=={values['weeks']}", "dist": 1000 * values["race_km"], "pace": f"index_pace(v,{share})"}
    return _track(RACE, [step])


def _long(weeks: Sequence[Week], values: Values) -> Track:
    now = f"min(part*{_pick(week.long_km for week in weeks)},1.1*far)"
    runs = f"week<{values['weeks']}"
    whole, most, third = (f"round_to({metres}*max(3,{now}),500)" for metres in (1000, BEFORE_M, AT_RACE_PACE_M))
    peak = [week.number for week in weeks if week.phase == "peak"]
    if race_of(values["race_km"]) != "m" or not peak:
        steps = [{"if": runs, "dist": whole, "pace": STEADY}]
    else:
        pace = f"index_pace(v,{text(race_pace_share(values['running_index'], 42.195))})"
        hard = f"{peak[0]}<=week and week<={peak[-1]}"
        steps = [
            {"if": f"{runs} and not ({hard})", "dist": whole, "pace": STEADY},
            {"if": hard, "dist": most, "pace": STEADY},
            {"if": hard, "dist": third, "pace": pace},
        ]
    done = [{"if": "ratio>=.9", "set": {"far": f"max(far,{now})"}}]
    return {**_track(LONG, steps), "state": {"far": values["long_run_km"]}, "on": {"done": done}}


def _easy(weeks: Sequence[Week], only: str = "") -> Track:
    dist = f"round_to(1000*max(3,part*{_pick(week.easy_km for week in weeks)}),500)"
    step = {"dist": dist, "pace": EASY}
    return _track("easy", [{"if": only, **step} if only else step])


def _fast(kind: str, weeks: Sequence[Week]) -> Track:
    here = [week.fast.get(kind) for week in weeks]
    around = {
        "dist": f"round_to(max(2000,part*{_pick(1000 * week.around_km.get(kind, 2) for week in weeks)}),100)",
        "pace": EASY,
    }
    if here[-1] is None:  # the race takes its day
        around = {"if": f"week<{len(weeks)}", **around}
    used = [part for part in Fast if any(found and found[0] is part for found in here)]
    parts = [
        {
            "if": f"{_pick(int(bool(found and found[0] is part)) for found in here)}==1",
            "repeat": _pick(found[1] if found else 1 for found in here),
            "steps": STEPS[part],
        }
        for part in used
    ]
    return _track(kind, [around, *parts, around])


def _track(kind: str, steps: list[dict[str, Any]]) -> Track:
    return {"kind": kind, "state": {}, "meaning": MEANING, "steps": steps}


def _pick(values: Any) -> str:
    found = [text(round(value, 1)) for value in values]
    return f"pick(week,{','.join(found if len(found) > 1 else found * 2)})"
