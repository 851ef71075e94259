"""The weeks of a race plan, day by day: how far each run goes, and which fast runs there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core.sentence import Sentence
from portal.progression.presets.preset import Values
from portal.progression.presets.runs import AROUND_KM, EASY_KM, SESSIONS, fast_runs
from portal.science.raceplan import RaceWeek, race_plan
from portal.science.running import pace_s_per_km, training_paces

FIRST_DAY = date(2001, 1, 1)
"""Any day will do: only the number of weeks counts."""
LONGEST_KM = {"5k": 7.5, "10k": 15.0, "hm": 30.0, "m": 50.0}
"""Up to which distance a race is prepared for by the rules of each race (science.md 2.10)."""
LONG = "long"
EASY_SHARE = 0.8
"""An easy run is at most so much of the long one as long as the fast runs have room."""


class Fast(StrEnum):
    """What is done in the middle of a fast run."""

    STRIDES = "strides"
    INTERVALS = "intervals"
    CRUISES = "cruises"


# Sessions by phase: science.md 2.10, a proposal. Base has strides and one threshold run, build adds intervals, peak is
# like the race, and the taper keeps what the peak had and halves it.
PEAK = {"5k": Fast.INTERVALS, "10k": Fast.INTERVALS, "hm": Fast.CRUISES, "m": Fast.CRUISES}
STRIDES = 6
STRIDE_KM = 0.2
"""A stride and the jog after it, a hundred metres each."""


@dataclass(frozen=True)
class Week:
    """One week: its place in the plan, and the length of each kind of run in kilometres."""

    number: int
    phase: str
    is_lighter: bool
    long_km: float
    easy_km: float
    around_km: Mapping[str, float]
    """Kind of fast run → how far the easy running before and after its fast part is, each."""
    fast: Mapping[str, tuple[Fast, int]]
    """Kind of run → what its fast part is, and how often it is repeated."""
    kinds: tuple[str, ...]

    def runs_km(self, index: float) -> list[tuple[str, float]]:
        """Return the runs with their length in kilometres, the race left out; fast ones at this running index."""
        fast = {kind: 2 * self.around_km[kind] + _fast_km(*part, index) for kind, part in self.fast.items()}
        return [(kind, {LONG: self.long_km, "easy": self.easy_km, **fast}[kind]) for kind in self.kinds]


def race_of(race_km: float) -> str:
    """Return which race's rules prepare for a distance in kilometres."""
    return next(race for race, most in LONGEST_KM.items() if race_km <= most)


def kinds_of(values: Values) -> tuple[str, ...]:
    """Return the run of each training day of the week, in order, the long one in its place."""
    usual = SESSIONS[values["sessions"]]
    turn = (usual.index(LONG) + 1 - (values["long_at"] or len(usual))) % len(usual)
    return (*usual[turn:], *usual[:turn])


def race_at(values: Values) -> int:
    """Return which run of the week, from 1, has the race in its place in the last week."""
    return int(values["race_at"] or values["sessions"])


def weeks_of(values: Values) -> tuple[Week, ...]:
    """Return the weeks up to the race. The last one holds it, and no long run."""
    kinds, table = kinds_of(values), _table(values)[0]
    beside = [kind for at, kind in enumerate(kinds, 1) if at != race_at(values)]
    last = len(table)
    found: list[Week] = []
    for week in table:
        share = _reached(found, table, values) if week.phase == "taper" else 1.0
        asked = week._replace(km=share * week.km)
        if week.number < last:
            found.append(_week(asked, kinds, week.long_run_km, values))
        else:
            easy = ["easy" if kind == LONG else kind for kind in beside]
            found.append(_week(asked, easy, 0.0, values, most_km=min(_longest(found, values), asked.km / len(easy))))
    return tuple(found)


def warnings_of(values: Values) -> tuple[Sentence, ...]:
    """Return what the trainer should know about these weeks."""
    return _table(values)[1]


def _table(values: Values) -> tuple[tuple[RaceWeek, ...], tuple[Sentence, ...]]:
    paces = training_paces(running_index=values["running_index"])
    plan = race_plan(
        race=race_of(values["race_km"]),
        start_date=FIRST_DAY,
        race_date=FIRST_DAY + timedelta(days=7 * values["weeks"] - 1),
        weekly_km=values["weekly_km"],
        longest_run_km=values["long_run_km"],
        easy_pace_s_per_km=(paces.easy_slow_s_per_km + paces.easy_fast_s_per_km) / 2,
        growth=1 + values["growth"],
    )
    return plan.weeks, plan.warnings


