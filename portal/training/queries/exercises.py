"""Reading the exercise library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Text, and_, cast, literal, or_, select, tuple_
from sqlalchemy import case as case_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core.access import Actor
from portal.core.db import db
from portal.training.models.exercises import Exercise
from portal.training.policy.exercises import VIEW_EXERCISE
from portal.training.queries.starters import Called, called_here
from portal.training.rules.exercises import Equipment, ExerciseKind, Measure, Muscle, folded
from portal.training.rules.layout import Layout

PAGE_SIZE = 40
SHORTEST_PART = 3
"""So many letters are looked for inside words, fewer only at their beginning."""

Exercises = type[Exercise]


class Shelf(StrEnum):
    """Which part of the library."""

    ALL = "all"
    OWN = "own"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for."""

    words: str = ""
    equipment: Equipment | None = None
    muscle: Muscle | None = None
    kind: ExerciseKind | None = None
    shelf: Shelf = Shelf.ALL

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the shelf was chosen."""
        return bool(self.words or self.equipment or self.muscle or self.kind)


@dataclass(frozen=True)
class Found:
    """One page of the library."""

    rows: Sequence[Exercise]
    next_after: UUID | None
    """The last exercise of this page, when more follow it."""


def find_exercises(wanted: Wanted, *, actor: Actor, after: UUID | None = None, limit: int = PAGE_SIZE) -> Found:
    """Return what fits best first, then by name; one statement.

    `after` is the exercise that ended the page before. An unknown one gives an empty page.
    """
    called = called_here() if wanted.words else Called({})
    query = _narrowed(select(Exercise).where(VIEW_EXERCISE.where(actor)), wanted, called, actor)
    if after is not None:
        query = _beyond(query, wanted, called, after)
    order = _order(Exercise, wanted, called)
    rows = db.session.scalars(query.order_by(*order).limit(limit + 1)).all()
    return Found(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def _narrowed(query: Select[Exercise], wanted: Wanted, called: Called, actor: Actor) -> Select[Exercise]:
    archived = Exercise.archived_at.is_not(None)
    query = query.where(archived if wanted.shelf is Shelf.ARCHIVED else ~archived)
    if wanted.shelf is not Shelf.ALL:
        query = query.where(Exercise.owner_id == actor.person_id)
    if wanted.kind:
        query = query.where(Exercise.kind == wanted.kind)
    if wanted.muscle:
        muscles = (Exercise.primary_muscles, Exercise.secondary_muscles)
        query = query.where(or_(*(_holds(column, wanted.muscle) for column in muscles)))
    if wanted.equipment:
        query = query.where(_done_with(wanted.equipment))
    return query.where(*(_has_word(word, called) for word in folded(wanted.words).split()))


def _done_with(equipment: Equipment) -> ColumnElement[bool]:
    # A push-up needs nothing either: the body that is its load is always there.
    if equipment is Equipment.NONE:
        return cast(Exercise.equipment, Text).in_(['["none"]', '["bodyweight"]'])
    return _holds(Exercise.equipment, equipment)


def _holds(column: InstrumentedAttribute[list[str]], value: StrEnum) -> ColumnElement[bool]:
    # Both databases keep JSON as the text that was written; quotes make the value a whole one.
    return cast(column, Text).contains(f'"{value.value}"', autoescape=True)


def _has_word(word: str, called: Called) -> ColumnElement[bool]:
    parts = [word] if len(word) >= SHORTEST_PART else [f"{before}{word}" for before in ("\n", "\t", " ")]
    found = [Exercise.phrases.contains(part) for part in parts]
    spoken = {slug for part in parts for slug in called.holding(part)}
    return or_(*found, Exercise.slug.in_(sorted(spoken))) if spoken else or_(*found)


def _rank(of: Exercises, wanted: Wanted, called: Called) -> ColumnElement[int]:
    """Return how well a row fits, 0 is best: a whole name, the beginning of one, a word in one, anything else."""
    words = folded(wanted.words)
    if not words:
        return literal(0, Integer)
    return case_(
        (or_(of.name_key == words, of.slug.in_(called.named(words))), 0),
        (or_(*(of.phrases.contains(f"\n{form}\n") for form in (words, words.replace(" ", "")))), 1),
        (or_(of.name_key.startswith(words), of.slug.in_(called.beginning(words))), 2),
        (of.name_key.contains(f" {words}"), 3),
        (of.phrases.contains(f"\n{words}"), 4),
        (and_(*(of.name_key.contains(word) for word in words.split())), 5),
        else_=6,
    )


def _order(
    of: Exercises, wanted: Wanted, called: Called
) -> tuple[ColumnElement[int], InstrumentedAttribute[str], InstrumentedAttribute[UUID]]:
    return _rank(of, wanted, called), of.name_key, of.id


def _beyond(query: Select[Exercise], wanted: Wanted, called: Called, after: UUID) -> Select[Exercise]:
    last = aliased(Exercise)
    further = tuple_(*_order(Exercise, wanted, called)) > tuple_(*_order(last, wanted, called))
    return query.join(last, last.id == after).where(further)


def measures_in(layouts: Iterable[Layout]) -> dict[str, Measure]:
    """Return what is counted in the exercises of these plans, by exercise."""
    ids = {UUID(item.exercise) for layout in layouts for item in layout.items if item.exercise}
    found = db.session.execute(select(Exercise.id, Exercise.measure).where(Exercise.id.in_(ids))) if ids else ()
    return {str(exercise_id): measure for exercise_id, measure in found}
