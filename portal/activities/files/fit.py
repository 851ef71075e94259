"""FIT: what watches and bike computers write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.activities.files.fitmessages import Messages, Row, messages_in
from portal.activities.files.timeline import first_moment, moment
from portal.activities.rules.imports import Problem, RecordingRefused
from portal.activities.rules.recording import LapMark, Recording
from portal.activities.rules.sports import sport_of

CHANNELS: Mapping[str, tuple[str, ...]] = {
    "lat_deg": ("position_lat",),
    "lon_deg": ("position_long",),
    "distance_m": ("distance",),
    "altitude_m": ("enhanced_altitude", "altitude"),
    "speed_mps": ("enhanced_speed", "speed"),
    "heart_rate_bpm": ("heart_rate",),
    "cadence_rpm": ("cadence",),
    "power_w": ("power",),
    "temperature_c": ("temperature",),
}
"""Our channels and the fields they come from, the better one first."""
POSITIONS, DEGREES = ("lat_deg", "lon_deg"), 180 / 2**31
"""Positions come in semicircles."""
NOT_RECORDED = frozenset(
    {"settings", "sport", "workout", "course", "schedules", "weight", "totals", "goals", "segment"}
)
NOT_RECORDED |= {"blood_pressure", "monitoring_a", "monitoring_b", "monitoring_daily", "activity_summary", "device"}
SINCE_POWER_ON = 631_065_600 + 0x10000000
"""Smaller moments count from when the device was switched on: its clock was not set."""
QUARTER_S = 900
FURTHEST_S = 14 * 3600
SLACK_S = 60.0
GAP_BEFORE_S = 3600.0


def recordings_in(content: bytes) -> tuple[list[Recording], bool]:
    """Return the activities, and whether the file was whole. Raises RecordingRefused."""
    messages, is_whole = messages_in(content)
    records, sessions = messages.get("record", []), messages.get("session", [])
    kind = _text(messages.get("file_id", []), "type")
    if kind in NOT_RECORDED or not (records or sessions):
        raise RecordingRefused(_nothing(messages, kind, is_whole=is_whole))
    found: list[Recording] = []
    for session, samples in _parts(records, sessions):
        recording = _recording(messages, session, samples)
        if recording is not None and recording not in found:  # some devices write everything twice
            found.append(recording)
    if not found:
        raise RecordingRefused(Problem.NO_SAMPLES if is_whole else Problem.DAMAGED)
    return found, is_whole


def _nothing(messages: Messages, kind: str, *, is_whole: bool) -> Problem:
    if kind == "activity" or not messages:
        return Problem.NO_SAMPLES if is_whole else Problem.DAMAGED
    return Problem.NO_ACTIVITY


def _parts(records: Sequence[Row], sessions: Sequence[Row]) -> Iterator[tuple[Row, Sequence[Row]]]:
    """Yield each session with its records; one session has them all, several share them by time."""
    if len(sessions) < 2:  # noqa: PLR2004 -- several
        yield (sessions[0] if sessions else {}), records
        return
    for session in sessions:
        start, end = _number(session.get("start_time")), _number(session.get("timestamp"))
        if session.get("sport") != "transition" and start is not None and end is not None and end > start:
            yield session, [row for row in records if start <= (_number(row.get("timestamp")) or 0.0) <= end]


def _recording(messages: Messages, session: Row, records: Sequence[Row]) -> Recording | None:
    times = _column(records, "timestamp")
    began = _beginning(session, first_moment(times))
    if began is None:
        return None
    offset_s, shift_s = _clock(messages, began)
    sport, sub_sport = _named(session.get("sport")), _named(session.get("sub_sport"))
    return Recording(
        sport=sport_of(sport, sub_sport),
        raw_sport=" ".join(word for word in (sport, sub_sport) if word and word != "generic").replace("_", " "),
        started_at=moment(began + shift_s),
        utc_offset_s=offset_s,
        duration_s=_length_s(session, began),
        moving_s=_number(session.get("total_timer_time")),
        device=_device(messages),
        distance_m=_number(session.get("total_distance")) or None,
        elevation_gain_m=_number(session.get("total_ascent")),
        calories_kcal=_number(session.get("total_calories")) or None,
        channels=_channels(records, times, began),
        laps=tuple(_laps(messages.get("lap", []), began, _length_s(session, began))),
        mean_heart_rate_bpm=_number(session.get("avg_heart_rate")) or None,
        max_heart_rate_bpm=_number(session.get("max_heart_rate")) or None,
        mean_power_w=_number(session.get("avg_power")) or None,
        mean_cadence_rpm=_number(session.get("avg_cadence")) or None,
    )


def _beginning(session: Row, first: float | None) -> float | None:
    """Return when it began: as the session says, unless the samples know better."""
    start = _number(session.get("start_time"))
    if start is None or first is None:
        return first if start is None else start
    return start if first - GAP_BEFORE_S < start <= first else first


def _length_s(session: Row, began: float) -> float:
    elapsed, end = _number(session.get("total_elapsed_time")), _number(session.get("timestamp"))
    if elapsed is None:
        return 0.0
    return min(elapsed, end - began + SLACK_S) if end is not None and end > began else elapsed


def _clock(messages: Messages, began: float) -> tuple[int | None, float]:
    """Return the offset of local time, and what must be added where the clock was never set."""
    for activity in messages.get("activity", []):
        at, local = _number(activity.get("timestamp")), _number(activity.get("local_timestamp"))
        if at is None or local is None:
            continue
        if began < SINCE_POWER_ON < local:
            return 0, local - at
        offset_s = round((local - at) / QUARTER_S) * QUARTER_S
        if abs(offset_s) <= FURTHEST_S:
            return offset_s, 0.0
    return None, 0.0


def _channels(records: Sequence[Row], times: list[float | None], began: float) -> dict[str, list[float | None]]:
    if not records:
        return {}
    fields = {name for row in (records[0], records[len(records) // 2], records[-1]) for name in row}
    fields |= {name for row in records[:: max(len(records) // 200, 1)] for name in row}
    found = {"time_s": [None if t is None else t - began for t in times]}
    for name, sources in CHANNELS.items():
        source = next((source for source in sources if source in fields), None)
        if source is not None:
            values = _column(records, source)
            found[name] = [v and v * DEGREES for v in values] if name in POSITIONS else values
    return found


def _column(records: Sequence[Row], name: str) -> list[float | None]:
    values = [row.get(name) for row in records]
    if {int, float, type(None)}.issuperset(map(type, values)):
        return values
    return [_number(value) for value in values]


def _laps(laps: Sequence[Row], began: float, length_s: float) -> Iterator[LapMark]:
    for lap in laps:
        start, seconds = _number(lap.get("start_time")), _number(lap.get("total_elapsed_time"))
        if start is None or seconds is None or not 0 <= start - began < max(length_s, SLACK_S):
            continue
        yield LapMark(
            start_s=start - began,
            duration_s=seconds,
            distance_m=_number(lap.get("total_distance")),
            mean_heart_rate_bpm=_number(lap.get("avg_heart_rate")) or None,
            max_heart_rate_bpm=_number(lap.get("max_heart_rate")) or None,
            mean_power_w=_number(lap.get("avg_power")) or None,
            mean_cadence_rpm=_number(lap.get("avg_cadence")) or None,
        )


def _device(messages: Messages) -> str:
    devices = [row for row in messages.get("device_info", []) if row.get("device_index") in ("creator", 0)]
    name = _text(devices, "product_name") or _text(messages.get("file_id", []), "product_name")
    return name or _text(messages.get("file_id", []), "manufacturer").replace("_", " ").title()


def _text(rows: Sequence[Row], name: str) -> str:
    return next((value for row in rows if isinstance(value := row.get(name), str)), "")


def _named(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