def _reached(before: Sequence[Week], table: Sequence[RaceWeek], values: Values) -> float:
    """Return how much of the last week before the taper its runs could be: few runs make no long week."""
    built = [week for week in before if week.phase != "taper"]
    if not built:
        return 1.0
    total_km = sum(km for _, km in built[-1].runs_km(values["running_index"]))
    return min(total_km / table[len(built) - 1].km, 1.0)


def _longest(before: Sequence[Week], values: Values) -> float:
    return max((week.long_km for week in before[-4:]), default=values["long_run_km"])


def _week(
    week: RaceWeek, kinds: Sequence[str], long_km: float, values: Values, *, most_km: float | None = None
) -> Week:
    """Share a week's distance out among its runs; none is longer than the long one (or than `most_km`)."""
    longest_km = long_km if most_km is None else most_km
    fast = {
        kind: _fitting(_fast(kind, week, race_of(values["race_km"])), longest_km, values["running_index"])
        for kind in fast_runs(kinds)
    }
    hard_km = {kind: _fast_km(*part, values["running_index"]) for kind, part in fast.items()}
    easy_runs, others = kinds.count("easy"), len(kinds) - (LONG in kinds)
    left_km = max(week.km - long_km, 0.0)
    mean_km = left_km / max(others, 1)
    most_easy_km = min(max(EASY_SHARE * longest_km, mean_km), longest_km)
    easy_km = (left_km - 2 * AROUND_KM * len(fast) - sum(hard_km.values())) / max(easy_runs, 1)
    room_km = min(left_km - easy_runs * most_easy_km, len(fast) * longest_km)
    return Week(
        week.number,
        week.phase,
        week.cutback,
        long_km,
        max(EASY_KM, min(easy_km, most_easy_km)),
        _around_km(hard_km, room_km),
        fast,
        tuple(kinds),
    )


def _around_km(hard_km: Mapping[str, float], room_km: float) -> dict[str, float]:
    """Make fast runs equally long in the room there is, as far as their fast parts let them."""
    around: dict[str, float] = {}
    for left, kind in zip(range(len(hard_km), 0, -1), sorted(hard_km, key=lambda kind: -hard_km[kind]), strict=True):
        around[kind] = max(AROUND_KM, (room_km / left - hard_km[kind]) / 2)
        room_km -= 2 * around[kind] + hard_km[kind]
    return around


def _fast(kind: str, week: RaceWeek, race: str) -> tuple[Fast, int]:
    part = _part(kind, week, race)
    if part is Fast.STRIDES:
        return part, STRIDES
    usual = (3, 8, 0.1) if part is Fast.INTERVALS else (2, 6, 0.1 / 1.5)
    least, most, per_km = usual
    count = int(min(max(per_km * week.km, least), most))
    return part, count - (week.cutback or week.phase == "taper")


def _fitting(fast: tuple[Fast, int], longest_km: float, index: float) -> tuple[Fast, int]:
    """Return the fast part with as many repeats as a run no longer than the longest has room for."""
    part, count = fast
    room_km = longest_km - 2 * AROUND_KM
    return part, max(min(count, int(room_km / _fast_km(part, 1, index))), 1)


def _part(kind: str, week: RaceWeek, race: str) -> Fast:
    if kind == "threshold":
        return Fast.CRUISES
    if week.phase == "base":
        return Fast.STRIDES if kind == "interval" else Fast.CRUISES
    if week.phase == "build":
        return Fast.INTERVALS if kind == "interval" or week.number % 2 else Fast.CRUISES
    return PEAK[race]


def _fast_km(part: Fast, count: int, index: float) -> float:
    jog_s_per_km = pace_s_per_km(running_index=index, fraction=0.6)
    each = {Fast.STRIDES: STRIDE_KM, Fast.INTERVALS: 1 + 180 / jog_s_per_km, Fast.CRUISES: 1.5 + 60 / jog_s_per_km}
    return count * each[part]
