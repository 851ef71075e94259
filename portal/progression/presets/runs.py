"""The runs of a run plan, step by step, as expressions of the running index `v`, weekly `wk` and long-run `km`."""

from __future__ import annotations

from typing import Any

# Sources: science.md 2.1, fractions of the running index that fit the published paces best; repetitions stay near the
# published limits of a session (about a tenth of the week). Warm-up, recoveries and the lighter week are proposals.
EASY = ["index_pace(v,.63)", "index_pace(v,.73)"]
STEADY = ["index_pace(v,.63)", "index_pace(v,.70)"]
JOG = "index_pace(v,.60)"
INTERVAL = "index_pace(v,.975)"
THRESHOLD = "index_pace(v,.88)"
AROUND = {"dist": 2000, "pace": EASY}
LIGHTER = "(.75 if week==4 else 1)"
ONE_LESS = "(1 if week==4 else 0)"

KINDS = ("quality", "interval", "easy", "threshold", "long")
MEANING = {"v": "running_index", "wk": "weekly_km", "km": "long_run_km"}

INTERVALS: dict[str, Any] = {
    "repeat": f"clamp(floor(.1*wk),3,8)-{ONE_LESS}",
    "steps": [{"dist": 1000, "pace": INTERVAL}, {"dur": 180, "pace": JOG}],
}
CRUISES: dict[str, Any] = {
    "repeat": f"clamp(floor(.1*wk/1.5),2,6)-{ONE_LESS}",
    "steps": [{"dist": 1500, "pace": THRESHOLD}, {"dur": 60, "pace": JOG}],
}


def track_of(kind: str, *, easy_km: str) -> dict[str, Any]:
    """Return the track of one kind of run; `easy_km` says how far an easy run goes.

    The long run stays the longest: an easy one is at most four fifths of it.
    """
    steps: dict[str, list[dict[str, Any]]] = {
        "interval": [AROUND, INTERVALS, AROUND],
        "threshold": [AROUND, CRUISES, AROUND],
        "quality": [AROUND, {"if": "week%2==1", **INTERVALS}, {"if": "week%2==0", **CRUISES}, AROUND],
        "easy": [{"dist": f"round_to(1000*{LIGHTER}*clamp({easy_km},3,max(3,.8*km)),500)", "pace": EASY}],
        "long": [{"dist": f"round_to(1000*{LIGHTER}*km,500)", "pace": STEADY}],
    }
    return {"kind": kind, "state": {}, "meaning": MEANING, "steps": steps[kind]}
