"""A recording as every source hands it over: a file, Strava, a form. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from portal.activities.rules.sports import Sport

Channel = Sequence[float | None]
Channels = Mapping[str, Channel]

STEPS: Mapping[str, float] = {
    "time_s": 1.0,
    "lat_deg": 1e-7,
    "lon_deg": 1e-7,
    "distance_m": 0.01,
    "altitude_m": 0.1,
    "speed_mps": 0.001,
    "heart_rate_bpm": 1.0,
    "cadence_rpm": 0.5,
    "power_w": 1.0,
    "temperature_c": 0.5,
}
"""The channels there are, and the smallest difference in each that is kept."""


KEPT_AFTER_DELETION = timedelta(days=30)
"""So long a deleted activity can be brought back."""
STRAVA_ACTIVITIES = "https://www.strava.com/activities"
"""Where people look at Strava, whatever address the portal itself asks."""


class Source(StrEnum):
    """Where an activity came from."""

    UPLOAD = "upload"
    STRAVA = "strava"
    MANUAL = "manual"


def origin_url(source: Source, external_id: str) -> str | None:
    """Return where an activity stands at the service it came from; None for files and what Strava never numbered."""
    return f"{STRAVA_ACTIVITIES}/{external_id}" if source is Source.STRAVA and external_id.isdecimal() else None


@dataclass(frozen=True)
class LapMark:
    """A lap: seconds from the start of the recording, its length, and what the device said about it."""

    start_s: float
    duration_s: float
    distance_m: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_power_w: float | None = None
    mean_cadence_rpm: float | None = None


@dataclass(frozen=True)
class Recording:
    """One activity, whatever recorded it. SI units; None where the source says nothing.

    Channels have equal lengths and the names of STEPS. `time_s` counts seconds from `started_at`. Steps
    of runners are counted per foot: a cadence of 85 is 170 steps a minute. What the source sums up
    (the means below) is used only where the channel is missing.
    """

    sport: Sport
    started_at: datetime
    duration_s: float
    moving_s: float | None = None
    raw_sport: str = ""
    utc_offset_s: int | None = None
    name: str = ""
    device: str = ""
    distance_m: float | None = None
    elevation_gain_m: float | None = None
    calories_kcal: float | None = None
    channels: Channels = field(default_factory=dict)
    laps: tuple[LapMark, ...] = ()
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_power_w: float | None = None
    mean_cadence_rpm: float | None = None


@dataclass(frozen=True)
class Description:
    """What an athlete says about an activity."""

    name: str
    note: str = ""
