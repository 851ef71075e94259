"""Reading a rule that fired: what in the session, the week or the cycle made it fire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.progression.meaning import Meaning
from portal.progression.replay.state import Change, Entry

EFFORT = frozenset({"rpe_top", "rpe_err", "e1rm_new", "rpe"})

Cause = dict[str, Any]


def cause_of(change: Change, *, entry: Entry | None, meanings: Mapping[str, Meaning]) -> Cause:
    """Return the cause of a change by a rule, under `cause`, with the numbers that belong to it."""
    if change.say:
        return {"cause": "said", "say": change.say}
    if change.event == "done":
        return _of_session(change, entry)
    if change.event == "week_end":
        share = change.facts["week_ratio"]
        return {"cause": "week", "share": share} if "week_ratio" in change.uses else {"cause": "week_end"}
    if change.event == "cycle_end":
        return _of_cycle(change, meanings)
    return {"cause": change.event}


def _of_session(change: Change, entry: Entry | None) -> Cause:
    facts, uses = change.facts, change.uses
    if not facts["ok"]:
        return _of_failure(change)
    if "min_reps" in uses:
        return {"cause": "reps", "reps": facts["min_reps"]}
    if not uses.isdisjoint({"amrap", "extra"}):
        return {"cause": "amrap", "reps": facts["amrap"]}
    if not uses.isdisjoint(EFFORT):
        return {"cause": "effort"}
    if "ratio" in facts:
        return {"cause": "done_run"}
    return _sets_done(change, entry) or {"cause": "done"}


def _of_failure(change: Change) -> Cause:
    facts, uses = change.facts, change.uses
    if "fail_run" in uses:
        return {"cause": "failed", "count": int(facts["fail_run"])}
    if not uses.isdisjoint({"amrap", "extra"}):
        return {"cause": "amrap", "reps": facts["amrap"]}
    if not uses.isdisjoint(EFFORT):
        return {"cause": "effort"}
    return {"cause": "short_run" if "ratio" in facts else "short"}


def _of_cycle(change: Change, meanings: Mapping[str, Meaning]) -> Cause:
    counts_failures = any(meanings.get(name) is Meaning.FAILURES for name in change.uses)
    if not counts_failures or change.before is None:
        return {"cause": "cycle_end"}
    return {"cause": "clean_cycle" if change.after > change.before else "failed_cycle"}


def _sets_done(change: Change, entry: Entry | None) -> Cause | None:
    """Return sets × repetitions when all planned sets were alike, as people say it: 3 × 5 done."""
    groups = ((entry or {}).get("planned") or {}).get(change.track, [])
    reps = {group["reps"] for group in groups}
    if len(reps) != 1 or any(group["amrap"] for group in groups):
        return None
    return {"cause": "done_sets", "sets": sum(group["sets"] for group in groups), "reps": reps.pop()}
