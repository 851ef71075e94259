"""What people type about exercises: looking for one, and writing one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from wtforms import Field, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older release

from portal.core.forms import (
    BooleanField,
    Check,
    ChoicesField,
    Form,
    LongTextField,
    SelectField,
    TextField,
    at_most,
    filled,
    later,
)
from portal.core.language import say, translated
from portal.core.sentence import Sentence, sentence
from portal.training.models.exercises import Exercise
from portal.training.queries.exercises import Shelf, Wanted
from portal.training.rules import exercises as rules
from portal.training.rules.exercise_words import EQUIPMENT, KINDS, LEVELS, MEASURES, MUSCLES, PATTERNS
from portal.training.rules.exercises import (
    Equipment,
    ExerciseDraft,
    ExerciseKind,
    Level,
    Measure,
    Muscle,
    Pattern,
    folded,
)

E = TypeVar("E", bound=StrEnum)
MOST_TYPED = 4000
SEARCH_LENGTH = 100


def _choices(words: Mapping[Any, Sentence]) -> list[SelectChoice]:
    return [SelectChoice(member.value, later(word.source)) for member, word in words.items()]


def _any_or(words: Mapping[Any, Sentence], label: str) -> list[SelectChoice]:
    return [SelectChoice("", label), *_choices(words)]


def _lines(typed: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(line.split()) for line in (typed or "").splitlines() if line.strip()))


def _listed(typed: str | None) -> tuple[str, ...]:
    return _lines((typed or "").replace(",", "\n").replace(";", "\n"))


def _short_lines(split: Any, *, most: int, letters: int) -> Check:
    """Refuse too many entries, and too long ones."""

    def check(_: Form, field: Field) -> None:
        entries = split(field.data)
        if len(entries) > most:
            raise ValidationError(say(sentence("At most %(most)s, please.", most=most)))
        if any(len(entry) > letters for entry in entries):
            raise ValidationError(say(sentence("Keep each of them below %(most)s characters.", most=letters + 1)))

    return check


class FilterForm(Form):
    """Looking for an exercise. What cannot be understood is left out: addresses get shared and cut."""

    q = TextField(later("Search"))
    muscle = SelectField(later("Muscle"), choices=_any_or(MUSCLES, later("Any muscle")), default="")
    equipment = SelectField(later("Equipment"), choices=_any_or(EQUIPMENT, later("Any equipment")), default="")
    kind = SelectField(later("Kind"), choices=_any_or(KINDS, later("Any kind")), default="")
    shelf = SelectField("", choices=[SelectChoice(shelf.value) for shelf in Shelf], default=Shelf.ALL.value)
    after = TextField("")

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        return Wanted(
            words=(self.q.data or "")[:SEARCH_LENGTH],
            muscle=_one_of(Muscle, self.muscle.data),
            equipment=_one_of(Equipment, self.equipment.data),
            kind=_one_of(ExerciseKind, self.kind.data),
            shelf=_one_of(Shelf, self.shelf.data) or Shelf.ALL,
        )

    def last_seen(self) -> UUID | None:
        """Return the exercise after which the page begins."""
        try:
            return UUID(self.after.data or "")
        except ValueError:
            return None


class ExerciseForm(Form):
    """An exercise of the trainer's own."""

    name = TextField(later("Name"), [filled, at_most(rules.NAME_LENGTH)])
    kind = SelectField(later("Kind"), choices=_choices(KINDS))
    measure = SelectField(later("Counted in"), choices=_choices(MEASURES))
    pattern = SelectField(later("Movement"), choices=_choices(PATTERNS))
    level = SelectField(later("Level"), choices=_choices(LEVELS))
    is_unilateral = BooleanField(later("One side at a time"))
    primary = ChoicesField(later("Trains above all"), choices=_choices(MUSCLES))
    secondary = ChoicesField(later("Trains as well"), choices=_choices(MUSCLES))
    equipment = ChoicesField(later("Equipment"), choices=_choices(EQUIPMENT))
    cues = LongTextField(
        later("How it is done"),
        [at_most(MOST_TYPED), _short_lines(_lines, most=rules.MOST_CUES, letters=rules.CUE_LENGTH)],
    )
    aliases = TextField(
        later("Other names"),
        [at_most(MOST_TYPED), _short_lines(_listed, most=rules.MOST_ALIASES, letters=rules.ALIAS_LENGTH)],
    )
    video_url = TextField(later("Video"), [at_most(rules.LINK_LENGTH)])

    @classmethod
    def of(cls, exercise: Exercise) -> dict[str, Any]:
        """Return what the fields hold for this exercise; the words of a starter in the reader's language."""
        spoken = translated if exercise.is_starter else str
        return {
            "name": spoken(exercise.name),
            "kind": exercise.kind.value,
            "measure": exercise.measure.value,
            "pattern": exercise.pattern.value,
            "level": exercise.level.value,
            "is_unilateral": exercise.is_unilateral,
            "primary": exercise.primary_muscles,
            "secondary": exercise.secondary_muscles,
            "equipment": exercise.equipment,
            "cues": "\n".join(spoken(cue) for cue in exercise.cues),
            "aliases": ", ".join(spoken(alias) for alias in exercise.aliases),
            "video_url": exercise.video_url,
        }

    def draft(self) -> ExerciseDraft:
        """Return the exercise as it was typed."""
        return ExerciseDraft(
            name=" ".join(self.name.data.split()),
            kind=ExerciseKind(self.kind.data),
            measure=Measure(self.measure.data),
            pattern=Pattern(self.pattern.data),
            primary=tuple(map(Muscle, self.primary.data or ())),
            secondary=tuple(map(Muscle, self.secondary.data or ())),
            equipment=tuple(map(Equipment, self.equipment.data or (Equipment.NONE,))),
            aliases=_listed(self.aliases.data),
            cues=_lines(self.cues.data),
            is_unilateral=self.is_unilateral.data,
            level=Level(self.level.data),
            video_url=self.video_url.data or "",
        )

    def validate_name(self, field: Field) -> None:
        """Refuse a name by which nobody could find it."""
        if not folded(field.data):
            raise ValidationError(say(sentence("Use letters or digits in the name.")))

    def validate_primary(self, field: Field) -> None:
        """Refuse an exercise for nothing."""
        if not field.data:
            raise ValidationError(say(sentence("Choose at least one muscle.")))

    def validate_secondary(self, field: Field) -> None:
        """Refuse a muscle that is named twice."""
        if set(field.data or ()) & set(self.primary.data or ()):
            raise ValidationError(say(sentence("Name each muscle once: either above all or as well.")))

    def validate_equipment(self, field: Field) -> None:
        """Refuse nothing together with something."""
        if Equipment.NONE in (field.data or ()) and len(field.data) > 1:
            raise ValidationError(say(sentence("Choose either no equipment or what is needed.")))

    def validate_video_url(self, field: Field) -> None:
        """Refuse what is not a page of the web, above all addresses that run as scripts."""
        if field.data and not _is_web_address(field.data):
            raise ValidationError(say(sentence("Paste the whole address of the video, beginning with https://")))


def _is_web_address(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, typed))
    except ValueError:
        return False


def _one_of(kinds: type[E], typed: str | None) -> E | None:
    try:
        return kinds(typed or "")
    except ValueError:
        return None
