"""Who may see, log and excuse planned sessions. Sessions exist only while their plan is published."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from portal.core.access import Actor, Permission
from portal.roster.policy import may_see
from portal.roster.rules import DataKind
from portal.training.models.logs import SessionLog
from portal.training.models.plans import PlannedSession


def _coached(actor: Actor) -> ColumnElement[bool]:
    return may_see(actor, PlannedSession.athlete_id, DataKind.TRAINING)


def _mine_or_coached(actor: Actor) -> ColumnElement[bool]:
    return or_(PlannedSession.athlete_id == actor.person_id, _coached(actor))


def _of_mine_or_coached(actor: Actor) -> ColumnElement[bool]:
    seen = select(PlannedSession.id).where(_mine_or_coached(actor))
    return SessionLog.planned_session_id.in_(seen)


VIEW_SESSION = Permission("training.session.view", PlannedSession, _mine_or_coached)
VIEW_LOG = Permission("training.log.view", SessionLog, _of_mine_or_coached)
LOG_SESSION = Permission("training.session.log", PlannedSession, _mine_or_coached)
"""The athlete logs; the trainer corrects, or logs on the gym floor. The event says who it was."""
ADJUST_SESSION = Permission("training.session.adjust", PlannedSession, _coached, view=VIEW_SESSION)
