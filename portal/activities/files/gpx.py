"""GPX: tracks of points, with what watches add to them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from portal.activities.files.elements import Reader, child_text, local, number, says_nothing
from portal.activities.files.timeline import first_moment, moment, unix_seconds
from portal.activities.rules.imports import Problem, RecordingRefused
from portal.activities.rules.recording import Recording
from portal.activities.rules.sports import sport_of

EXTRAS = {
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence_rpm",
    "cadence": "cadence_rpm",
    "power": "power_w",
    "watts": "power_w",
    "powerinwatts": "power_w",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "ele": "altitude_m",
    "speed": "speed_mps",
}
CHANNELS = ("lat_deg", "lon_deg", *dict.fromkeys(EXTRAS.values()))


class _Track:
    """Collects the points of all segments."""

    def __init__(self) -> None:
        self.times: list[float | None] = []
        self.channels: dict[str, list[float | None]] = {name: [] for name in CHANNELS}
        self.words = {"name": "", "type": "", "creator": ""}

    def add(self, point: Element) -> None:
        told = {"lat_deg": number(point.get("lat")), "lon_deg": number(point.get("lon"))}
        time = None
        for element in point.iter():
            name = local(element)
            if name == "time":
                time = unix_seconds(element.text)
            elif name in EXTRAS:
                told[EXTRAS[name]] = number(element.text)
        self.times.append(time)
        for name, values in self.channels.items():
            values.append(told.get(name))


def recordings_in(content: bytes) -> tuple[list[Recording], bool]:
    """Return the track as a recording, and whether the file was whole. Raises RecordingRefused."""
    track, reader = _Track(), Reader(content, whole={"trkpt"}, kept={"name", "type"})
    for event, name, element in reader:
        if event == "start":
            if name == "gpx":
                track.words["creator"] = element.get("creator", "")
        elif name == "trkpt":
            if not says_nothing(element):
                track.add(element)
        elif name == "trk":
            track.words["name"] = track.words["name"] or child_text(element, "name") or ""
            track.words["type"] = track.words["type"] or child_text(element, "type") or ""
    return [_recording(track, is_whole=reader.is_whole)], reader.is_whole


def _recording(track: _Track, *, is_whole: bool) -> Recording:
    began = first_moment(track.times)
    if began is None:
        raise RecordingRefused(_nothing(track, is_whole=is_whole))
    times = [None if time is None else time - began for time in track.times]
    return Recording(
        sport=sport_of(track.words["type"], track.words["name"]),
        raw_sport=track.words["type"],
        started_at=moment(began),
        duration_s=0.0,
        name=track.words["name"],
        device=track.words["creator"],
        channels={"time_s": times, **track.channels},
    )


def _nothing(track: _Track, *, is_whole: bool) -> Problem:
    if track.times:
        return Problem.NO_ACTIVITY  # points without times are a course somebody drew
    return Problem.NO_SAMPLES if is_whole else Problem.DAMAGED
