"""Changes by hand, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day, Distance, Mass
from portal.training.rules.groups import count_sets, deciding, reps_words
from portal.training.rules.layout import Layout, name_of
from portal.training.rules.logs import planned_metres
from portal.training.rules.values import set_words


class Changed(Protocol):
    """What is known of a change."""

    track: str
    effective_on: date
    change: dict[str, Any]


def is_of_this_publication(made_at: datetime, published_at: datetime | None) -> bool:
    """Return whether a change speaks of the plan as it is published; what came before a withdrawal does not."""
    return published_at is not None and made_at >= published_at


def change_words(changed: Changed, layout: Layout, program: Mapping[str, Any]) -> Sentence:
    """Return what was changed: which exercise or run, when, to what."""
    if "values" in changed.change:
        return _set_words(changed, layout, program)
    name = name_of(layout, changed.track)
    return sentence(
        "%(name)s on %(day)s: %(numbers)s", name=name, day=Day(changed.effective_on), numbers=_numbers(changed.change)
    )


def _set_words(changed: Changed, layout: Layout, program: Mapping[str, Any]) -> Sentence:
    value, day = set_words(program, changed.track, changed.change["values"]), Day(changed.effective_on)
    if not changed.track:
        return sentence("%(value)s from %(day)s on", value=value, day=day)
    name = name_of(layout, changed.track)
    return sentence("%(name)s: %(value)s from %(day)s on", name=name, value=value, day=day)


def _numbers(change: Mapping[str, Any]) -> Sentence:
    if "steps" in change:
        return sentence("%(length)s", length=Distance(planned_metres(change["steps"])))
    chosen = deciding(change["work"])
    counts = {"sets": count_sets(chosen), "reps": reps_words(chosen)}
    if chosen[0].get("load"):
        return sentence("%(sets)s×%(reps)s at %(load)s", load=Mass(chosen[0]["load"]), **counts)
    return sentence("%(sets)s×%(reps)s", **counts)
