"""From Strava's JSON to a recording of ours. Odd values cost themselves, never the activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.activities.rules import LapMark, Recording, sport_of
from portal.strava.rules.backfills import moment

Row = Mapping[str, Any]
Channel = tuple[float | None, ...]

CHANNELS = {
    "time": "time_s",
    "distance": "distance_m",
    "altitude": "altitude_m",
    "velocity_smooth": "speed_mps",
    "heartrate": "heart_rate_bpm",
    "cadence": "cadence_rpm",
    "watts": "power_w",
    "temp": "temperature_c",
}
DAY_S = 86_400
LONGEST_S = 30 * DAY_S
MOST_LATITUDE, MOST_LONGITUDE = 90, 180
LARGEST = 1e7
"""No quantity of a recording is larger, whatever its unit."""


class Unreadable(Exception):
    """The answer lacks what makes an activity: a beginning and a length."""


def has_streams(streams: Row) -> bool:
    """Return whether there is anything to draw."""
    return bool(_samples(streams, "time"))


def recording_of(detail: Row, streams: Row) -> Recording:
    """Return the recording. Raises Unreadable."""
    started_at = moment(detail.get("start_date"))
    duration_s = _number(detail, "elapsed_time")
    if started_at is None or duration_s is None or duration_s > LONGEST_S:
        raise Unreadable
    raw_sport = _text(detail, "sport_type") or _text(detail, "type")
    channels = channels_of(streams)
    return Recording(
        sport=sport_of(raw_sport, _text(detail, "type")),
        raw_sport=raw_sport,
        started_at=started_at,
        utc_offset_s=_offset_s(detail, started_at),
        name=_text(detail, "name"),
        device=_text(detail, "device_name"),
        duration_s=duration_s,
        moving_s=_number(detail, "moving_time"),
        distance_m=_number(detail, "distance"),
        elevation_gain_m=_number(detail, "total_elevation_gain"),
        calories_kcal=_number(detail, "calories"),
        channels=channels,
        laps=tuple(_laps(detail, started_at, channels)),
        mean_heart_rate_bpm=_number(detail, "average_heartrate"),
        max_heart_rate_bpm=_number(detail, "max_heartrate"),
        mean_power_w=_number(detail, "average_watts"),
        mean_cadence_rpm=_number(detail, "average_cadence"),
    )


def channels_of(streams: Row) -> dict[str, Channel]:
    """Return the streams as channels of one length; a stream without times would say nothing."""
    times = _samples(streams, "time")
    if not times:
        return {}
    found = {ours: _channel(_samples(streams, theirs), len(times)) for theirs, ours in CHANNELS.items()}
    places = _samples(streams, "latlng")
    found["lat_deg"] = _channel([_degrees(place, 0, MOST_LATITUDE) for place in places], len(times))
    found["lon_deg"] = _channel([_degrees(place, 1, MOST_LONGITUDE) for place in places], len(times))
    return {name: channel for name, channel in found.items() if any(value is not None for value in channel)}


def _samples(streams: Row, kind: str) -> Sequence[Any]:
    stream = streams.get(kind)
    samples = stream.get("data") if isinstance(stream, Mapping) else None
    return samples if isinstance(samples, list) else []


def _channel(samples: Sequence[Any], length: int) -> Channel:
    values = [_finite(value) for value in samples[:length]]
    return tuple(values) + (None,) * (length - len(values))


def _degrees(place: object, index: int, most: float) -> float | None:
    value = _finite(place[index]) if isinstance(place, list) and len(place) == 2 else None  # noqa: PLR2004 -- a pair
    return value if value is not None and abs(value) <= most else None


def _laps(detail: Row, started_at: datetime, channels: Mapping[str, Channel]) -> list[LapMark]:
    laps = detail.get("laps")
    rows = [lap for lap in laps if isinstance(lap, Mapping)] if isinstance(laps, list) else []
    marks = []
    for lap in rows:
        start_s, duration_s = _lap_start_s(lap, started_at, channels), _number(lap, "elapsed_time")
        if start_s is not None and duration_s:
            marks.append(_mark(lap, start_s, duration_s))
    return marks


def _mark(lap: Row, start_s: float, duration_s: float) -> LapMark:
    return LapMark(
        start_s=start_s,
        duration_s=duration_s,
        distance_m=_number(lap, "distance"),
        mean_heart_rate_bpm=_number(lap, "average_heartrate"),
        max_heart_rate_bpm=_number(lap, "max_heartrate"),
        mean_power_w=_number(lap, "average_watts"),
        mean_cadence_rpm=_number(lap, "average_cadence"),
    )


def _lap_start_s(lap: Row, started_at: datetime, channels: Mapping[str, Channel]) -> float | None:
    index, times = lap.get("start_index"), channels.get("time_s", ())
    if isinstance(index, int) and 0 <= index < len(times):
        return times[index]
    began_at = moment(lap.get("start_date"))
    return None if began_at is None else max(0.0, (began_at - started_at).total_seconds())


def _offset_s(detail: Row, started_at: datetime) -> int | None:
    offset = _finite(detail.get("utc_offset"))
    if offset is None:
        local = moment(detail.get("start_date_local"))  # a wall clock with a false Z
        offset = None if local is None else (local - started_at).total_seconds()
    return round(offset) if offset is not None and abs(offset) < DAY_S else None


def _number(row: Row, name: str) -> float | None:
    value = _finite(row.get(name))
    return value if value is not None and value >= 0 else None


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= LARGEST else None  # also false for "not a number"


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.replace("\x00", "").strip()[:300] if isinstance(value, str) else ""
