"""Making drafts of race plans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.training.actions import plans
from portal.training.models.plans import Plan
from portal.training.policy.plans import EDIT_PLAN
from portal.training.rules.layout import Item, Layout
from portal.training.rules.plans import PlanDraft


def draft_race_plan(athlete: Person, draft: PlanDraft, item: Item, *, actor: Actor, now: datetime) -> Plan:
    """Begin a plan that leads up to a race. Twice makes one draft: the one nobody has changed since is given back."""
    layout = Layout(weeks=draft.weeks, missed=draft.missed.value).with_item(item).as_json()
    waiting = select(Plan).where(
        Plan.athlete_id == athlete.id,
        Plan.title == draft.title,
        Plan.starts_on == draft.starts_on,
        Plan.published_at.is_(None),
        EDIT_PLAN.where(actor),
    )
    for plan in db.session.scalars(waiting.order_by(Plan.id)):
        if plan.layout == layout:
            return plan
    plan = plans.draft_plan(athlete, draft, actor=actor, now=now)
    plans.put_item(plan, item)
    return plan
