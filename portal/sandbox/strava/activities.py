"""What the invented athletes did: the same every time for the same days."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.sandbox.strava.athletes import Athlete, Habit

DAYS = 100
"""How far back the invented past reaches: further than any backfill."""
SKIPPED = 0.12
PACE = {"easy": 1.0, "intervals": 1.1, "tempo": 1.15, "long": 0.95, "endurance": 1.0}
HEART_RATE_BPM = {"easy": 138, "intervals": 156, "tempo": 161, "long": 145, "endurance": 136}
SPEED = {"Run": 1.0, "TrailRun": 0.85, "Ride": 2.7, "GravelRide": 2.2, "VirtualRide": 2.9, "Walk": 0.5, "Swim": 0.35}
DEVICE = {"VirtualRide": "Trainer at home"}


@dataclass
class Activity:
    """One activity as Strava would know it."""

    id: int
    athlete_id: int
    name: str
    sport_type: str
    kind: str
    starts_at: datetime
    moving_s: int
    elapsed_s: int
    speed_mps: float
    heart_rate_bpm: int
    power_w: int
    device: str
    streams_at: datetime
    """From when on Strava has streams for it."""
    visibility: str = "everyone"
    is_manual: bool = False

    @property
    def distance_m(self) -> float:
        return round(self.moving_s * self.speed_mps, 1)

    @property
    def gain_m(self) -> float:
        hilly = 14 if self.sport_type in ("TrailRun", "GravelRide") else 5
        return 0.0 if self.sport_type in ("Swim", "VirtualRide") else round(self.distance_m / 1000 * hilly, 1)

    @property
    def has_power(self) -> bool:
        return self.sport_type.endswith("Ride")

    @property
    def has_place(self) -> bool:
        return not self.is_manual and self.sport_type not in ("Swim", "VirtualRide")


def past_of(athlete: Athlete, *, today: date) -> list[Activity]:
    """Return what the athlete did in the days before `today`, oldest first."""
    days = (today - timedelta(days=back) for back in range(DAYS, 0, -1))
    done = ((on, habit) for on in days if (habit := athlete.week[on.weekday()]))
    return [
        activity_of(athlete, habit, starts_at=datetime.combine(on, time(habit.hour), UTC), number=number)
        for number, (on, habit) in enumerate(done, start=1)
        if dice_for(athlete, on.toordinal()).random() > SKIPPED
    ]


def activity_of(athlete: Athlete, habit: Habit, *, starts_at: datetime, number: int) -> Activity:
    """Return the activity this habit leads to; `number` tells an athlete's activities apart."""
    dice = dice_for(athlete, number)
    starts_at += timedelta(seconds=dice.randrange(2400))
    moving_s = round(habit.minutes * 60 * dice.uniform(0.9, 1.1))
    return Activity(
        id=19_000_000_000 + athlete.id % 1000 * 1_000_000 + number,
        athlete_id=athlete.id,
        name=habit.name,
        sport_type=habit.sport_type,
        kind=habit.kind,
        starts_at=starts_at,
        moving_s=moving_s,
        elapsed_s=moving_s + dice.randrange(0, 150),
        speed_mps=round(athlete.speed_mps * SPEED[habit.sport_type] * PACE[habit.kind] * dice.uniform(0.97, 1.03), 3),
        heart_rate_bpm=HEART_RATE_BPM[habit.kind] + dice.randrange(-4, 5),
        power_w=round(athlete.ftp_w * (0.68 if habit.kind in ("long", "endurance", "easy") else 0.82)),
        device=DEVICE.get(habit.sport_type, "Invented Watch 2"),
        streams_at=starts_at,
    )


def dice_for(athlete: Athlete, number: int) -> random.Random:
    """Return dice that fall the same way every time."""
    return random.Random(f"{athlete.id}:{number}")  # noqa: S311 -- invents runs, guards nothing
