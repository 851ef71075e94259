"""From the week grid to the program that follows from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.progression import notation, presets, program
from portal.training.rules.layout import FIXED, TYPED, Item, Layout, track_name
from portal.training.rules.typed import row_of

ONE_RUN_PLAN = sentence("A plan has one run plan, which fills all its weekdays. Change the one that is there.")


def compose(layout: Layout, *, first: int = 0) -> dict[str, Any]:
    """Return the program of the grid: one session a weekday in use, one track a row (or several).

    `first` is the weekday on which the plan begins: its sessions are counted from there. Rows may follow cycles of
    different length: the plan counts by that of its runs, whose rules are the plan's own.
    """
    expanded = {item.key: _expand(item) for item in layout.items}
    weeks = _weeks(layout, expanded)
    composed: dict[str, Any] = {"v": 1, "weeks": weeks, "missed": layout.missed}
    composed["shared"] = {name: value for part in expanded.values() for name, value in part.get("shared", {}).items()}
    composed["on"] = _joined_rules(expanded.values())
    composed["tracks"] = {
        track_name(item, name): {**track, "exercise": item.exercise or name, **_own_cycle(expanded[item.key], weeks)}
        for item in layout.items
        for name, track in expanded[item.key]["tracks"].items()
    }
    composed["sessions"] = [
        {"tracks": [name for item in layout.on_day(day) for name in _tracks_on(item, expanded[item.key], day)]}
        for day in layout.days(first=first)
    ]
    return {key: value for key, value in composed.items() if value not in ({}, [])}


def problems(layout: Layout) -> list[Sentence]:
    """Return what must be mended before the plan can be published, in words for the trainer."""
    if not layout.items:
        return [sentence("Add at least one exercise or run plan.")]
    found = [problem for item in layout.items if (problem := item_problem(item))]
    if layout.has_two_run_plans:
        found.append(ONE_RUN_PLAN)
    if found:
        return found
    return [problem.message for problem in program.validate(compose(layout))]


def _expand(item: Item) -> dict[str, Any]:
    if item.preset == TYPED:
        return notation.program_of(row_of(item), step_kg=item.fields["step_kg"])
    if item.preset != FIXED:
        return presets.expand(item.preset, **item.fields)
    work = {"sets": item.fields["sets"], "reps": item.fields["reps"]}
    if item.fields.get("load"):
        work["load"] = item.fields["load"]
    counts = {"counts": item.fields["counts"]} if item.fields.get("counts") else {}
    return {"tracks": {"x": {"state": {}, "work": [work], **counts}}, "sessions": [{"tracks": ["x"]}]}


def _weeks(layout: Layout, expanded: Mapping[str, Mapping[str, Any]]) -> int:
    runs_first = sorted(layout.items, key=lambda item: not item.brings_sessions)
    return next((weeks for item in runs_first if (weeks := expanded[item.key].get("weeks", 1)) > 1), 1)


def _own_cycle(part: Mapping[str, Any], weeks: int) -> dict[str, int]:
    own = part.get("weeks", 1)
    return {"weeks": own} if own not in (1, weeks) else {}


def _tracks_on(item: Item, part: Mapping[str, Any], day: int) -> list[str]:
    if not item.brings_sessions:
        return [item.key]
    sessions = part["sessions"]
    return [track_name(item, name) for name in sessions[item.days.index(day) % len(sessions)]["tracks"]]


def _joined_rules(parts: Any) -> dict[str, list[Any]]:
    joined: dict[str, list[Any]] = {}
    for part in parts:
        for event, rules in part.get("on", {}).items():
            groups = rules if rules and isinstance(rules[0], list) else [rules]
            joined.setdefault(event, []).extend(groups)
    return joined


def item_problem(item: Item) -> Sentence | None:
    """Return what must be mended in one row."""
    if not item.days:
        return sentence("Choose at least one weekday for “%(name)s”.", name=item.name)
    try:
        part = _expand(item)
    except (ValueError, KeyError, TypeError):
        return sentence("Check the numbers of “%(name)s”.", name=item.name)
    if item.preset == TYPED:
        return None
    wanted = len(part["sessions"])
    if (item.brings_sessions or wanted > 1) and len(item.days) != wanted:
        return sentence("“%(name)s” needs %(count)s weekdays.", name=item.name, count=wanted)
    return None
