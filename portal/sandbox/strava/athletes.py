"""The invented athletes: who they are and what their weeks look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Habit:
    """What somebody does on a day of the week."""

    sport_type: str
    kind: str
    """easy, intervals, tempo, long or endurance."""
    name: str
    minutes: int
    hour: int
    """In UTC."""


@dataclass(frozen=True)
class Athlete:
    """A person who does not exist."""

    id: int
    firstname: str
    lastname: str
    city: str
    weight_kg: float
    ftp_w: int
    speed_mps: float
    """An easy run."""
    home: tuple[float, float]
    week: tuple[Habit | None, ...]
    """Monday first."""


ATHLETES = (
    Athlete(
        id=9_100_000_001,
        firstname="Ana",
        lastname="Kovač",
        city="Zagreb",
        weight_kg=62.0,
        ftp_w=205,
        speed_mps=2.9,
        home=(45.7794, 15.9269),
        week=(
            None,
            Habit("Run", "intervals", "Fast kilometres round the lake", 52, 16),
            Habit("Run", "easy", "Easy legs before breakfast", 38, 5),
            Habit("Ride", "endurance", "Flat ride along the river", 80, 15),
            None,
            Habit("Run", "tempo", "Steady effort on the dyke", 45, 8),
            Habit("TrailRun", "long", "Long run in the hills", 105, 7),
        ),
    ),
    Athlete(
        id=9_100_000_002,
        firstname="Ben",
        lastname="Oduya",
        city="Maribor",
        weight_kg=78.0,
        ftp_w=265,
        speed_mps=2.6,
        home=(46.5547, 15.6459),
        week=(
            Habit("VirtualRide", "intervals", "Short and sharp on the trainer", 60, 18),
            None,
            Habit("Ride", "endurance", "Out and back to the vineyards", 95, 15),
            Habit("Run", "easy", "Shake-out after work", 30, 17),
            None,
            Habit("GravelRide", "long", "Gravel with friends", 170, 7),
            Habit("Walk", "easy", "Walk with the dog", 55, 9),
        ),
    ),
    Athlete(
        id=9_100_000_003,
        firstname="Mia",
        lastname="Lindqvist",
        city="Koper",
        weight_kg=57.0,
        ftp_w=190,
        speed_mps=3.3,
        home=(45.5481, 13.7301),
        week=(
            Habit("Run", "easy", "Monday reset", 40, 6),
            Habit("Run", "intervals", "Hill repeats", 58, 16),
            None,
            Habit("Run", "tempo", "Half-marathon pace", 62, 16),
            Habit("Swim", "easy", "Lengths at lunch", 35, 11),
            Habit("Run", "easy", "Easy with strides", 35, 7),
            Habit("Run", "long", "Long run by the sea", 115, 6),
        ),
    ),
)
