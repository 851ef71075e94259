"""A reason: why a number is what it is. Plain data, so that the log can keep what the athlete could read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a number can come from."""

    OVERRIDE = "override"
    """Somebody set it by hand."""
    KEPT = "kept"
    """The rules could not be computed; it is the number of last time."""
    RULE = "rule"
    AGAIN = "again"
    """The last session fell short, so the same is to be done again."""
    GAP = "gap"
    TEST = "test"
    EDIT = "edit"
    """The program was changed."""
    SHARE = "share"
    """It is a share of a variable, such as 65 % of the training max."""
    EQUIPMENT = "equipment"
    ROUNDING = "rounding"
    START = "start"
    """The variable still has its first value."""
    POSITION = "position"
    ANCHOR = "anchor"
    """A variable that all tracks share."""
    FIXED = "fixed"
    """It is written into the program."""


RANK = {kind: number for number, kind in enumerate(Kind)}
NEWS = frozenset({Kind.RULE, Kind.AGAIN, Kind.GAP, Kind.TEST, Kind.EDIT})
"""Kinds that tell what happened: among them the newest is told first."""


@dataclass(frozen=True)
class Reason:
    """One reason and the numbers it is about."""

    kind: Kind
    about: tuple[str, ...]
    """Paths in the prescription: `0.load` is the load of the first set group, `1.0.pace` the pace of the first step
    inside the second one."""
    data: Mapping[str, Any]
    """JSON values only: kilograms, ISO days, ids."""

    @property
    def entry_id(self) -> str:
        """The log entry it came from; empty when there is none."""
        return str(self.data.get("entry_id", ""))

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"kind": self.kind.value, "about": list(self.about), "data": dict(self.data)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reason:
        """Return the reason that `as_json` wrote. Raises ValueError for an unknown kind."""
        return cls(Kind(data["kind"]), tuple(data["about"]), data["data"])


def in_order_of_interest(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Return the reasons, the most telling first: the first two make the line under a number."""
    return tuple(sorted(reasons, key=_interest))


def about(reasons: tuple[Reason, ...], path: str) -> tuple[Reason, ...]:
    """Return the reasons of one number."""
    return tuple(reason for reason in reasons if path in reason.about)


def _interest(reason: Reason) -> tuple[int, int, bool]:
    rank = RANK[Kind.RULE] if reason.kind in NEWS else RANK[reason.kind]
    newest = -date.fromisoformat(reason.data["on"]).toordinal() if "on" in reason.data else 0
    return rank, newest, not any(path.endswith((".load", ".pace", ".power", ".hr")) for path in reason.about)
