"""Run plan: easy, interval, threshold and long runs whose paces follow from a running index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Number, Percent
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import Preset, Values, text
from portal.progression.presets.run_fields import (
    INDEX_AFTER_BREAK,
    INDEX_STEP,
    RUNNING_INDEX,
    RUNS_A_WEEK,
    index_after_test,
    weekly_distance,
)
from portal.progression.presets.run_start import (
    MOST_STEP,
    SMALL_SHARE,
    SMALL_WEEK_KM,
    TWO_RUNS_SHARE,
    USUAL_SHARE,
    adds_up,
    long_run_share,
    most_weekly_km,
    needs,
    start,
)
from portal.progression.presets.runs import EASY_KM, KINDS, SESSIONS, fast_runs, track_of

WEEKS = 4
TWO_FAST_RUNS = 4
"""From so many runs a week on two are fast."""
QUALITY_KM = 8
"""About what an interval or threshold run takes, warm-up and jogging included."""

FIELDS = (
    RUNNING_INDEX,
    weekly_distance(low_km=15),
    Field(
        "long_run_km",
        FieldType.DISTANCE,
        sentence("Long run"),
        sentence("The longest run of the last weeks."),
        low=4,
        high=40,
        is_required=True,
    ),
    RUNS_A_WEEK,
    Field(
        "growth",
        FieldType.SHARE,
        sentence("Growth"),
        sentence("The weekly distance grows by this after a week with at least 80% of its runs done."),
        0.08,
        0,
        0.15,
    ),
    Field(
        "growth_limit",
        FieldType.SHARE,
        sentence("Growth limit"),
        sentence("The weekly distance grows to at most this share of where it began."),
        1.6,
        1,
        2.5,
        is_advanced=True,
    ),
    Field(
        "long_run_limit_km",
        FieldType.DISTANCE,
        sentence("Longest long run"),
        sentence("The long run grows to at most this."),
        32,
        5,
        45,
        is_advanced=True,
    ),
    Field(
        "long_run_share",
        FieldType.SHARE,
        sentence("Long run's share"),
        sentence(
            "The long run grows to at most this share of the week. Empty means %(usual)s, %(small)s below %(week)s a "
            "week or with three runs, %(two)s with two.",
            usual=Percent(USUAL_SHARE),
            small=Percent(SMALL_SHARE),
            week=Distance(1000 * SMALL_WEEK_KM),
            two=Percent(TWO_RUNS_SHARE),
        ),
        low=0.2,
        high=0.6,
        is_advanced=True,
    ),
    Field(
        "index_step",
        FieldType.INDEX,
        sentence("Step of the index"),
        sentence("One test raises the running index by at most this."),
        INDEX_STEP,
        0.5,
        3,
        is_advanced=True,
    ),
)


def build(values: Values) -> dict[str, Any]:
    """Return the program."""
    kinds = SESSIONS[values["sessions"]]
    return {
        "v": 1,
        "weeks": WEEKS,
        "missed": "skip",
        "shared": {"v": values["running_index"], "wk": values["weekly_km"], "km": values["long_run_km"]},
        "on": _rules(values),
        "sessions": [{"tracks": [kind]} for kind in kinds],
        "tracks": {kind: track_of(kind, week=kinds) for kind in KINDS if kind in kinds},
    }


def words(values: Values) -> tuple[Sentence, ...]:
    """Return the program in words."""
    return (
        sentence(
            "%(count)s runs a week; a running index of %(index)s sets every pace.",
            count=values["sessions"],
            index=Number(values["running_index"], 1),
        ),
        sentence(
            "Begin with %(weekly)s a week and a long run of %(long)s; every fourth week is lighter.",
            weekly=Distance(1000 * values["weekly_km"]),
            long=Distance(1000 * values["long_run_km"]),
        ),
        sentence(
            "A week with at least %(done)s of its runs done raises the distance by %(growth)s, up to %(limit)s.",
            done=Percent(0.8),
            growth=Percent(values["growth"]),
            limit=Distance(1000 * most_weekly_km(values)),
        ),
        _long_run_words(values),
        sentence("A test raises the index by at most %(step)s.", step=Number(values["index_step"], 1)),
        sentence("After more than 5 days without running the paces get easier, after 2 weeks the distances shorter."),
    )


def check(values: Values) -> Mapping[str, Sentence]:
    """Return what does not fit together."""
    kinds = SESSIONS[values["sessions"]]
    if values["long_run_km"] > values["long_run_limit_km"]:
        return {"long_run_km": sentence("The long run is beyond its own limit.")}
    needed_km = values["long_run_km"] + QUALITY_KM * len(fast_runs(kinds)) + EASY_KM * kinds.count("easy")
    return {"weekly_km": needs(needed_km)} if values["weekly_km"] < needed_km else {}


def _long_run_words(values: Values) -> Sentence:
    limit = Distance(1000 * values["long_run_limit_km"])
    usual, small = long_run_share(values, SMALL_WEEK_KM), long_run_share(values, 0)
    if usual == small:
        told = "The long run grows to at most %(limit)s and %(share)s of the week."
        return sentence(told, limit=limit, share=Percent(usual))
    return sentence(
        "The long run grows to at most %(limit)s and %(share)s of the week, %(small)s while that is below %(week)s.",
        limit=limit,
        share=Percent(usual),
        small=Percent(small),
        week=Distance(1000 * SMALL_WEEK_KM),
    )


def _rules(values: Values) -> dict[str, Any]:
    next_long_km = f"min({MOST_STEP}*km,{text(values['long_run_limit_km'])})"
    most_km = text(most_weekly_km(values))
    if adds_up(values):  # as much as runs no longer than the long one make; of two fast runs one is the longer
        runs = values["sessions"]
        most_km += f",{runs if runs < TWO_FAST_RUNS else runs - 0.3}*{next_long_km}"
    usual, small = text(long_run_share(values, SMALL_WEEK_KM)), text(long_run_share(values, 0))
    share = usual if usual == small else f"({usual} if wk>={SMALL_WEEK_KM} else {small})"
    return {
        "test": index_after_test(values["index_step"]),
        "gap": [
            # Source: Daniels' table of breaks is a straight line (science.md 2.2); the distances are a proposal.
            INDEX_AFTER_BREAK,
            [
                {"if": "days>=28", "set": {"wk": "max(.5*wk,10)", "km": "max(.5*km,3)"}},
                {"if": "days>=14", "set": {"wk": "max(.75*wk,10)", "km": "max(.75*km,3)"}},
            ],
        ],
        "week_end": [
            {
                "if": "week_ratio>=.8 and week!=3",  # the lighter week follows the third
                "set": {
                    "wk": f"max(wk,min({text(1 + values['growth'])}*wk,{most_km}))",
                    "km": f"max(km,min({share}*wk,{next_long_km}))",
                },
            }
        ],
    }


RUN = Preset(
    "run_plan",
    sentence("Run plan"),
    sentence("Easy, fast and long runs whose paces follow from a running index: for 5 km up to the marathon."),
    FIELDS,
    build,
    words,
    check,
    start,
)
