"""Exercises: what they are made of, how they are found, and what a draft may hold. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NAME_LENGTH = 80
ALIAS_LENGTH = 60
MOST_ALIASES = 10
CUE_LENGTH = 200
MOST_CUES = 8
LINK_LENGTH = 500
LETTERS_WITHOUT_MARKS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
JOINED = str.maketrans(dict.fromkeys("'’‘`´."))
"""Signs that people leave out within a word."""


class ExerciseKind(StrEnum):
    """What an exercise trains."""

    STRENGTH = "strength"
    ENDURANCE = "endurance"
    MOBILITY = "mobility"
    PLYOMETRIC = "plyometric"


class Measure(StrEnum):
    """What is counted when it is done."""

    LOAD_REPS = "load_reps"
    REPS = "reps"
    SECONDS = "seconds"
    DISTANCE = "distance"


class Pattern(StrEnum):
    """The kind of movement."""

    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    PUSH_HORIZONTAL = "push_horizontal"
    PUSH_VERTICAL = "push_vertical"
    PULL_HORIZONTAL = "pull_horizontal"
    PULL_VERTICAL = "pull_vertical"
    CARRY = "carry"
    CORE = "core"
    ROTATION = "rotation"
    JUMP = "jump"
    THROW = "throw"
    OLYMPIC = "olympic"
    ISOLATION_ARMS = "isolation_arms"
    ISOLATION_SHOULDERS = "isolation_shoulders"
    ISOLATION_CHEST = "isolation_chest"
    ISOLATION_BACK = "isolation_back"
    ISOLATION_HIPS = "isolation_hips"
    ISOLATION_LEGS = "isolation_legs"
    RUN = "run"
    RIDE = "ride"
    SWIM = "swim"
    ROW = "row"
    WALK = "walk"
    CONDITIONING = "conditioning"
    MOBILITY = "mobility"


class Muscle(StrEnum):
    """Muscles and muscle groups, as trainers call them."""

    QUADRICEPS = "quadriceps"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    HIP_FLEXORS = "hip_flexors"
    CALVES = "calves"
    SHINS = "shins"
    CHEST = "chest"
    LATS = "lats"
    UPPER_BACK = "upper_back"
    """Rhomboids and the middle of the trapezius."""
    TRAPEZIUS = "trapezius"
    LOWER_BACK = "lower_back"
    FRONT_SHOULDERS = "front_shoulders"
    SIDE_SHOULDERS = "side_shoulders"
    REAR_SHOULDERS = "rear_shoulders"
    ROTATOR_CUFF = "rotator_cuff"
    SERRATUS = "serratus"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABDOMINALS = "abdominals"
    OBLIQUES = "obliques"


class Equipment(StrEnum):
    """What must be at hand."""

    NONE = "none"
    """Nothing at all; stands alone."""
    BODYWEIGHT = "bodyweight"
    """The body is the load."""
    BARBELL = "barbell"
    DUMBBELLS = "dumbbells"
    KETTLEBELL = "kettlebell"
    MACHINE = "machine"
    CABLE = "cable"
    BANDS = "bands"
    BENCH = "bench"
    RACK = "rack"
    PULL_UP_BAR = "pull_up_bar"
    DIP_BARS = "dip_bars"
    RINGS = "rings"
    BOX = "box"
    PLATE = "plate"
    EZ_BAR = "ez_bar"
    TRAP_BAR = "trap_bar"
    LANDMINE = "landmine"
    WEIGHT_BELT = "weight_belt"
    SANDBAG = "sandbag"
    SLED = "sled"
    MEDICINE_BALL = "medicine_ball"
    STABILITY_BALL = "stability_ball"
    AB_WHEEL = "ab_wheel"
    BATTLE_ROPES = "battle_ropes"
    SKIPPING_ROPE = "skipping_rope"
    HURDLES = "hurdles"
    FOAM_ROLLER = "foam_roller"
    RUCKSACK = "rucksack"
    TREADMILL = "treadmill"
    BIKE = "bike"
    AIR_BIKE = "air_bike"
    ROWER = "rower"
    SKI_ERGOMETER = "ski_ergometer"
    CROSS_TRAINER = "cross_trainer"
    STAIR_CLIMBER = "stair_climber"
    POOL = "pool"


class Level(StrEnum):
    """How much somebody must know already."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


@dataclass(frozen=True)
class ExerciseDraft:
    """An exercise before it is stored."""

    name: str
    kind: ExerciseKind
    measure: Measure
    pattern: Pattern
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...] = ()
    equipment: tuple[Equipment, ...] = (Equipment.NONE,)
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    is_unilateral: bool = False
    level: Level = Level.BEGINNER
    video_url: str = ""

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> ExerciseDraft:
        """Return a starter exercise as its file describes it. Raises ValueError for a word outside the vocabulary."""
        return cls(
            name=entry["name"],
            kind=ExerciseKind(entry["kind"]),
            measure=Measure(entry["measure"]),
            pattern=Pattern(entry["pattern"]),
            primary=tuple(map(Muscle, entry["primary"])),
            secondary=tuple(map(Muscle, entry["secondary"])),
            equipment=tuple(map(Equipment, entry["equipment"])),
            aliases=tuple(entry["aliases"]),
            cues=tuple(entry["cues"]),
            is_unilateral=entry["unilateral"],
            level=Level(entry["level"]),
        )


def folded(words: str) -> str:
    """Return the words as they are compared: no capitals, accents or signs; hyphens and slashes part words."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(JOINED))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parted = "".join(letter if letter.isalnum() else " " for letter in letters.translate(LETTERS_WITHOUT_MARKS))
    return " ".join(parted.split())


def search_phrases(name: str, aliases: Iterable[str], muscles: Iterable[Muscle]) -> str:
    """Return what an exercise is found by: after each line break a name, after each tab a muscle, both folded.

    Names written with hyphens stand there as one word too: people type “pushup”.
    """
    names = [form for called in (name, *aliases) for form in (folded(called), folded(called.replace("-", "")))]
    lines = "\n".join(dict.fromkeys(names))
    return f"\n{lines}\n\t" + "\t".join(muscle.value.replace("_", " ") for muscle in muscles)
