"""Quantities: values that know what they measure. Written out for a reader only at the edge. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

KG_PER_LB = 0.45359237
M_PER_MILE = 1609.344
M_PER_FOOT = 0.3048


class System(StrEnum):
    """In which units a person reads and types."""

    METRIC = "metric"
    IMPERIAL = "imperial"


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass or a load, in kilograms."""

    kg: float


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance, in metres."""

    m: float


@dataclass(frozen=True, slots=True)
class Altitude:
    """A height or a climb, in metres."""

    m: float


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, in seconds."""

    s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Time for a distance, in seconds per kilometre."""

    s_per_km: float


@dataclass(frozen=True, slots=True)
class Speed:
    """A speed, in metres per second."""

    m_per_s: float


@dataclass(frozen=True, slots=True)
class Power:
    """Mechanical power, in watts."""

    w: float


@dataclass(frozen=True, slots=True)
class HeartRate:
    """Heart beats per minute."""

    bpm: float


@dataclass(frozen=True, slots=True)
class Percent:
    """A share; 1.0 is a hundred per cent."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number and how many decimals matter at most."""

    value: float
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    on: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, in UTC; shown in the reader's time zone."""

    at: datetime


Quantity = Mass | Distance | Altitude | Duration | Pace | Speed | Power | HeartRate | Percent | Number | Day | Moment


def shown_load(kg: float, system: System) -> float:
    """Return a load as the number this reader sees: kilograms or pounds."""
    return kg if system is System.METRIC else kg / KG_PER_LB


def kg_from(shown: float, system: System) -> float:
    """Return kilograms for a load that this reader typed."""
    return shown if system is System.METRIC else shown * KG_PER_LB


def shown_distance(m: float, system: System) -> float:
    """Return a distance as the number this reader sees: kilometres or miles."""
    return m / (1000 if system is System.METRIC else M_PER_MILE)


def m_from(shown: float, system: System) -> float:
    """Return metres for a distance that this reader typed, in kilometres or miles."""
    return shown * (1000 if system is System.METRIC else M_PER_MILE)


def shown_pace(s_per_km: float, system: System) -> float:
    """Return seconds per kilometre or per mile."""
    return s_per_km if system is System.METRIC else s_per_km * M_PER_MILE / 1000


def clock_text(seconds: float) -> str:
    """Return a length of time as people read a stopwatch: 4:05, 1:04:05. Rounds to whole seconds."""
    whole = round(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    sign = "−" if seconds < 0 and whole else ""
    return f"{sign}{hours}:{minutes:02}:{left:02}" if hours else f"{sign}{minutes}:{left:02}"
