"""Packed files: never unpacked further than an activity can be large, and no member stops the others."""

import gzip
import io
import zipfile

import pytest

from portal.activities.files import archive
from portal.activities.files.reading import read
from portal.activities.rules.imports import Problem, RecordingRefused
from tests.activities import making

RUN = making.fit(60)
WALK = making.gpx(60).encode()


def zipped(*members, how=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as target:
        for number, content in enumerate(members):
            target.writestr(str(number), content)
    return packed.getvalue()


def problem_of(content):
    with pytest.raises(RecordingRefused) as refused:
        read(content)
    return refused.value.problem


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_packings_that_cannot_be_unpacked_in_pieces_are_not_unpacked(how):
    assert problem_of(zipped(RUN, how=how)) is Problem.ARCHIVE


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_the_usual_packings_are_unpacked(how):
    assert len(read(zipped(RUN, how=how)).tracks) == 1


def test_a_damaged_packing_is_refused_in_words():
    packed = bytearray(zipped(RUN, how=zipfile.ZIP_LZMA))
    packed[40:80] = bytes(40)

    assert problem_of(bytes(packed)) is Problem.ARCHIVE


def test_one_damaged_member_does_not_stop_the_others():
    packed = bytearray(zipped(RUN, WALK, how=zipfile.ZIP_STORED))
    packed[packed.find(b".FIT") + 40] ^= 0xFF  # its checksum no longer fits

    found = read(bytes(packed))

    assert [track.recording.name for track in found.tracks] == [read(WALK).tracks[0].recording.name]
    assert found.problem is Problem.SOME_LEFT_OUT


def test_a_member_in_an_unknown_packing_does_not_stop_the_others():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("a", RUN, zipfile.ZIP_LZMA)
        target.writestr("b", WALK)

    found = read(packed.getvalue())

    assert len(found.tracks) == 1
    assert found.problem is Problem.SOME_LEFT_OUT


def test_all_members_together_are_bounded_also_when_packed_twice(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10_000)
    packed = gzip.compress(bytes(6_000))

    assert len(list(archive.unpacked(zipped(packed)))) == 1
    assert problem_of(zipped(packed, packed)) is Problem.BOMB


def test_an_archive_of_very_many_entries_is_not_opened(monkeypatch):
    monkeypatch.setattr(archive, "ZipFile", None)

    assert problem_of(b"PK\x03\x04" + b"PK\x01\x02" * 100_000) is Problem.ARCHIVE
