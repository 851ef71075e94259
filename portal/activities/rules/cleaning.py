"""Making a recording honest before it is stored. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import isfinite

from portal.activities.rules.channels import LONGEST_S, Values, honest, moving_s
from portal.activities.rules.imports import Problem, RecordingRefused
from portal.activities.rules.recording import LapMark, Recording

FIRST_DEVICES = datetime(1998, 7, 4, tzinfo=UTC)
"""What FIT calls earlier counts from when the device was switched on."""
AHEAD = timedelta(days=1)
"""A clock may be so far ahead; the time zone of a device is often wrong."""
SHORTEST_S = 1.0
STILL_S = 60.0
"""A shorter recording in which nothing moves and nothing is measured of the body is a device switched on and off."""
OF_THE_BODY = ("heart_rate_bpm", "power_w", "cadence_rpm")
MOST_LAPS = 1000
NAME_LENGTH, DEVICE_LENGTH = 120, 80
OFFSETS_S = 15 * 3600


def cleaned(recording: Recording, *, now: datetime) -> Recording:
    """Return the recording with only what can be true.

    Raises RecordingRefused when its date cannot be or it holds nothing, ValueError when channels differ in length.
    """
    if not FIRST_DEVICES <= recording.started_at <= now + AHEAD:
        raise RecordingRefused(Problem.WRONG_DATE)
    channels = honest(recording.channels, recording.sport)
    duration_s = _length_s(recording, channels)
    if duration_s < SHORTEST_S:
        raise RecordingRefused(Problem.NO_SAMPLES)
    moved_s = _sensible(recording.moving_s)
    if moved_s is None:
        moved_s = moving_s(channels) if channels else duration_s
    distance_m = _distance_m(recording, channels)
    if duration_s < STILL_S and moved_s < SHORTEST_S and not distance_m and not set(OF_THE_BODY) & channels.keys():
        raise RecordingRefused(Problem.NO_SAMPLES)
    return replace(
        _worded(recording),
        duration_s=duration_s,
        moving_s=min(moved_s, duration_s),
        distance_m=distance_m,
        elevation_gain_m=_sensible(recording.elevation_gain_m, 100_000),
        calories_kcal=_sensible(recording.calories_kcal, 100_000),
        mean_heart_rate_bpm=_beyond_zero(recording.mean_heart_rate_bpm, 250),
        max_heart_rate_bpm=_beyond_zero(recording.max_heart_rate_bpm, 250),
        mean_power_w=_beyond_zero(recording.mean_power_w, 3_000),
        mean_cadence_rpm=_beyond_zero(recording.mean_cadence_rpm, 300),
        channels=channels,
        laps=_laps(recording.laps, duration_s),
    )


def _worded(recording: Recording) -> Recording:
    offset_s = recording.utc_offset_s
    return replace(
        recording,
        name=_line(recording.name, NAME_LENGTH),
        raw_sport=_line(recording.raw_sport, DEVICE_LENGTH),
        device=_line(recording.device, DEVICE_LENGTH),
        utc_offset_s=offset_s if offset_s is not None and abs(offset_s) <= OFFSETS_S else None,
    )


def _line(words: str, length: int) -> str:
    """Return the words on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:length]


def _length_s(recording: Recording, channels: dict[str, Values]) -> float:
    claimed = _sensible(recording.duration_s, LONGEST_S) or 0.0
    last = channels["time_s"][-1] if channels else None
    return max(claimed, last or 0.0)


def _distance_m(recording: Recording, channels: dict[str, Values]) -> float | None:
    """Return the distance the source claims, else the last of its samples; none at all is not a distance."""
    claimed = _sensible(recording.distance_m, 10_000_000)
    covered = (value for value in reversed(channels.get("distance_m", [])) if value is not None)
    return claimed or next(covered, None) or None


def _sensible(value: float | None, most: float = LONGEST_S) -> float | None:
    return value if value is not None and isfinite(value) and 0 <= value <= most else None


def _beyond_zero(value: float | None, most: float) -> float | None:
    return _sensible(value, most) or None


def _laps(laps: tuple[LapMark, ...], length_s: float) -> tuple[LapMark, ...]:
    """Return the laps that lie within the recording, in order; one lap over all of it says nothing."""
    there = [lap for lap in laps if _lies_within(lap, length_s)]
    ordered = sorted(there, key=lambda lap: lap.start_s)[:MOST_LAPS]
    if len(ordered) == 1 and ordered[0].duration_s >= 0.99 * length_s:
        return ()
    return tuple(_honest_lap(lap, length_s) for lap in ordered)


def _lies_within(lap: LapMark, length_s: float) -> bool:
    return isfinite(lap.start_s) and isfinite(lap.duration_s) and 0 <= lap.start_s < length_s and lap.duration_s > 0


def _honest_lap(lap: LapMark, length_s: float) -> LapMark:
    return replace(
        lap,
        duration_s=min(lap.duration_s, length_s - lap.start_s),
        distance_m=_sensible(lap.distance_m, 10_000_000),
        mean_heart_rate_bpm=_beyond_zero(lap.mean_heart_rate_bpm, 250),
        max_heart_rate_bpm=_beyond_zero(lap.max_heart_rate_bpm, 250),
        mean_power_w=_beyond_zero(lap.mean_power_w, 3_000),
        mean_cadence_rpm=_beyond_zero(lap.mean_cadence_rpm, 300),
    )
