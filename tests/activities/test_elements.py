"""XML of any shape: what is not wanted is not kept, and what would fill the memory is refused."""

import tracemalloc
from time import perf_counter

import pytest

from portal.activities.files import elements
from portal.activities.files.reading import read
from portal.activities.rules.imports import Problem, RecordingRefused
from tests.activities import making

GPX = making.gpx(60).encode()
TCX = making.tcx(60).encode()
JUNK = b"<a><b>words</b>and words</a>" * 20_000
POINT = b"<trkpt lat='1' lon='1'><time>2026-05-01T07:00:00Z</time>"


def problem_of(content):
    with pytest.raises(RecordingRefused) as refused:
        read(content)
    return refused.value.problem


def peak_bytes(content):
    tracemalloc.start()
    try:
        read(content)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "mark"),
    [(GPX, b"<trk>"), (GPX, b"<trkseg>"), (GPX, b"</gpx>"), (TCX, b"<Activities>"), (TCX, b"<Lap ")],
    ids=["before", "between", "after", "tcx", "laps"],
)
def test_what_stands_beside_the_points_is_not_kept(content, mark):
    at = content.find(mark) + (len(mark) if mark == b"<trkseg>" else 0)
    swollen = content[:at] + JUNK + content[at:]

    assert [track.recording for track in read(swollen).tracks] == [track.recording for track in read(content).tracks]
    assert peak_bytes(swollen) < peak_bytes(content) + len(JUNK) + 500_000


@pytest.mark.parametrize(
    "content",
    [
        b"<gpx>" + b"<a/>" * 3000 + b"</gpx>",
        b"<gpx>" + b"<a>" * 1500,
        b"<gpx><trk>" + b"<name/>" * 1500 + b"</trk></gpx>",
        b"<gpx><trk><trkseg>" + POINT + b"<x/>" * 1500 + b"</trkpt></trkseg></trk></gpx>",
        b"<gpx><a " + b" ".join(b"a%d=''" % number for number in range(60_000)) + b"/></gpx>",
        b"<TrainingCenterDatabase>" + b"<Activity/>" * 60 + b"</TrainingCenterDatabase>",
    ],
    ids=["many", "deep", "names", "in a point", "attributes", "activities"],
)
def test_more_than_a_recording_is_made_of_is_refused(content, monkeypatch):
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 2000)

    assert problem_of(content) is Problem.BOMB


@pytest.mark.parametrize(
    ("begin", "nothing"),
    [
        (b"<gpx><trk><trkseg>", b"<trkpt/>"),
        (b"<gpx><trk><trkseg>", b"<trkpt></trkpt>"),
        (b"<TrainingCenterDatabase>", b"<Trackpoint/>"),
        (b"<gpx>", b"<a/>"),
    ],
)
def test_a_large_file_full_of_nothing_is_refused_at_once(begin, nothing):
    content = begin + nothing * (63 * 1024 * 1024 // len(nothing))
    began_s = perf_counter()

    assert problem_of(content) is Problem.BOMB
    assert perf_counter() - began_s < 3


def test_a_point_that_tells_nothing_is_none():
    holes = GPX.replace(b"<trkpt ", b"<trkpt/><trkpt ")
    assert holes != GPX

    assert [track.recording for track in read(holes).tracks] == [track.recording for track in read(GPX).tracks]
