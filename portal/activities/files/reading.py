"""From the bytes of a file to recordings, or to a reason in one word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from portal.activities.files.archive import Part, unpacked
from portal.activities.files.sniff import Format, format_of
from portal.activities.rules.imports import MOST_BYTES, Problem, RecordingRefused
from portal.activities.rules.recording import Recording


@dataclass(frozen=True)
class Track:
    """A recording and the key by which it is known again."""

    key: str
    recording: Recording


@dataclass(frozen=True)
class Reading:
    """What a file holds, and what was lost of it."""

    tracks: tuple[Track, ...]
    problem: Problem | None = None


def read(content: bytes) -> Reading:
    """Return the recordings in the file. Raises RecordingRefused when there are none."""
    if not content:
        raise RecordingRefused(Problem.EMPTY)
    if len(content) > MOST_BYTES:
        raise RecordingRefused(Problem.TOO_LARGE)
    tracks: list[Track] = []
    problems: list[Problem] = []
    for part in unpacked(content):
        try:
            reading = _read_one(part)
        except RecordingRefused as refused:
            problems.append(refused.problem)
            continue
        tracks += reading.tracks
        problems += [reading.problem] if reading.problem else []
        problems += [Problem.PARTLY_READ] if part.is_cut else []
    if not tracks:
        raise RecordingRefused(_telling(problems))
    return Reading(tuple(tracks), _lost(problems))


def _read_one(part: Part) -> Reading:
    if part.problem:
        raise RecordingRefused(part.problem)
    recordings, is_whole = _decoded(part.content)
    digest = sha256(part.content).hexdigest()
    keys = [digest] if len(recordings) == 1 else [f"{digest}-{number}" for number in range(len(recordings))]
    tracks = tuple(Track(key, recording) for key, recording in zip(keys, recordings, strict=True))
    return Reading(tracks, None if is_whole else Problem.PARTLY_READ)


def _decoded(content: bytes) -> tuple[Sequence[Recording], bool]:
    # Each reader is loaded where it is needed: FIT brings NumPy, which the web processes do without.
    from portal.activities.files import fit, gpx, tcx  # noqa: PLC0415

    match format_of(content):
        case Format.FIT:
            return fit.recordings_in(content)
        case Format.GPX:
            return gpx.recordings_in(content)
        case Format.TCX:
            return tcx.recordings_in(content)


def _telling(problems: Sequence[Problem]) -> Problem:
    """Return the one problem that helps most when nothing could be read."""
    return next((problem for problem in problems if problem is not Problem.UNKNOWN), Problem.UNKNOWN)


def _lost(problems: Iterable[Problem]) -> Problem | None:
    found = list(problems)
    if Problem.PARTLY_READ in found:
        return Problem.PARTLY_READ
    return Problem.SOME_LEFT_OUT if found else None
