"""Facts about the exercises a trainer keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.events.facts import Fact


@dataclass(frozen=True)
class ExerciseAdded(Fact, version=1):
    """A trainer wrote an exercise of their own."""

    exercise_id: UUID


@dataclass(frozen=True)
class ExerciseCopied(Fact, version=1):
    """A trainer made an exercise of their own from another one."""

    exercise_id: UUID
    source_id: UUID


@dataclass(frozen=True)
class ExerciseChanged(Fact, version=1):
    """A trainer changed an exercise of their own."""

    exercise_id: UUID


@dataclass(frozen=True)
class ExerciseArchived(Fact, version=1):
    """A trainer took an exercise of their own out of the library; plans that use it keep it."""

    exercise_id: UUID


@dataclass(frozen=True)
class ExerciseRestored(Fact, version=1):
    """A trainer put an archived exercise back into the library."""

    exercise_id: UUID
