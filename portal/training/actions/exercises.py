"""Keeping the exercise library: a trainer's own exercises, and the starters that come with the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sentence import sentence
from portal.events.facts import Fact
from portal.events.log import record
from portal.training.events.exercises import (
    ExerciseAdded,
    ExerciseArchived,
    ExerciseChanged,
    ExerciseCopied,
    ExerciseRestored,
)
from portal.training.models.exercises import Exercise
from portal.training.policy.exercises import require_author
from portal.training.queries.starters import starter_entries
from portal.training.rules.exercises import ExerciseDraft, folded, search_phrases


class NameTaken(Refusal):
    """The trainer has another exercise of this name."""


@dataclass(frozen=True)
class Loaded:
    """What loading the starters did."""

    added: int
    changed: int


def add_exercise(draft: ExerciseDraft, *, actor: Actor, now: datetime) -> Exercise:
    """Add an exercise of the trainer's own. Raises NameTaken, and Forbidden for whoever is no trainer."""
    require_author(actor)
    exercise = Exercise(owner_id=actor.person_id, made_at=now)
    _keep(exercise, _columns(draft))
    _announce(ExerciseAdded(exercise.id), actor=actor, now=now)
    return exercise


def copy_exercise(source: Exercise, draft: ExerciseDraft, *, actor: Actor, now: datetime) -> Exercise:
    """Add an exercise of the trainer's own that was adapted from another one. Raises NameTaken."""
    exercise = Exercise(owner_id=actor.person_id, copied_from_id=source.id, made_at=now)
    _keep(exercise, _columns(draft))
    _announce(ExerciseCopied(exercise.id, source.id), actor=actor, now=now)
    return exercise


def change_exercise(exercise: Exercise, draft: ExerciseDraft, *, actor: Actor, now: datetime) -> Exercise:
    """Write the exercise anew; the same words again change nothing. Raises NameTaken."""
    if _keep(exercise, _columns(draft)):
        _announce(ExerciseChanged(exercise.id), actor=actor, now=now)
    return exercise


def archive_exercise(exercise: Exercise, *, actor: Actor, now: datetime) -> None:
    """Take the exercise out of the library; plans that use it keep it. Archiving twice changes nothing."""
    if exercise.archived_at is None:
        exercise.archived_at = now
        _announce(ExerciseArchived(exercise.id), actor=actor, now=now)


def restore_exercise(exercise: Exercise, *, actor: Actor, now: datetime) -> None:
    """Put the exercise back into the library. Restoring twice changes nothing. Raises NameTaken."""
    if exercise.archived_at is not None:
        _keep(exercise, {"archived_at": None})
        _announce(ExerciseRestored(exercise.id), actor=actor, now=now)


def load_starter(now: datetime) -> Loaded:
    """Bring the starter exercises up to date: add what is missing, take over changed texts.

    May be repeated at any time. Starters that the file no longer has stay, because plans may use them.
    """
    known = {row.slug: row for row in db.session.scalars(select(Exercise).where(Exercise.owner_id.is_(None)))}
    added = changed = 0
    for entry in starter_entries():
        exercise = known.get(entry["slug"])
        columns = _columns(ExerciseDraft.from_json(entry))
        if exercise is None:
            db.session.add(Exercise(slug=entry["slug"], made_at=now, **columns))
            added += 1
        else:
            changed += _write(exercise, columns)
    db.session.flush()
    return Loaded(added, changed)


def _keep(exercise: Exercise, columns: dict[str, Any]) -> bool:
    # The index decides, not a look before the leap: two tabs may save the same name at once.
    name = columns.get("name", exercise.name)
    try:
        with db.session.begin_nested():
            changed = _write(exercise, columns)
            db.session.add(exercise)
    except IntegrityError:
        raise NameTaken(sentence("You already have an exercise called “%(name)s”.", name=name)) from None
    return changed


def _write(exercise: Exercise, columns: dict[str, Any]) -> bool:
    """Set the columns; return whether any of them was different."""
    different = {name: value for name, value in columns.items() if getattr(exercise, name) != value}
    for name, value in different.items():
        setattr(exercise, name, value)
    return bool(different)


def _columns(draft: ExerciseDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "name_key": folded(draft.name),
        "phrases": search_phrases(draft.name, draft.aliases, (*draft.primary, *draft.secondary)),
        "kind": draft.kind,
        "measure": draft.measure,
        "pattern": draft.pattern,
        "level": draft.level,
        "is_unilateral": draft.is_unilateral,
        "primary_muscles": [muscle.value for muscle in draft.primary],
        "secondary_muscles": [muscle.value for muscle in draft.secondary],
        "equipment": [thing.value for thing in draft.equipment],
        "aliases": list(draft.aliases),
        "cues": list(draft.cues),
        "video_url": draft.video_url,
    }


def _announce(fact: Fact, *, actor: Actor, now: datetime) -> None:
    record(fact, about=actor.person_id, by=actor.person_id, now=now)
