"""Reasons as sentences. Each is whole, with quantities in it, to be said in the reader's language and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from portal.core.sentence import Sentence, counted, sentence
from portal.core.units import Day, Mass, Percent, Quantity
from portal.progression.explain.reason import Kind, Reason
from portal.progression.meaning import Meaning, label, quantity

Facts = Mapping[str, Any]
Names = Mapping[str, str]

RULES = {
    "done": sentence("%(change)s because all sets were done on %(day)s."),
    "done_sets": sentence("%(change)s after %(sets)s × %(reps)s done on %(day)s."),
    "done_run": sentence("%(change)s because the session of %(day)s was done."),
    "reps": sentence("%(change)s after at least %(reps)s repetitions in every set on %(day)s."),
    "amrap": sentence("%(change)s after %(reps)s repetitions in the last set on %(day)s."),
    "effort": sentence("%(change)s from how hard the sets of %(day)s were."),
    "short": sentence("%(change)s because not every set was done on %(day)s."),
    "short_run": sentence("%(change)s because the session of %(day)s was cut short."),
    "missed": sentence("%(change)s because the session of %(day)s was missed."),
    "week": sentence("%(change)s after a week with %(share)s of its sessions done, on %(day)s."),
    "week_end": sentence("%(change)s at the end of the week, on %(day)s."),
    "cycle_end": sentence("%(change)s at the end of the cycle, on %(day)s."),
    "clean_cycle": sentence("%(change)s after a cycle in which all sets were done, on %(day)s."),
    "failed_cycle": sentence("%(change)s after a cycle in which not all sets were done, on %(day)s."),
    "said": sentence("%(change)s on %(day)s: %(say)s"),
}
POSITIONS = {
    "week": sentence("Week %(value)s of %(of)s."),
    "day": sentence("Session %(value)s of %(of)s in the week."),
    "turn": sentence("Session %(value)s of %(of)s in the week."),
    "cycle": sentence("Cycle %(value)s."),
    "pos": sentence("%(value)s sessions came before."),
    "ok_run": sentence("%(value)s sessions done in a row."),
    "fail_run": sentence("%(value)s sessions failed in a row."),
}


def said(reason: Reason, *, people: Names | None = None) -> Sentence:
    """Return the reason as a sentence. `people` gives names to the ids of those who changed something by hand."""
    told = _SAYINGS[reason.kind](reason.data, people or {})
    return sentence("If all goes as planned: %(reason)s", reason=told) if reason.data.get("is_foreseen") else told


def _rule(facts: Facts, _: Names) -> Sentence:
    values = {**facts, "change": _change(facts), "day": _day(facts)}
    if facts["cause"] == "failed":
        told = counted(
            facts["count"],
            "%(change)s after a failed session on %(day)s.",
            "%(change)s after %(count)s failed sessions, the last on %(day)s.",
            change=values["change"],
            day=values["day"],
        )
    else:
        told = replace(RULES[facts["cause"]], values=_fitting(facts["cause"], values))
    return _labelled(facts, told)


def _fitting(cause: str, values: Facts) -> dict[str, object]:
    kept = {name: values[name] for name in ("change", "day", "sets", "reps", "say") if name in values}
    return {**kept, "share": Percent(values["share"])} if cause == "week" else kept


def _again(facts: Facts, _: Names) -> Sentence:
    return counted(
        facts["count"],
        "The same again: not every set was done on %(day)s.",
        "The same again: %(count)s sessions in a row fell short, the last on %(day)s.",
        day=_day(facts),
    )


def _gap(facts: Facts, _: Names) -> Sentence:
    change, days = _change(facts), facts["days"]
    if facts["is_today"]:
        told = counted(
            days,
            "%(change)s after a day without training.",
            "%(change)s after %(count)s days without training.",
            change=change,
        )
    else:
        told = counted(
            days,
            "%(change)s on %(day)s, after a day without training.",
            "%(change)s on %(day)s, after %(count)s days without training.",
            change=change,
            day=_day(facts),
        )
    return _labelled(facts, told)


def _test(facts: Facts, _: Names) -> Sentence:
    return _labelled(facts, sentence("%(change)s after the test of %(day)s.", change=_change(facts), day=_day(facts)))


def _override(facts: Facts, people: Names) -> Sentence:
    told = _by_hand(facts, people)
    if "say" not in facts:
        return sentence("%(what)s.", what=told)
    return sentence("%(what)s: “%(say)s”", what=told, say=facts["say"])


def _by_hand(facts: Facts, people: Names) -> Sentence:
    who, day = people.get(facts.get("by", "")), _day(facts)
    if "variable" not in facts:
        if who:
            return sentence("Set by %(who)s on %(day)s", who=who, day=day)
        return sentence("Set by hand on %(day)s", day=day)
    change = _change(facts)
    if who:
        return _labelled(facts, sentence("%(change)s, set by %(who)s on %(day)s", change=change, who=who, day=day))
    return _labelled(facts, sentence("%(change)s, set by hand on %(day)s", change=change, day=day))


def _edit(facts: Facts, people: Names) -> Sentence:
    who, day = people.get(facts.get("by", "")), _day(facts)
    if who:
        return sentence("%(who)s changed the plan on %(day)s.", who=who, day=day)
    return sentence("The plan was changed on %(day)s.", day=day)


def _start(facts: Facts, _: Names) -> Sentence:
    return _labelled(facts, sentence("%(value)s to begin with.", value=_value(facts)))


def _anchor(facts: Facts, _: Names) -> Sentence:
    return sentence("%(label)s %(value)s, the same for the whole plan.", label=_label(facts), value=_value(facts))


def _share(facts: Facts, _: Names) -> Sentence:
    share, value = Percent(facts["share"]), _value(facts)
    return sentence("%(share)s × %(label)s (%(value)s).", share=share, label=_label(facts), value=value)


def _position(facts: Facts, _: Names) -> Sentence:
    values = {name: int(facts[name]) for name in ("value", "of") if name in facts}
    return replace(POSITIONS[facts["term"]], values=values)


def _rounding(facts: Facts, _: Names) -> Sentence:
    return sentence("Rounded from %(exact)s.", exact=Mass(facts["exact"]))


def _equipment(facts: Facts, _: Names) -> Sentence:
    load, exact = Mass(facts["load"]), Mass(facts["exact"])
    if facts["load"] > facts["exact"]:
        return sentence("The equipment begins at %(load)s; the plan says %(exact)s.", load=load, exact=exact)
    return sentence("The equipment makes %(load)s; the plan says %(exact)s.", load=load, exact=exact)


def _kept(_: Facts, __: Names) -> Sentence:
    return sentence("The plan's rules need mending; until then the numbers of last time stay.")


def _fixed(_: Facts, __: Names) -> Sentence:
    return sentence("Written into the plan.")


def _change(facts: Facts) -> Sentence:
    """Return what happened to the variable: how much more, how much less, or from what to what."""
    before, after, meaning = facts["before"], facts["after"], Meaning(facts["meaning"])
    if before is None:
        return sentence("%(value)s", value=quantity(meaning, after))
    amount: Quantity = quantity(meaning, abs(after - before))
    if after > before:
        return sentence("+%(amount)s", amount=amount)
    return sentence("−%(amount)s", amount=amount)


def _labelled(facts: Facts, told: Sentence) -> Sentence:
    """Return the sentence after the variable's name; the load is what the number is, so it needs none."""
    if facts["meaning"] == Meaning.LOAD:
        return told
    return sentence("%(label)s: %(reason)s", label=_label(facts), reason=told)


def _label(facts: Facts) -> Sentence:
    return label(Meaning(facts["meaning"]), facts["variable"])


def _value(facts: Facts) -> Quantity:
    return quantity(Meaning(facts["meaning"]), facts["value"])


def _day(facts: Facts) -> Day:
    return Day(date.fromisoformat(facts["on"]))


_SAYINGS: Mapping[Kind, Callable[[Facts, Names], Sentence]] = {
    Kind.OVERRIDE: _override,
    Kind.KEPT: _kept,
    Kind.RULE: _rule,
    Kind.AGAIN: _again,
    Kind.GAP: _gap,
    Kind.TEST: _test,
    Kind.EDIT: _edit,
    Kind.SHARE: _share,
    Kind.EQUIPMENT: _equipment,
    Kind.ROUNDING: _rounding,
    Kind.START: _start,
    Kind.POSITION: _position,
    Kind.ANCHOR: _anchor,
    Kind.FIXED: _fixed,
}
