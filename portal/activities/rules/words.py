"""Activities in words and numbers with units. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from portal.activities.rules.channels import STANDING_MPS
from portal.activities.rules.load import LoadMethod
from portal.activities.rules.matching import Asked
from portal.activities.rules.measures import ON_FOOT
from portal.activities.rules.recording import Source
from portal.activities.rules.sports import Sport
from portal.core.sentence import Sentence, sentence
from portal.core.units import Altitude, Distance, Duration, HeartRate, Number, Pace, Power, Quantity, Speed

SPORTS: dict[Sport, Sentence] = {
    Sport.RUN: sentence("Run"),
    Sport.RIDE: sentence("Ride"),
    Sport.SWIM: sentence("Swim"),
    Sport.WALK: sentence("Walk"),
    Sport.ROW: sentence("Row"),
    Sport.SKI: sentence("Ski"),
    Sport.STRENGTH: sentence("Strength training"),
    Sport.OTHER: sentence("Activity"),
}
SOURCES: dict[Source, Sentence] = {
    Source.UPLOAD: sentence("from a file"),
    Source.STRAVA: sentence("from Strava"),
    Source.MANUAL: sentence("entered by hand"),
}
METHODS: dict[LoadMethod, Sentence] = {
    LoadMethod.POWER: sentence("by power"),
    LoadMethod.PACE: sentence("by pace"),
    LoadMethod.HEART_RATE: sentence("by heart rate"),
}
POOL_M = 100
PACED = ON_FOOT | {Sport.SWIM}
"""Sports that say how fast by the time for a distance."""
FASTEST_SWUM_MPS, FASTEST_ON_FOOT_MPS = POOL_M / 40, 1000 / 120
"""Nobody swims or runs faster for more than a few seconds: there a watch slipped, and no pace is known."""
PAUSED_S = 30.0
"""Shorter pauses are not worth a number."""


class Summed(Protocol):
    """What an activity is summed up by."""

    @property
    def sport(self) -> Sport: ...
    @property
    def duration_s(self) -> float: ...
    @property
    def moving_s(self) -> float: ...
    @property
    def distance_m(self) -> float | None: ...
    @property
    def elevation_gain_m(self) -> float | None: ...
    @property
    def mean_heart_rate_bpm(self) -> float | None: ...
    @property
    def max_heart_rate_bpm(self) -> float | None: ...
    @property
    def mean_power_w(self) -> float | None: ...
    @property
    def weighted_power_w(self) -> float | None: ...
    @property
    def calories_kcal(self) -> float | None: ...
    @property
    def mean_cadence_rpm(self) -> float | None: ...
    @property
    def load(self) -> float | None: ...
    @property
    def load_method(self) -> LoadMethod | None: ...


@dataclass(frozen=True)
class Figure:
    """A number with its name, and a remark."""

    name: Sentence
    value: Sentence
    note: Sentence | None = None


def title_of(name: str, sport: Sport) -> Sentence:
    """Return what the activity is called, or its sport."""
    return sentence("%(name)s", name=name) if name else SPORTS[sport]


def rate_of(sport: Sport, distance_m: float | None, seconds: float) -> Sentence | None:
    """Return how fast it was on the whole, as this sport says it; None when nobody can know."""
    return _rate(sport, distance_m / seconds) if distance_m and seconds > 0 else None


def rate_at(sport: Sport, speed_mps: float) -> Sentence | None:
    """Return a speed on the way; None where a pace is asked for, and it stands still or cannot be."""
    return None if sport in PACED and speed_mps > fastest_mps(sport) else _rate(sport, speed_mps)


def _rate(sport: Sport, speed_mps: float) -> Sentence | None:
    if sport not in PACED:
        return _plain(Speed(speed_mps))
    if speed_mps < STANDING_MPS:
        return None
    if sport is Sport.SWIM:
        return sentence("%(time)s /100 m", time=Duration(POOL_M / speed_mps))
    return _plain(Pace(1000 / speed_mps))


def fastest_mps(sport: Sport) -> float:
    """Return how fast anybody is who is asked for a pace, in metres per second."""
    return FASTEST_SWUM_MPS if sport is Sport.SWIM else FASTEST_ON_FOOT_MPS


def rate_name(sport: Sport) -> Sentence:
    """Return what the sport calls how fast it was."""
    return sentence("Pace") if sport in PACED else sentence("Speed")


def _mean_rate_name(sport: Sport) -> Sentence:
    return sentence("Mean pace") if sport in PACED else sentence("Mean speed")


def main_figures(summed: Summed) -> list[Figure]:
    """Return the numbers that matter for this sport, the most telling first."""
    rate = rate_of(summed.sport, summed.distance_m, summed.moving_s)
    found = [
        _figure(sentence("Distance"), summed.distance_m, Distance),
        _figure(sentence("Moving time"), summed.moving_s, Duration),
        Figure(_mean_rate_name(summed.sport), rate) if rate and summed.sport is not Sport.STRENGTH else None,
        _figure(sentence("Mean power"), summed.mean_power_w, Power) if summed.sport is Sport.RIDE else None,
        _figure(sentence("Mean heart rate"), summed.mean_heart_rate_bpm, HeartRate),
        _load(summed),
    ]
    return [figure for figure in found if figure is not None]


def more_figures(summed: Summed) -> list[Figure]:
    """Return the rest of what is known."""
    whole = summed.duration_s if summed.duration_s - summed.moving_s >= PAUSED_S else None
    steps = summed.mean_cadence_rpm and 2 * summed.mean_cadence_rpm
    on_foot = summed.sport in ON_FOOT
    found = [
        _figure(sentence("With pauses"), whole, Duration),
        _figure(sentence("Climb"), summed.elevation_gain_m, Altitude),
        _figure(sentence("Highest heart rate"), summed.max_heart_rate_bpm, HeartRate),
        _figure(sentence("Weighted power"), summed.weighted_power_w, Power),
        _figure(
            sentence("Steps a minute") if on_foot else sentence("Cadence"),
            steps if on_foot else summed.mean_cadence_rpm,
            _whole,
        ),
        _figure(sentence("Energy"), summed.calories_kcal, _whole, sentence("kcal, as the device says")),
    ]
    return [figure for figure in found if figure is not None]


def chart_notes(summed: Summed) -> dict[str, Sentence | None]:
    """Return what is written beside each chart, by channel."""
    rate = rate_of(summed.sport, summed.distance_m, summed.moving_s)
    gain_m = summed.elevation_gain_m
    return {
        **lap_notes(rate, mean_heart_rate_bpm=summed.mean_heart_rate_bpm, mean_power_w=summed.mean_power_w),
        "altitude_m": None if gain_m is None else sentence("%(climb)s up", climb=Altitude(gain_m)),
    }


def lap_notes(
    rate: Sentence | None, *, mean_heart_rate_bpm: float | None, mean_power_w: float | None
) -> dict[str, Sentence | None]:
    """Return what is written beside each chart of one lap, by channel."""
    return {
        "speed_mps": rate and sentence("mean %(mean)s", mean=rate),
        "power_w": _mean(mean_power_w, Power),
        "heart_rate_bpm": _mean(mean_heart_rate_bpm, HeartRate),
    }


def asked_words(asked: Asked) -> Sentence | None:
    """Return how much was asked for, in words."""
    if asked.by_distance and asked.metres:
        return _plain(Distance(asked.metres))
    return _plain(Duration(asked.seconds)) if asked.seconds else None


def _mean(value: float | None, written: Callable[[float], Quantity]) -> Sentence | None:
    return None if value is None else sentence("mean %(mean)s", mean=written(value))


def _load(summed: Summed) -> Figure | None:
    note = METHODS[summed.load_method] if summed.load_method else None
    return _figure(sentence("Load"), summed.load, _whole, note)


def _figure(
    name: Sentence, value: float | None, written: Callable[[float], Quantity], note: Sentence | None = None
) -> Figure | None:
    return None if value is None else Figure(name, _plain(written(value)), note)


def _whole(value: float) -> Number:
    return Number(value, 0)


def _plain(quantity: Quantity) -> Sentence:
    return sentence("%(value)s", value=quantity)
