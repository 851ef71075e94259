"""Groups of sets in a prescription: which are alike, and which one decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

Group = Mapping[str, Any]
Work = Sequence[Group]


def alike(work: Work) -> list[list[Group]]:
    """Return the groups in order, neighbours of the same repetitions, load and effort together."""
    return [list(equal) for _, equal in groupby(work, key=_asked)]


def deciding(work: Work) -> list[Group]:
    """Return the sets on which the progress hangs.

    Those open to the top, the last of them; else those with a target effort; else the heaviest.
    """
    runs = alike(work)
    opened = [run for run in runs if any(group.get("amrap") for group in run)]
    if opened:
        return opened[-1]
    return max([run for run in runs if run[0].get("rpe")] or runs, key=lambda run: run[0].get("load") or 0)


def count_sets(groups: Work) -> int:
    """Return how many sets they are."""
    return sum(int(group["sets"]) for group in groups)


def count_others(work: Work) -> int:
    """Return how many sets there are beside those that decide."""
    return count_sets(work) - count_sets(deciding(work))


def reps_words(groups: Work) -> str:
    """Return the repetitions of sets that are alike: “5”, “8–10”, or “5+” where one is open to the top."""
    return span_words(
        int(groups[0]["reps"]), groups[0].get("reps_to"), is_amrap=any(group.get("amrap") for group in groups)
    )


def span_words(reps: int, reps_to: int | None, *, is_amrap: bool = False) -> str:
    """Return how often, as a number, a range or a number open to the top."""
    return f"{reps}–{reps_to}" if reps_to else f"{reps}{'+' if is_amrap else ''}"


def with_deciding(work: Work, *, sets: int, reps: int, load: float | None) -> list[dict[str, Any]]:
    """Return the work with other numbers in the sets that decide; they keep their effort and stay open to the top."""
    chosen = deciding(work)
    opened = min(sets, count_sets([group for group in chosen if group.get("amrap")]))
    changed = {"reps": reps, "load": load, "rpe": chosen[0].get("rpe")}
    parts = [{"sets": sets - opened, **changed, "amrap": False}, {"sets": opened, **changed, "amrap": True}]
    fresh = [part for part in parts if part["sets"]]
    at = next(number for number, group in enumerate(work) if group is chosen[0])
    return [*map(_plain, work[:at]), *fresh, *map(_plain, work[at + len(chosen) :])]


def _asked(group: Group) -> tuple[Any, ...]:
    return group["reps"], group.get("reps_to"), group.get("load"), group.get("rpe")


def _plain(group: Group) -> dict[str, Any]:
    upper = {"reps_to": group["reps_to"]} if group.get("reps_to") else {}
    return {key: group.get(key) for key in ("sets", "reps", "load", "rpe", "amrap")} | upper
