"""Carla's twelve invented athletes: who they are, what they train and how reliably."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.units import System
from portal.progression.notation import read_line
from portal.roster.rules import Life
from portal.seed.training import Habits
from portal.training.rules.layout import FIXED, TYPED
from portal.training.rules.typed import fields_of_row

FOUR_RUNS = 4
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@dataclass(frozen=True)
class Line:
    """One row of a week grid by the slug of a starter exercise; no slug stands for a run plan."""

    slug: str
    preset: str
    days: tuple[int, ...]
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """A plan: begun so many weeks ago, so many weeks long."""

    title: str
    weeks_ago: int
    weeks: int
    lines: tuple[Line, ...]
    missed: str = "skip"
    titles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Athlete:
    """One invented person and what is special about them this week."""

    key: str
    name: str
    blocks: tuple[Block, ...]
    habits: Habits = field(default_factory=Habits)
    imperial: bool = False
    life: tuple[Life, int, int] | None = None
    """Status, since so many days, for so many more days."""
    question: str = ""
    question_hours_ago: int = 0
    runs_recorded: bool = False
    """The last runs were also recorded by a watch."""


def lift(slug: str, preset: str, *days: int, **fields: Any) -> Line:
    """Return a row with an exercise."""
    return Line(slug, preset, days, fields)


def same(slug: str, *days: int, sets: int, reps: int, load: float | None = None) -> Line:
    """Return a row that stays the same."""
    return Line(slug, FIXED, days, {"sets": sets, "reps": reps, "load": load})


def typed(text: str, slug: str, *days: int) -> Line:
    """Return a row as a trainer would type it; the name in the text is for whoever reads this."""
    row = read_line(text).row
    if row is None:
        raise ValueError(f"nobody can read {text}")
    return Line(slug, TYPED, days, fields_of_row(row, system=System.METRIC))


def runs(*days: int, index: float, weekly_km: float, long_km: float) -> Line:
    """Return a run plan with as many runs as days."""
    values = {"running_index": index, "weekly_km": weekly_km, "long_run_km": long_km, "sessions": len(days)}
    values["long_run_share"] = 0.5 if len(days) < FOUR_RUNS else 0.38
    return Line("", "run_plan", days, values)


ANA = (
    Block(
        "Base, 3 runs + 2 lifts",
        26,
        13,
        (
            runs(WED, THU, SUN, index=43.5, weekly_km=26, long_km=11),
            lift("back-squat", "linear", MON, start_load=50),
            lift("romanian-deadlift", "double_progression", MON, start_load=40),
            lift("bench-press", "linear", FRI, start_load=30, increment=1.25),
            same("pull-up", FRI, sets=4, reps=5),
            same("plank", MON, FRI, sets=3, reps=40),
        ),
        titles={MON: "Lower A", FRI: "Upper A"},
    ),
    Block(
        "Half marathon, 3 runs + 2 lifts",
        13,
        18,
        (
            runs(WED, THU, SUN, index=45.5, weekly_km=32, long_km=14),
            lift("back-squat", "linear", MON, start_load=62.5),
            lift("hip-thrust", "double_progression", MON, start_load=60),
            same("calf-raise", MON, sets=2, reps=18),
            lift("bench-press", "linear", FRI, start_load=37.5, increment=1.25),
            lift("barbell-row", "double_progression", FRI, start_load=35),
            same("plank", MON, FRI, sets=3, reps=45),
        ),
        titles={MON: "Lower A", FRI: "Upper A"},
    ),
)


def strength(title: str, weeks_ago: int, weeks: int, squat: float, bench: float, deadlift: float) -> Block:
    """Return three days a week of percentage cycles."""
    return Block(
        title,
        weeks_ago,
        weeks,
        (
            lift("back-squat", "percentage_cycle", MON, training_max=squat, increment=5),
            same("split-squat", MON, sets=3, reps=10, load=20),
            lift("bench-press", "percentage_cycle", WED, training_max=bench),
            lift("barbell-row", "double_progression", WED, start_load=round(bench * 0.6 / 2.5) * 2.5),
            lift("deadlift", "percentage_cycle", FRI, training_max=deadlift, increment=5),
            same("plank", FRI, sets=3, reps=60),
        ),
        titles={MON: "Squat", WED: "Bench", FRI: "Deadlift"},
    )


def novice(title: str, weeks_ago: int, weeks: int, load: float) -> Block:
    """Return the plainest plan: three lifts, two days, a little more each time."""
    return Block(
        title,
        weeks_ago,
        weeks,
        (
            lift("back-squat", "linear", TUE, SAT, start_load=load),
            lift("bench-press", "linear", TUE, SAT, start_load=round(load * 0.6 / 2.5) * 2.5, increment=1.25),
            lift("barbell-row", "double_progression", TUE, SAT, start_load=round(load * 0.5 / 2.5) * 2.5),
        ),
        missed="shift",
        titles={TUE: "Full body", SAT: "Full body"},
    )


def muscle(title: str, weeks_ago: int, weeks: int, load: float) -> Block:
    """Return four days of double progression and waves."""
    return Block(
        title,
        weeks_ago,
        weeks,
        (
            lift("front-squat", "wave", MON, maximum=load * 1.4),
            lift("romanian-deadlift", "double_progression", MON, start_load=load),
            lift("overhead-press", "double_progression", TUE, start_load=round(load * 0.4 / 2.5) * 2.5),
            typed("B1 Pull-up 4x6-8 RIR2", "pull-up", TUE),
            typed("B2 Face pull 4x12-15 RIR2 r1:30 t2011", "face-pull", TUE),
            lift("hip-thrust", "double_progression", THU, start_load=load * 1.2),
            typed("Calf raise 3x12-15 RIR1 r1:00 t3010", "calf-raise", THU),
            lift("bench-press", "double_progression", FRI, start_load=round(load * 0.7 / 2.5) * 2.5),
        ),
        titles={MON: "Lower 1", TUE: "Upper 1", THU: "Lower 2", FRI: "Upper 2"},
    )


def running(
    title: str, weeks_ago: int, weeks: int, *days: int, index: float, weekly_km: float, long_km: float
) -> Block:
    """Return a plan of runs alone."""
    return Block(title, weeks_ago, weeks, (runs(*days, index=index, weekly_km=weekly_km, long_km=long_km),))


ATHLETES = (
    Athlete(
        "ana",
        "Ana Kovač",
        ANA,
        Habits(misses=0.04),
        question="My lower back is tight for a day after these. Could I do something else for the hamstrings?",
        question_hours_ago=14,
        runs_recorded=True,
    ),
    Athlete(
        "ben",
        "Ben Okafor",
        (strength("Offseason strength", 26, 14, 165, 110, 190), strength("Nationals", 12, 16, 180, 117.5, 205)),
        Habits(misses=0.02, fails=0.02),
    ),
    Athlete(
        "nora",
        "Nora Haddad",
        (
            running("Winter base", 25, 12, TUE, THU, SAT, SUN, index=48, weekly_km=40, long_km=15),
            running("Half marathon", 13, 16, TUE, THU, SAT, SUN, index=49.5, weekly_km=46, long_km=17),
        ),
        Habits(misses=0.03, hurt=True),
        runs_recorded=True,
    ),
    Athlete(
        "diego", "Diego Ruiz", (muscle("Muscle 1", 24, 12, 60), muscle("Muscle 2", 12, 14, 70)), Habits(misses=0.05)
    ),
    Athlete("ingrid", "Ingrid Aas", (novice("First barbell", 20, 24, 30),), Habits(misses=0.06), imperial=False),
    Athlete(
        "yusuf",
        "Yusuf Demir",
        (
            running("Back to running", 22, 10, MON, WED, SAT, index=40, weekly_km=20, long_km=7),
            running("10 km in spring", 12, 15, MON, WED, SAT, index=42, weekly_km=27, long_km=10),
        ),
        Habits(misses=0.07),
        question="Can I move Thursday to Friday this week?",
        question_hours_ago=3,
        runs_recorded=True,
    ),
    Athlete("grace", "Grace Bell", (novice("Strong twice a week", 26, 30, 40),), Habits(misses=0.03), imperial=True),
    Athlete(
        "jonas",
        "Jonas Weber",
        (running("Marathon", 16, 20, TUE, THU, SAT, SUN, index=46, weekly_km=48, long_km=18),),
        Habits(misses=0.12, skips_recent=3),
    ),
    Athlete(
        "tom", "Tom Hale", (strength("Back in the gym", 14, 18, 110, 80, 130),), Habits(misses=0.1, stops_days_ago=9)
    ),
    Athlete("luca", "Luca Ferri", (muscle("Summer block", 13, 14, 50),), Habits(misses=0.05)),
    Athlete(
        "sofia",
        "Sofia Lindqvist",
        (running("Triathlon run", 18, 24, TUE, THU, SUN, index=44, weekly_km=30, long_km=12),),
        Habits(misses=0.04, away=(5, 0)),
        life=(Life.ILL, 5, 2),
        question="Fever is gone. When may I run again?",
        question_hours_ago=26,
    ),
    Athlete(
        "priya",
        "Priya Nair",
        (novice("Three lifts", 15, 22, 35),),
        Habits(misses=0.08, away=(3, 0)),
        life=(Life.HOLIDAY, 3, 6),
    ),
)
"""Luca's plan runs out on Sunday: its weeks are counted so (see `world.start_of`)."""
