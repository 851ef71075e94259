"""Changes by hand, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day, Distance, Mass, Number
from portal.training.rules.layout import Layout, name_of
from portal.training.rules.logs import planned_metres


class Changed(Protocol):
    """What is known of a change."""

    track: str
    effective_on: date
    change: dict[str, Any]


def change_words(changed: Changed, layout: Layout) -> Sentence:
    """Return what was changed: which exercise or run, when, to what."""
    name = name_of(layout, changed.track) if changed.track else layout.items[0].name
    return sentence(
        "%(name)s on %(day)s: %(numbers)s", name=name, day=Day(changed.effective_on), numbers=_numbers(changed.change)
    )


def _numbers(change: Mapping[str, Any]) -> Sentence:
    if "steps" in change:
        return sentence("%(length)s", length=Distance(planned_metres(change["steps"])))
    if "work" in change:
        group = change["work"][0]
        if group.get("load"):
            return sentence("%(sets)s×%(reps)s at %(load)s", load=Mass(group["load"]), **_counts(group))
        return sentence("%(sets)s×%(reps)s", **_counts(group))
    name, value = next(iter(change.get("values", {"": 0}).items()))
    return sentence("%(name)s is %(value)s", name=name, value=Number(value, 2))


def _counts(group: Mapping[str, Any]) -> dict[str, int]:
    return {"sets": group["sets"], "reps": group["reps"]}
