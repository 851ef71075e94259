"""Facts about plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class PlanDrafted(Fact, version=1):
    """A trainer began a plan; the athlete does not see it yet."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanPublished(Fact, version=1):
    """A trainer showed a plan to the athlete."""

    plan_id: UUID
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class PlanWithdrawn(Fact, version=1):
    """A trainer hid a published plan again, before anything was logged in it."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanDeleted(Fact, version=1):
    """A trainer deleted a draft; it can be brought back."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanRestored(Fact, version=1):
    """A trainer brought a deleted draft back."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanEnded(Fact, version=1):
    """A trainer ended a plan early; its log stays."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanResumed(Fact, version=1):
    """A trainer took back the early end of a plan."""

    plan_id: UUID


@dataclass(frozen=True)
class PlanAdjusted(Fact, version=1):
    """A trainer changed numbers of a plan by hand; the reason is kept with the adjustment."""

    plan_id: UUID
    adjustment_id: UUID


@dataclass(frozen=True)
class AdjustmentUndone(Fact, version=1):
    """A trainer took back a change made by hand."""

    plan_id: UUID
    adjustment_id: UUID


@dataclass(frozen=True)
class AdjustmentRestored(Fact, version=1):
    """A trainer put back a change that had been taken back."""

    plan_id: UUID
    adjustment_id: UUID
