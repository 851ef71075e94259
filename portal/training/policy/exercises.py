"""Who may read, adapt and change exercises."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from portal.core.access import Actor, Permission
from portal.core.errors import Forbidden
from portal.roster.models import Coaching
from portal.training.models.exercises import Exercise


def _own(actor: Actor) -> ColumnElement[bool]:
    return Exercise.owner_id == actor.person_id


def _starter() -> ColumnElement[bool]:
    return Exercise.owner_id.is_(None)


def _of_my_trainer(actor: Actor) -> ColumnElement[bool]:
    return (
        select(Coaching.id)
        .where(Coaching.trainer_id == Exercise.owner_id)
        .where(Coaching.athlete_id == actor.person_id)
        .where(Coaching.ended_at.is_(None))
        .exists()
    )


def _if_trainer(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_trainer else false()


VIEW_EXERCISE = Permission(
    "training.exercise.view", Exercise, lambda actor: or_(_starter(), _own(actor), _of_my_trainer(actor))
)
"""Starters are there for everybody; a trainer's own for the trainer and their present athletes."""

EDIT_EXERCISE = Permission("training.exercise.edit", Exercise, _own, view=VIEW_EXERCISE)

COPY_EXERCISE = Permission(
    "training.exercise.copy",
    Exercise,
    lambda actor: and_(_if_trainer(actor), or_(_starter(), _own(actor))),
    view=VIEW_EXERCISE,
)
"""A trainer adapts a starter, or makes a variant of an own one; never of another trainer's."""


def require_author(actor: Actor) -> None:
    """Let trainers pass, who write exercises. Raises Forbidden for everybody else."""
    if not actor.is_trainer:
        raise Forbidden
