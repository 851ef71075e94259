"""What the parts of an exercise are called, in words for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.core.sentence import Sentence, sentence
from portal.training.rules.exercises import Equipment, ExerciseKind, Level, Measure, Muscle, Pattern

KINDS: Mapping[ExerciseKind, Sentence] = {
    ExerciseKind.STRENGTH: sentence("Strength"),
    ExerciseKind.ENDURANCE: sentence("Endurance"),
    ExerciseKind.MOBILITY: sentence("Mobility"),
    ExerciseKind.PLYOMETRIC: sentence("Plyometrics"),
}
MEASURES: Mapping[Measure, Sentence] = {
    Measure.LOAD_REPS: sentence("Load and repetitions"),
    Measure.REPS: sentence("Repetitions"),
    Measure.SECONDS: sentence("Time"),
    Measure.DISTANCE: sentence("Distance"),
}
LEVELS: Mapping[Level, Sentence] = {
    Level.BEGINNER: sentence("Beginner"),
    Level.INTERMEDIATE: sentence("Intermediate"),
    Level.ADVANCED: sentence("Advanced"),
}
PATTERNS: Mapping[Pattern, Sentence] = {
    Pattern.SQUAT: sentence("Squat"),
    Pattern.HINGE: sentence("Hip hinge"),
    Pattern.LUNGE: sentence("Lunge"),
    Pattern.PUSH_HORIZONTAL: sentence("Horizontal push"),
    Pattern.PUSH_VERTICAL: sentence("Vertical push"),
    Pattern.PULL_HORIZONTAL: sentence("Horizontal pull"),
    Pattern.PULL_VERTICAL: sentence("Vertical pull"),
    Pattern.CARRY: sentence("Carry, push or drag"),
    Pattern.CORE: sentence("Trunk"),
    Pattern.ROTATION: sentence("Rotation"),
    Pattern.JUMP: sentence("Jump"),
    Pattern.THROW: sentence("Throw"),
    Pattern.OLYMPIC: sentence("Olympic lift"),
    Pattern.ISOLATION_ARMS: sentence("Arms alone"),
    Pattern.ISOLATION_SHOULDERS: sentence("Shoulders alone"),
    Pattern.ISOLATION_CHEST: sentence("Chest alone"),
    Pattern.ISOLATION_BACK: sentence("Back alone"),
    Pattern.ISOLATION_HIPS: sentence("Hips alone"),
    Pattern.ISOLATION_LEGS: sentence("Legs alone"),
    Pattern.RUN: sentence("Running"),
    Pattern.RIDE: sentence("Cycling"),
    Pattern.SWIM: sentence("Swimming"),
    Pattern.ROW: sentence("Rowing"),
    Pattern.WALK: sentence("Walking"),
    Pattern.CONDITIONING: sentence("Conditioning"),
    Pattern.MOBILITY: sentence("Mobility"),
}
MUSCLES: Mapping[Muscle, Sentence] = {
    Muscle.QUADRICEPS: sentence("Quadriceps"),
    Muscle.HAMSTRINGS: sentence("Hamstrings"),
    Muscle.GLUTES: sentence("Glutes"),
    Muscle.ADDUCTORS: sentence("Adductors"),
    Muscle.ABDUCTORS: sentence("Hip abductors"),
    Muscle.HIP_FLEXORS: sentence("Hip flexors"),
    Muscle.CALVES: sentence("Calves"),
    Muscle.SHINS: sentence("Shins"),
    Muscle.CHEST: sentence("Chest"),
    Muscle.LATS: sentence("Lats"),
    Muscle.UPPER_BACK: sentence("Upper back"),
    Muscle.TRAPEZIUS: sentence("Trapezius"),
    Muscle.LOWER_BACK: sentence("Lower back"),
    Muscle.FRONT_SHOULDERS: sentence("Front shoulders"),
    Muscle.SIDE_SHOULDERS: sentence("Side shoulders"),
    Muscle.REAR_SHOULDERS: sentence("Rear shoulders"),
    Muscle.ROTATOR_CUFF: sentence("Rotator cuff"),
    Muscle.SERRATUS: sentence("Serratus"),
    Muscle.BICEPS: sentence("Biceps"),
    Muscle.TRICEPS: sentence("Triceps"),
    Muscle.FOREARMS: sentence("Forearms and grip"),
    Muscle.ABDOMINALS: sentence("Abdominals"),
    Muscle.OBLIQUES: sentence("Obliques"),
}
EQUIPMENT: Mapping[Equipment, Sentence] = {
    Equipment.NONE: sentence("No equipment"),
    Equipment.BODYWEIGHT: sentence("Body weight"),
    Equipment.BARBELL: sentence("Barbell"),
    Equipment.DUMBBELLS: sentence("Dumbbells"),
    Equipment.KETTLEBELL: sentence("Kettlebell"),
    Equipment.MACHINE: sentence("Machine"),
    Equipment.CABLE: sentence("Cable"),
    Equipment.BANDS: sentence("Bands"),
    Equipment.BENCH: sentence("Bench"),
    Equipment.RACK: sentence("Rack"),
    Equipment.PULL_UP_BAR: sentence("Pull-up bar"),
    Equipment.DIP_BARS: sentence("Dip bars"),
    Equipment.RINGS: sentence("Rings or straps"),
    Equipment.BOX: sentence("Box"),
    Equipment.PLATE: sentence("Weight plate"),
    Equipment.EZ_BAR: sentence("EZ bar"),
    Equipment.TRAP_BAR: sentence("Trap bar"),
    Equipment.LANDMINE: sentence("Landmine"),
    Equipment.WEIGHT_BELT: sentence("Weight belt"),
    Equipment.SANDBAG: sentence("Sandbag"),
    Equipment.SLED: sentence("Sled"),
    Equipment.MEDICINE_BALL: sentence("Medicine ball"),
    Equipment.STABILITY_BALL: sentence("Stability ball"),
    Equipment.AB_WHEEL: sentence("Ab wheel"),
    Equipment.BATTLE_ROPES: sentence("Battle ropes"),
    Equipment.SKIPPING_ROPE: sentence("Skipping rope"),
    Equipment.HURDLES: sentence("Hurdles"),
    Equipment.FOAM_ROLLER: sentence("Foam roller"),
    Equipment.RUCKSACK: sentence("Rucksack"),
    Equipment.TREADMILL: sentence("Treadmill"),
    Equipment.BIKE: sentence("Bicycle"),
    Equipment.AIR_BIKE: sentence("Air bike"),
    Equipment.ROWER: sentence("Rowing machine"),
    Equipment.SKI_ERGOMETER: sentence("Ski ergometer"),
    Equipment.CROSS_TRAINER: sentence("Cross-trainer"),
    Equipment.STAIR_CLIMBER: sentence("Stair climber"),
    Equipment.POOL: sentence("Swimming pool"),
}

_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Sentence]] = {
    type(next(iter(words))): dict(words.items()) for words in (KINDS, MEASURES, LEVELS, PATTERNS, MUSCLES, EQUIPMENT)
}


def word_for(part: StrEnum) -> Sentence:
    """Return what this kind, measure, level, pattern, muscle or equipment is called."""
    return _WORDS[type(part)][part]
