"""How a run plan may begin: its runs add up to the week, and the long run is the longest and within its share."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Percent
from portal.progression.expressions import evaluate
from portal.progression.presets.preset import Values
from portal.progression.presets.runs import AROUND_KM, EASY_KM, FAST_KM, SESSIONS, around_m, fast_runs

SMALL_WEEK_KM, USUAL_SHARE, SMALL_SHARE = 50, 0.3, 0.4
"""Below so many kilometres the long run may be more of the week. Source: science.md 2.10."""
ABOVE_MEAN = 1.2
"""The long run may always be a fifth longer than the mean run: a proposal, for weeks of few runs."""
TWO_RUNS_SHARE = ABOVE_MEAN / 2
MOST_STEP = 1.1
"""What a run may be of the longest before. Source: Frandsen 2025 (science.md 2.10)."""
NOISE = 1e-6


def start(values: Values) -> Mapping[str, Sentence]:
    """Return what no week could keep to: the runs add up, the long run is the longest and within its share."""
    km, runs = values["long_run_km"], values["sessions"]
    share = long_run_share(values, values["weekly_km"])
    if share * runs < 1 - NOISE:
        told = "With %(count)s runs a week the long run is at least %(share)s of it. Write that, or leave it empty."
        return {"long_run_share": sentence(told, count=runs, share=Percent(1 / runs))}
    if beyond := beyond_its_runs(values):
        return beyond
    if km > share * values["weekly_km"] + NOISE:
        wrong = sentence(
            "That is more than %(share)s of the week. Write at most %(most)s, or let the long run's share be greater.",
            share=Percent(share),
            most=Distance(1000 * share * values["weekly_km"]),
        )
        return {"long_run_km": wrong}
    return _too_short(values)


def beyond_its_runs(values: Values) -> Mapping[str, Sentence]:
    """Return what is wrong where runs no longer than the long one do not make the week."""
    if adds_up(values):
        return {}
    km, runs = values["long_run_km"], values["sessions"]
    wrong = sentence(
        "%(count)s runs of at most %(long)s make %(most)s a week. Write at most that, a long run of at least "
        "%(least)s, or more runs a week.",
        count=runs,
        long=Distance(1000 * km),
        most=Distance(1000 * km * runs),
        least=Distance(1000 * values["weekly_km"] / runs),
    )
    return {"weekly_km": wrong}


def _too_short(values: Values) -> Mapping[str, Sentence]:
    """Return what is wrong where even the shortest runs are more than the week, or longer than the long one."""
    kinds, weekly_km, needed_km = SESSIONS[values["sessions"]], float(values["weekly_km"]), 0.0
    while (found_km := _least_km(values, max(weekly_km, needed_km))) > needed_km + NOISE:
        needed_km = found_km  # a longer week has longer fast runs
    if weekly_km < needed_km - NOISE:
        return {"weekly_km": needs(needed_km)}
    longest_km = max(_km(values, weekly_km, around_m(kinds) + "/500", FAST_KM[kind]) for kind in fast_runs(kinds))
    if longest_km > MOST_STEP * values["long_run_km"] + NOISE:
        told = "The fast runs would be longer than the long one. Write a long run of at least %(least)s."
        return {"long_run_km": sentence(told, least=Distance(1000 * longest_km))}
    return {}


def _least_km(values: Values, weekly_km: float) -> float:
    """Return how long the runs of a week of so many kilometres are at least."""
    kinds = SESSIONS[values["sessions"]]
    fast_km = sum(2 * AROUND_KM + _km(values, weekly_km, FAST_KM[kind]) for kind in fast_runs(kinds))
    return float(fast_km + EASY_KM * kinds.count("easy") + values["long_run_km"])


def _km(values: Values, weekly_km: float, *lengths: str) -> float:
    """Return what expressions of a length come to together, the greater of the first and the second week."""
    names = {"v": values["running_index"], "wk": weekly_km, "km": values["long_run_km"]}
    return max(sum(float(evaluate(length, {**names, "week": week})) for length in lengths) for week in (1, 2))


def long_run_share(values: Values, weekly_km: float) -> float:
    """Return how much of a week of so many kilometres the long run may be."""
    if values["long_run_share"]:
        return float(values["long_run_share"])
    usual = USUAL_SHARE if weekly_km >= SMALL_WEEK_KM else SMALL_SHARE
    return float(max(usual, round(ABOVE_MEAN / values["sessions"], 4)))


def most_weekly_km(values: Values) -> float:
    """Return how far the weekly distance grows: to its limit, and to what runs no longer than the long one make."""
    limit_km, runs = values["weekly_km"] * values["growth_limit"], values["sessions"]
    return float(min(limit_km, runs * values["long_run_limit_km"]) if adds_up(values) else limit_km)


def adds_up(values: Values) -> bool:
    """Return whether runs no longer than the long one make the week."""
    return bool(values["weekly_km"] <= values["sessions"] * values["long_run_km"] + NOISE)


def needs(needed_km: float) -> Sentence:
    """Return how long a week has to be, in kilometres."""
    told = "So many runs with this long run take at least %(distance)s a week."
    return sentence(told, distance=Distance(1000 * needed_km))
