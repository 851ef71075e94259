"""The exercise library: the starters everybody sees, and what trainers wrote for their own athletes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Person
from portal.core.db import Record, one_of
from portal.core.sentence import Sentence
from portal.training.rules.exercise_words import EQUIPMENT, MUSCLES
from portal.training.rules.exercises import Equipment, ExerciseKind, Level, Measure, Muscle, Pattern
from portal.training.rules.plates import is_loaded_at_both_ends

_IN_USE = text("archived_at IS NULL AND owner_id IS NOT NULL")
VIDEO_SEARCH = "https://www.youtube.com/results?"


class Exercise(Record):
    """Something to train. A starter has a slug and belongs to nobody; every other belongs to its trainer."""

    __table_args__ = (
        CheckConstraint("(owner_id IS NULL) = (slug IS NOT NULL)", name="starter_or_owned"),
        Index(
            "uq_exercise_name",
            "owner_id",
            "name_key",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id))
    slug: Mapped[str | None] = mapped_column(unique=True)
    """The lasting name of a starter, by which presets and the demo world know it."""
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is compared and sorted; follows from the name."""
    phrases: Mapped[str]
    """What it is found by; follows from name, aliases and muscles (rules.search_phrases)."""
    kind: Mapped[ExerciseKind] = mapped_column(one_of(ExerciseKind))
    measure: Mapped[Measure] = mapped_column(one_of(Measure))
    pattern: Mapped[Pattern] = mapped_column(one_of(Pattern))
    level: Mapped[Level] = mapped_column(one_of(Level))
    is_unilateral: Mapped[bool]
    """Done with one side at a time."""
    primary_muscles: Mapped[list[str]]
    secondary_muscles: Mapped[list[str]]
    equipment: Mapped[list[str]]
    aliases: Mapped[list[str]]
    cues: Mapped[list[str]]
    video_url: Mapped[str] = mapped_column(default="")
    """The trainer's own link; empty means that a search stands in its place."""
    copied_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("exercise.id"))
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    @property
    def is_starter(self) -> bool:
        """Return whether it came with the portal; then its words are translated when they are shown."""
        return self.owner_id is None

    @property
    def is_on_a_bar(self) -> bool:
        """Return whether its load is plates on both sides of a barbell."""
        return is_loaded_at_both_ends(self.equipment, self.measure)

    @property
    def video_link(self) -> str:
        """Return the trainer's own link, or a search for the name: the portal invents no links."""
        return self.video_url or VIDEO_SEARCH + urlencode({"search_query": f"{self.name} technique"})

    @property
    def primary_words(self) -> list[Sentence]:
        """Return what it trains above all, in words."""
        return [MUSCLES[Muscle(muscle)] for muscle in self.primary_muscles]

    @property
    def secondary_words(self) -> list[Sentence]:
        """Return what it trains as well, in words."""
        return [MUSCLES[Muscle(muscle)] for muscle in self.secondary_muscles]

    @property
    def equipment_words(self) -> list[Sentence]:
        """Return what must be at hand, in words."""
        return [EQUIPMENT[Equipment(thing)] for thing in self.equipment]
