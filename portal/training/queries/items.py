"""Exercises as they are named on the week grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, or_, select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.language import translated
from portal.training.models.exercises import Exercise
from portal.training.policy.exercises import VIEW_EXERCISE
from portal.training.queries.starters import called_here
from portal.training.rules.exercises import ExerciseKind, folded
from portal.training.rules.matching import Known


def names_for(actor: Actor) -> Sequence[str]:
    """Return the names to offer: starters and own ones in use, runs and rides left to their own plans."""
    return db.session.scalars(
        select(Exercise.name)
        .where(VIEW_EXERCISE.where(actor), Exercise.archived_at.is_(None))
        .where(Exercise.kind != ExerciseKind.ENDURANCE)
        .order_by(Exercise.name_key)
    ).all()


def exercise_meant(actor: Actor, typed: str) -> Exercise | None:
    """Return the exercise of this name or alias; the trainer's own before a starter, None when there is none.

    Starters are known by what the reader's language calls them too.
    """
    key = folded(typed)
    named = or_(Exercise.name_key == key, Exercise.slug.in_(called_here().named(key)))
    return db.session.scalar(
        select(Exercise)
        .where(VIEW_EXERCISE.where(actor), Exercise.archived_at.is_(None))
        .where(or_(named, Exercise.phrases.contains(f"\n{key}\n", autoescape=True)))
        .order_by(case((named, 0), else_=1), Exercise.owner_id.is_(None), Exercise.id)
        .limit(1)
    )


def known_exercises(actor: Actor, *, besides: UUID | None = None) -> list[Known]:
    """Return every exercise that the actor may plan, with all it is called; one statement.

    `besides` is one that stays even where it is archived: a row has it.
    """
    called = called_here()
    rows = db.session.execute(
        select(
            Exercise.id,
            Exercise.slug,
            Exercise.name,
            Exercise.phrases,
            Exercise.kind,
            Exercise.measure,
            Exercise.owner_id,
        )
        .where(VIEW_EXERCISE.where(actor), or_(Exercise.archived_at.is_(None), Exercise.id == besides))
        .order_by(Exercise.name_key, Exercise.id)
    )
    return [_known(row, called.phrases.get(row.slug or "", "")) for row in rows]


def _known(row: Any, spoken: str) -> Known:
    shown = translated(row.name) if row.slug else row.name
    names = frozenset({folded(row.name), folded(shown)})
    aliases = frozenset((*_names_in(row.phrases), *_names_in(spoken))) - names
    is_own, is_offered = row.owner_id is not None, row.kind is not ExerciseKind.ENDURANCE
    return Known(str(row.id), row.name, shown, names, aliases, row.measure, is_own=is_own, is_offered=is_offered)


def _names_in(phrases: str) -> Iterator[str]:
    return filter(None, phrases.partition("\n\t")[0].split("\n"))
