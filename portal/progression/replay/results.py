"""What rules may ask about a finished session: how it went, judged against what the athlete was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from portal.progression.replay.state import Groups
from portal.science.strength import one_rep_max_from_rpe_kg, one_rep_max_kg

REPS = ("min_reps", "reps_total")
OPEN_SET = ("amrap", "extra")
TOP_SET = ("load_top", "reps_top", "rpe_top", "rpe_err", "e1rm_new")
STRENGTH_RESULTS = ("ok", *REPS, *OPEN_SET, *TOP_SET)
ENDURANCE_RESULTS = ("ok", "ratio", "rpe")

OK_RATIO = 0.9
FAILED_BELOW_RATIO = 0.5
SCREEN_KG = 0.05
"""What a screen rounds away. Doing exactly the number on it is success, in pounds too."""

Results = dict[str, Any]
Row = Sequence[Any]
Rows = Sequence[Row | None]


def result_of(*, planned: Groups, done: Any) -> Results:
    """Return the results of one track.

    `done` is for strength a list of [load_kg, reps, rpe?] in the order of the planned sets, with None in the place
    of a set that was left out, and {"ratio": …, "rpe": …} for endurance.
    """
    return results_for(frozenset(STRENGTH_RESULTS), planned=planned, done=done)


def results_for(names: AbstractSet[str], *, planned: Groups, done: Any) -> Results:
    """Return at least `ok` and the results of these names: a long log asks for few of them, thousands of times."""
    return _endurance(done) if isinstance(done, Mapping) else _strength(names, planned, done)


def is_failure(results: Mapping[str, Any]) -> bool:
    """Return whether a track failed. Endurance between half and nine tenths is neither success nor failure."""
    return not results["ok"] and results.get("ratio", 0) < FAILED_BELOW_RATIO


def was_trained(done: Any) -> bool:
    """Return whether anything of a track was done: a log names every track that was planned, done or not."""
    if isinstance(done, Mapping):
        return bool(done.get("ratio", 1) > 0)
    return any(row and row[1] > 0 for row in done)


def counts_in_week(done: Any) -> bool:
    """Return whether a track counts as done in `week_ratio`: less than half of a run does not."""
    if isinstance(done, Mapping):
        return bool(done.get("ratio", 1) >= FAILED_BELOW_RATIO)
    return was_trained(done)


def _endurance(done: Mapping[str, Any]) -> Results:
    ratio = done.get("ratio", 1)
    return {"ok": ratio >= OK_RATIO, "ratio": ratio, "rpe": done.get("rpe") or 0}


def _strength(names: AbstractSet[str], planned: Groups, done: Rows) -> Results:
    wanted = [group for group in planned for _ in range(group["sets"])]
    results: Results = {"ok": len(done) >= len(wanted) and all(map(_is_met, wanted, done))}
    if not names.isdisjoint(REPS):
        reps = [row[1] for row in done if row]
        results |= {"min_reps": min(reps, default=0), "reps_total": sum(reps)}
    if not names.isdisjoint(OPEN_SET):
        results["amrap"], results["extra"] = _last_amrap(wanted, done)
    if not names.isdisjoint(TOP_SET):
        results |= _top_set(wanted, done)
    return results


def _is_met(want: Mapping[str, Any], got: Row | None) -> bool:
    if not got:
        return False
    return bool(got[1] >= want["reps"]) and _is_heavy_enough(want, got)


def _is_heavy_enough(want: Mapping[str, Any], got: Row) -> bool:
    wanted: float | None = want["load"]
    return wanted is None or _load(got) >= wanted - SCREEN_KG


def _last_amrap(wanted: Groups, done: Rows) -> tuple[int, int]:
    """Return the repetitions of the last set done that was open to the top, and how many above the plan.

    With less than the planned load they say nothing about that load: they count as none, and none above.
    """
    for number in range(min(len(wanted), len(done)) - 1, -1, -1):
        want = wanted[number]
        if want["amrap"] and (row := done[number]):
            return (row[1], row[1] - want["reps"]) if _is_heavy_enough(want, row) else (0, 0)
    return 0, 0


def _top_set(wanted: Groups, done: Rows) -> Results:
    lifted = [(number, row) for number, row in enumerate(done) if row and row[1] >= 1]
    if not lifted:
        return {"load_top": 0, "reps_top": 0, "rpe_top": 0, "rpe_err": 0, "e1rm_new": 0}
    top, row = max(lifted, key=lambda found: (_load(found[1]), found[1][1]))
    load, reps, rpe = _load(row), row[1], _rpe(row)
    target = wanted[top]["rpe"] if top < len(wanted) else None
    return {
        "load_top": load,
        "reps_top": reps,
        "rpe_top": rpe,
        "rpe_err": rpe - target if rpe and target else 0,
        "e1rm_new": _estimate_kg(load, reps, rpe),
    }


def _estimate_kg(load: float, reps: float, rpe: float) -> float:
    """Return the estimated maximum behind the top set: by RPE when it was logged, else by Epley; 0 without a load."""
    if load <= 0:
        return 0
    if rpe:
        return one_rep_max_from_rpe_kg(load_kg=load, reps=reps, rpe=rpe)
    return one_rep_max_kg(load_kg=load, reps=reps)


def _load(row: Row) -> float:
    return row[0] or 0


def _rpe(row: Row) -> float:
    return (row[2] if len(row) > 2 else 0) or 0  # noqa: PLR2004 -- [load, reps, rpe?]
