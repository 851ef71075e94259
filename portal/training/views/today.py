"""The athlete's first page: what to do today."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.core.access import Actor
from portal.core.guard import lists
from portal.core.visitor import today
from portal.core.web import page
from portal.roster.queries.life import statuses_of
from portal.roster.queries.relations import trainers_of
from portal.roster.rules import in_force
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.queries.plans import plans_around
from portal.training.queries.sessions import due_for, due_session, open_session
from portal.training.rules.today import choose
from portal.training.views.sessions import sheet_page

bp = Blueprint("today", __name__)


@bp.get("/today")
@lists(VIEW_SESSION)
def show_today(athlete: Actor) -> Response:
    agenda = choose(due_for(athlete, today=today()), today=today())
    if agenda.now is None:
        plans = [plan for plan in plans_around(athlete, athlete.person_id, first=today()) if plan.ended_at is None]
        has_trainer = any(relation.ended_at is None for relation in trainers_of(athlete))
        life = in_force(statuses_of(athlete, athlete.person_id), today())
        return page(
            "training/today.html", agenda=agenda, plans=plans, has_trainer=has_trainer, life=life, today=today()
        )
    return sheet_page(open_session(due_session(agenda.now.session), today=today()), agenda=agenda)
