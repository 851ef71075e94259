"""TCX: activities of laps of track points."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from portal.activities.files.elements import Reader, child_text, local, number, says_nothing
from portal.activities.files.timeline import first_moment, moment, unix_seconds
from portal.activities.rules.imports import MOST_FILES, Problem, RecordingRefused
from portal.activities.rules.recording import LapMark, Recording
from portal.activities.rules.sports import sport_of

TOLD = {
    "latitudedegrees": "lat_deg",
    "longitudedegrees": "lon_deg",
    "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "heartratebpm": "heart_rate_bpm",
    "cadence": "cadence_rpm",
    "runcadence": "cadence_rpm",
    "speed": "speed_mps",
    "watts": "power_w",
}
CHANNELS = tuple(dict.fromkeys(TOLD.values()))
OF_LAPS = frozenset({"totaltimeseconds", "distancemeters", "calories", "averageheartratebpm", "maximumheartratebpm"})
MOST_LAPS = 10_000


@dataclass
class _Lap:
    """What a lap says about itself."""

    began: float | None
    seconds: float | None
    metres: float | None
    calories: float | None
    mean_bpm: float | None
    max_bpm: float | None


@dataclass
class _Activity:
    """Collects laps and points."""

    sport: str
    times: list[float | None] = field(default_factory=list)
    channels: dict[str, list[float | None]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    laps: list[_Lap] = field(default_factory=list)
    device: str = ""

    def add(self, point: Element) -> None:
        told: dict[str, float | None] = {}
        for element in point.iter():
            name = local(element)
            if name in TOLD:
                text = child_text(element, "value") if name == "heartratebpm" else element.text
                told[TOLD[name]] = number(text)
        self.times.append(unix_seconds(child_text(point, "time")))
        for name, values in self.channels.items():
            values.append(told.get(name))


def recordings_in(content: bytes) -> tuple[list[Recording], bool]:
    """Return the activities, and whether the file was whole. Raises RecordingRefused."""
    reader = Reader(content, whole={"trackpoint", "creator"}, kept=OF_LAPS)
    activities: list[_Activity] = []
    for event, name, element in reader:
        if event == "start" and name == "activity":
            activities.append(_Activity(element.get("Sport", "")))
        elif event == "end" and activities:
            _take(activities[-1], name, element)
        if len(activities) > MOST_FILES:
            raise RecordingRefused(Problem.BOMB)
    if not activities:
        raise RecordingRefused(Problem.NO_ACTIVITY if reader.is_whole else Problem.DAMAGED)
    found = [recording for activity in activities if (recording := _recording(activity))]
    if not found:
        raise RecordingRefused(Problem.NO_SAMPLES if reader.is_whole else Problem.DAMAGED)
    return found, reader.is_whole


def _take(activity: _Activity, name: str, element: Element) -> None:
    if name == "trackpoint":
        if not says_nothing(element):
            activity.add(element)
    elif name == "lap" and len(activity.laps) < MOST_LAPS:
        activity.laps.append(_lap(element))
    elif name == "creator":
        activity.device = child_text(element, "name") or ""


def _lap(element: Element) -> _Lap:
    beats = {local(child): number(child_text(child, "value")) for child in element}
    return _Lap(
        began=unix_seconds(element.get("StartTime")),
        seconds=number(child_text(element, "totaltimeseconds")),
        metres=number(child_text(element, "distancemeters")),
        calories=number(child_text(element, "calories")),
        mean_bpm=beats.get("averageheartratebpm"),
        max_bpm=beats.get("maximumheartratebpm"),
    )


def _recording(activity: _Activity) -> Recording | None:
    starts = [lap.began for lap in activity.laps]
    began = first_moment(activity.times) or first_moment(starts)
    if began is None:
        return None
    first = first_moment(starts)
    if first is not None and began - 600 < first < began:  # the lap began before the first point was known
        began = first
    marks = tuple(mark for lap in activity.laps if (mark := _mark(lap, began)))
    return Recording(
        sport=sport_of(activity.sport),
        raw_sport=activity.sport,
        started_at=moment(began),
        duration_s=max((mark.start_s + mark.duration_s for mark in marks), default=0.0),
        device=activity.device,
        distance_m=_sum([lap.metres for lap in activity.laps]),
        calories_kcal=_sum([lap.calories for lap in activity.laps]),
        channels={"time_s": [None if t is None else t - began for t in activity.times], **activity.channels},
        laps=marks,
    )


def _mark(lap: _Lap, began: float) -> LapMark | None:
    if lap.began is None or lap.seconds is None:
        return None
    return LapMark(
        start_s=lap.began - began,
        duration_s=lap.seconds,
        distance_m=lap.metres,
        mean_heart_rate_bpm=lap.mean_bpm,
        max_heart_rate_bpm=lap.max_bpm,
    )


def _sum(values: list[float | None]) -> float | None:
    there = [value for value in values if value is not None and value > 0]
    return sum(there) if there else None
