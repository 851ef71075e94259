"""The runs of a run plan, step by step, as expressions of the running index `v`, weekly `wk` and long-run `km`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# Sources: science.md 2.1, fractions of the running index that fit the published paces best; repetitions stay near the
# published limits of a session (about a tenth of the week). Warm-up, recoveries and the lighter week are proposals.
EASY = ["index_pace(v,.63)", "index_pace(v,.73)"]
STEADY = ["index_pace(v,.63)", "index_pace(v,.70)"]
JOG = "index_pace(v,.60)"
INTERVAL = "index_pace(v,.975)"
THRESHOLD = "index_pace(v,.88)"
LIGHTER = "pick(week,1,1,1,.75)"
ONE_LESS = "pick(week,0,0,0,1)"
AROUND_KM = 2
"""The shortest warm-up, and the shortest easy run after the fast part."""
EASY_KM = 3
"""The shortest easy run."""

SESSIONS = {
    2: ("quality", "long"),
    3: ("quality", "easy", "long"),
    4: ("interval", "easy", "threshold", "long"),
    5: ("interval", "easy", "threshold", "easy", "long"),
    6: ("interval", "easy", "threshold", "easy", "long", "easy"),
}
"""Runs of a week in order: hard ones never side by side before the long run."""

KINDS = ("quality", "interval", "easy", "threshold", "long")
MEANING = {"v": "running_index", "wk": "weekly_km", "km": "long_run_km"}

REPEATS = {
    "interval": f"clamp(floor(.1*wk),3,8)-{ONE_LESS}",
    "threshold": f"clamp(floor(.1*wk/1.5),2,6)-{ONE_LESS}",
}
FAST: dict[str, dict[str, Any]] = {
    "interval": {
        "repeat": REPEATS["interval"],
        "steps": [{"dist": 1000, "pace": INTERVAL}, {"dur": 180, "pace": JOG}],
    },
    "threshold": {
        "repeat": REPEATS["threshold"],
        "steps": [{"dist": 1500, "pace": THRESHOLD}, {"dur": 60, "pace": JOG}],
    },
}
FAST_KM = {
    "interval": f"({REPEATS['interval']})*(1+180/{JOG})",
    "threshold": f"({REPEATS['threshold']})*(1.5+60/{JOG})",
}
"""How far the fast part of a run goes, its recoveries included."""
FAST_KM["quality"] = f"({FAST_KM['interval']} if week%2==1 else {FAST_KM['threshold']})"


def track_of(kind: str, *, week: Sequence[str]) -> dict[str, Any]:
    """Return the track of one kind of run in a week of these kinds.

    The runs add up to the weekly distance. The long run stays the longest: the others share what it leaves, an easy
    one at most four fifths of it as long as the fast runs have room, and what is too much for the easy ones is run
    around the fast parts.
    """
    around = {"dist": around_m(week), "pace": EASY} if kind in FAST_KM else {}
    steps: dict[str, list[dict[str, Any]]] = {
        "interval": [around, FAST["interval"], around],
        "threshold": [around, FAST["threshold"], around],
        "quality": [around, *_alternating(), around],
        "easy": [{"dist": _easy_m(week), "pace": EASY}],
        "long": [{"dist": f"round_to(1000*{LIGHTER}*km,500)", "pace": STEADY}],
    }
    return {"kind": kind, "state": {}, "meaning": MEANING, "steps": steps[kind]}


def fast_runs(week: Sequence[str]) -> list[str]:
    """Return which of these runs have a fast part."""
    return [kind for kind in week if kind in FAST_KM]


def around_m(week: Sequence[str]) -> str:
    """Return how long the running before and after a fast part is: more than usual where the easy runs are full."""
    easy, fast = week.count("easy"), len(fast_runs(week))
    beside = f"wk-km-{easy}*{_most_easy_km(week)}" if easy else "wk-km"
    room = f"{LIGHTER}*min({beside},{fast}*km)-{_fast_km(week)}"
    return f"round_to(max({1000 * AROUND_KM},{500 // fast}*({room})),100)"


def _alternating() -> list[dict[str, Any]]:
    odd, even = FAST["interval"], FAST["threshold"]
    return [{"if": "week%2==1", **odd}, {"if": "week%2==0", **even}]


def _fast_km(week: Sequence[str]) -> str:
    return f"({'+'.join(FAST_KM[kind] for kind in fast_runs(week))})"


def _most_easy_km(week: Sequence[str]) -> str:
    return f"clamp((wk-km)/{len(week) - 1},.8*km,km)"


def _easy_m(week: Sequence[str]) -> str:
    """Return how long an easy run is: what the other runs leave."""
    count, fast = week.count("easy"), fast_runs(week)
    left = f"({LIGHTER}*(wk-km)-{2 * AROUND_KM * len(fast)}-{_fast_km(week)})/{count}"
    return f"round_to(1000*max({EASY_KM},min({left},{LIGHTER}*{_most_easy_km(week)})),500)"
