"""Race plan: the weeks up to a race, growing, with lighter ones between them and a taper at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Number, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import Preset, Values
from portal.progression.presets.race_runs import sessions_and_tracks
from portal.progression.presets.race_weeks import weeks_of
from portal.progression.presets.run_fields import (
    INDEX_AFTER_BREAK,
    INDEX_STEP,
    RUNNING_INDEX,
    RUNS_A_WEEK,
    index_after_test,
    weekly_distance,
)
from portal.progression.presets.run_start import MOST_STEP, NOISE, beyond_its_runs, needs

MOST_WEEKS = 26

FIELDS = (
    RUNNING_INDEX,
    Field(
        "race_km",
        FieldType.DISTANCE,
        sentence("Race"),
        sentence("How long the race is."),
        low=3,
        high=50,
        is_required=True,
    ),
    Field(
        "weeks",
        FieldType.COUNT,
        sentence("Weeks"),
        sentence("How many there are; the race is in the last."),
        low=1,
        high=MOST_WEEKS,
        is_required=True,
    ),
    weekly_distance(low_km=10),
    Field(
        "long_run_km",
        FieldType.DISTANCE,
        sentence("Long run"),
        sentence("The longest run of the last 30 days."),
        low=3,
        high=50,
        is_required=True,
    ),
    RUNS_A_WEEK,
    Field(
        "long_at",
        FieldType.COUNT,
        sentence("Long run's place"),
        sentence("Which of the week's runs is the long one; empty means the last."),
        low=1,
        high=6,
        is_advanced=True,
    ),
    Field(
        "race_at",
        FieldType.COUNT,
        sentence("Race's place"),
        sentence("Which of the week's runs has the race in its place, in the last week; empty means the last."),
        low=1,
        high=6,
        is_advanced=True,
    ),
    Field(
        "growth",
        FieldType.SHARE,
        sentence("Growth"),
        sentence("The weekly distance grows by this from week to week."),
        0.08,
        0,
        0.1,
        is_advanced=True,
    ),
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    sessions, tracks = sessions_and_tracks(values)
    return {
        "v": 1,
        "weeks": values["weeks"],
        "missed": "skip",
        "shared": {"v": values["running_index"], "part": 1},
        "on": _rules(),
        "sessions": sessions,
        "tracks": tracks,
    }


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    weeks = weeks_of(values)
    return (
        sentence(
            "%(count)s weeks of %(runs)s runs up to a race of %(race)s; a running index of %(index)s sets every pace.",
            count=values["weeks"],
            runs=values["sessions"],
            race=Distance(1000 * values["race_km"]),
            index=Number(values["running_index"], 1),
        ),
        sentence(
            "Begin with %(weekly)s a week and a long run of %(long)s; the week grows by at most %(growth)s.",
            weekly=Distance(1000 * values["weekly_km"]),
            long=Distance(1000 * values["long_run_km"]),
            growth=Percent(values["growth"]),
        ),
        sentence("Every fourth week is lighter, and the last ones before the race grow shorter and stay fast."),
        sentence(
            "The long run grows to %(longest)s, and never goes more than 10%% beyond the longest one that was done.",
            longest=Distance(1000 * max(week.long_km for week in weeks) or 1000 * values["long_run_km"]),
        ),
        sentence(
            "After more than 5 days without running the paces get easier; after more than 7 days the distances are "
            "shorter, and come back step by step with weeks that are done."
        ),
    )


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    if values["long_run_km"] > values["weekly_km"]:
        return {"long_run_km": sentence("The longest run cannot be longer than the week.")}
    wrong = sentence("There are only %(count)s runs a week.", count=values["sessions"])
    return {name: wrong for name in ("long_at", "race_at") if (values[name] or 0) > values["sessions"]}


def start(values: Values) -> Mapping[str, Sentence]:
    """Return what no week could keep to: runs that are more, or less, than the week, or longer than the long one."""
    if beyond := beyond_its_runs(values):
        return beyond
    first, index = weeks_of(values)[0], values["running_index"]
    runs = first.runs_km(index)
    total_km, longest_km = sum(km for _, km in runs), max(km for _, km in runs)
    if first.long_km and total_km > MOST_STEP * values["weekly_km"]:
        return {"weekly_km": needs(total_km)}
    if longest_km > MOST_STEP * values["long_run_km"] + NOISE:
        told = "The fast runs would be longer than the long one. Write a long run of at least %(least)s."
        return {"long_run_km": sentence(told, least=Distance(1000 * longest_km))}
    return {}


def _rules() -> dict[str, Any]:
    return {
        "test": index_after_test(INDEX_STEP),
        "gap": [
            # Source: science.md 2.2 (Daniels) for the paces; 2.10 (a synthesis) for the distances of a return.
            INDEX_AFTER_BREAK,
            [
                {"if": "days>28", "set": {"part": "min(part,.33)"}},
                {"if": "days>14", "set": {"part": "min(part,.5)"}},
                {"if": "days>7", "set": {"part": "min(part,.75)"}},
            ],
        ],
        "week_end": [
            {"if": "week_ratio>=.5 and part<.5", "set": {"part": ".5"}},
            {"if": "week_ratio>=.5 and part<.75", "set": {"part": ".75"}},
            {"if": "week_ratio>=.5 and part<.9", "set": {"part": ".9"}},
            {"if": "week_ratio>=.5 and part<1", "set": {"part": "1"}},
        ],
    }


RACE_PLAN = Preset(
    "race_plan",
    sentence("Race plan"),
    sentence("The weeks up to a race on a day, from 5 km up to the marathon: growing, lighter now and then, tapering."),
    FIELDS,
    build,
    words,
    check,
    start,
)
