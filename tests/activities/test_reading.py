import gzip
import io
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from portal.activities.files import archive, fitmessages, reading
from portal.activities.files.reading import read
from portal.activities.rules import Sport
from portal.activities.rules.cleaning import cleaned
from portal.activities.rules.drawing import sketch_of
from portal.activities.rules.imports import MOST_BYTES, Problem, RecordingRefused
from portal.activities.rules.measures import measures_of
from tests.activities import making
from tests.activities.making import BEGAN, luck
from tests.cast import NOW

SAMPLES = Path("tests/samples")
MADE = {
    "run.fit": making.fit(600),
    "workout.fit": making.workout_fit(),
    "walk.gpx": making.gpx(600, name="Walk along the river", kind="walking").encode(),
    "run.tcx": making.tcx(600).encode(),
}
WRITTEN = {"fit": making.fit(1200), "gpx": making.gpx().encode(), "tcx": making.tcx().encode()}
TCX_WITHOUT_POINTS = (
    b"<TrainingCenterDatabase><Activities><Activity Sport='Running'/></Activities></TrainingCenterDatabase>"
)
LAUGHS = b'<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return packed.getvalue()


def only(content):
    (track,) = read(content).tracks
    return track.recording


def problem_of(content):
    with pytest.raises(RecordingRefused) as refused:
        read(content)
    return refused.value.problem


@pytest.mark.parametrize("name", MADE)
def test_the_samples_are_what_making_writes(name):
    assert (SAMPLES / name).read_bytes() == MADE[name]


@pytest.mark.parametrize("kind", WRITTEN)
def test_each_format_tells_the_same_run(kind):
    found = cleaned(only(WRITTEN[kind]), now=NOW)

    assert (found.sport, found.started_at) == (Sport.RUN, BEGAN)
    assert found.duration_s == pytest.approx(1200, abs=5)
    assert found.distance_m == pytest.approx(4_100, rel=0.06)
    assert measures_of(found).mean_heart_rate_bpm == pytest.approx(155, abs=5)
    assert found.channels["lat_deg"][0] == pytest.approx(45.78, abs=1e-4)


def test_a_fit_file_tells_laps_sums_device_and_local_time():
    found = only(making.fit(1200, laps=3))

    assert [lap.start_s for lap in found.laps] == [0, 400, 800]
    assert found.laps[1].mean_heart_rate_bpm == 151
    assert (found.calories_kcal, found.elevation_gain_m) == (412, 21)
    assert (found.device, found.utc_offset_s, found.raw_sport) == ("Garmin", 7200, "running")


def test_a_tcx_file_tells_laps_and_device():
    found = only(WRITTEN["tcx"])

    assert [lap.start_s for lap in found.laps] == [0, 600]
    assert (found.device, found.calories_kcal) == ("Invented watch", 400)


def test_a_gpx_file_tells_its_name():
    assert only(making.gpx(name="Ana &lt;b&gt; &amp; Otto").encode()).name == "Ana <b> & Otto"


def test_several_sports_in_a_file_are_several_activities():
    start = making.fit_seconds(BEGAN)
    file = making.FitFile().add(making.FILE_ID, type=4, manufacturer=1, product=1, created=start)
    for t in range(0, 1300, 5):
        file.add(making.RECORD, time=start + t, heart=140)
    for sport, first, last in (("swimming", 0, 500), ("transition", 500, 600), ("cycling", 600, 1300)):
        file.add(
            making.SESSION,
            time=start + last,
            start=start + first,
            sport=making.SPORTS[sport],
            elapsed=1000 * (last - first),
        )

    found = read(file.bytes()).tracks

    assert [track.recording.sport for track in found] == [Sport.SWIM, Sport.RIDE]
    assert len({track.key for track in found}) == 2
    assert found[1].recording.started_at == BEGAN + timedelta(seconds=600)


def test_a_clock_that_was_never_set_is_corrected_by_local_time():
    file = making.FitFile().add(making.FILE_ID, type=4, manufacturer=1, product=1, created=1000)
    for t in range(60):
        file.add(making.RECORD, time=1000 + t, heart=140)
    file.add(making.SESSION, time=1060, start=1000, sport=1, elapsed=60_000)
    file.add(making.ACTIVITY, time=1060, timer=60_000, sessions=1, local=making.fit_seconds(BEGAN) + 60)

    assert cleaned(only(file.bytes()), now=NOW).started_at == BEGAN


def test_a_session_without_samples_is_still_an_activity():
    found = cleaned(only(making.fit(1800, rows=[], laps=0, distance=500_000)), now=NOW)

    assert (found.duration_s, found.distance_m, found.channels) == (1800, 5000, {})


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(a=content)], ids=["gzip", "zip"])
@pytest.mark.parametrize("kind", WRITTEN)
def test_packed_files_are_the_same_activity(kind, pack):
    assert read(pack(WRITTEN[kind])) == read(WRITTEN[kind])


def test_an_archive_gives_each_activity_and_says_what_was_left_out():
    found = read(zipped(**{"../../run.fit": WRITTEN["fit"], "b/run.gpx": WRITTEN["gpx"], "readme.txt": b"Hello"}))

    assert len(found.tracks) == 2
    assert found.problem is Problem.SOME_LEFT_OUT


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), Problem.UNKNOWN),
        (b"just words", Problem.UNKNOWN),
        (b"<html><body>Hello</body></html>", Problem.UNKNOWN),
        (b"<gpx", Problem.UNSAFE_XML),
        (b"<?xml version='1.0' encoding='no-such'?><gpx/>", Problem.DAMAGED),
        (b"<gpx></gpx>", Problem.NO_SAMPLES),
        (making.gpx(60, times=False).encode(), Problem.NO_ACTIVITY),
        (b"<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>", Problem.NO_ACTIVITY),
        (TCX_WITHOUT_POINTS, Problem.NO_SAMPLES),
        (LAUGHS + WRITTEN["gpx"].split(b"?>", 1)[1], Problem.UNSAFE_XML),
        (making.workout_fit(), Problem.NO_ACTIVITY),
        (making.fit(0, rows=[], laps=0, elapsed=None), None),
        (b"\x0e\x20\x54\x08\x10\x00\x00\x00.FIT" + bytes(40), Problem.DAMAGED),
        (gzip.compress(b""), Problem.UNKNOWN),
        (b"\x1f\x8b" + bytes(50), Problem.DAMAGED),
        (b"PK\x03\x04" + bytes(50), Problem.ARCHIVE),
        (zipped(), Problem.UNKNOWN),
        (zipped(**{f"{n}.txt": b"x" for n in range(51)}), Problem.ARCHIVE),
        (zipped(a=b"words", b=making.workout_fit()), Problem.NO_ACTIVITY),
    ],
    ids=range(20),
)
def test_what_is_no_activity_is_refused_for_a_reason(content, problem):
    if problem is None:
        with pytest.raises(RecordingRefused):
            cleaned(only(content), now=NOW)
    else:
        assert problem_of(content) is problem


def test_a_document_type_is_refused_in_every_encoding():
    content = (LAUGHS + b"<gpx>&b;</gpx>").decode()

    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert problem_of(content.encode(encoding)) is Problem.UNSAFE_XML
    assert problem_of(b" " * 200 + content.encode()) is Problem.UNSAFE_XML
    assert problem_of(b"<!--" + b"x" * 100_000 + b"-->" + content.encode()) is Problem.UNSAFE_XML


def test_too_much_is_refused_without_unpacking_it():
    assert problem_of(bytes(MOST_BYTES + 1)) is Problem.TOO_LARGE
    assert problem_of(gzip.compress(bytes(MOST_BYTES + 1), 1)) is Problem.BOMB
    assert problem_of(zipped(a=bytes(MOST_BYTES + 1))) is Problem.BOMB
    assert problem_of(zipped(a=gzip.compress(bytes(MOST_BYTES + 1), 1))) is Problem.BOMB


def test_damage_in_the_middle_of_packing_keeps_what_came_before():
    packed = bytearray(gzip.compress(WRITTEN["gpx"]))
    packed[-200] ^= 0xFF

    found = read(bytes(packed))

    assert found.problem is Problem.PARTLY_READ
    assert len(found.tracks[0].recording.channels["time_s"]) > 50


@pytest.mark.parametrize("kind", WRITTEN)
def test_half_a_file_gives_half_an_activity(kind):
    found = read(WRITTEN[kind][: len(WRITTEN[kind]) // 2])

    length_s = cleaned(found.tracks[0].recording, now=NOW).duration_s
    assert found.problem is Problem.PARTLY_READ
    assert length_s == pytest.approx(600, rel=0.15)


def test_a_wrong_checksum_alone_loses_nothing():
    whole = making.fit(300)
    spoilt = whole[:-1] + bytes([whole[-1] ^ 0xFF])

    found = read(spoilt)

    assert found.problem is Problem.PARTLY_READ
    assert found.tracks[0].recording.channels == only(whole).channels


def test_a_decoder_that_panics_is_followed_by_the_patient_one(monkeypatch):
    class Panic(BaseException):
        pass

    def panic(_):
        raise Panic

    monkeypatch.setattr("portal.activities.files.fitmessages.fitfast.parse", panic)

    assert read(making.fit(300)).tracks[0].recording.channels["time_s"][-1] == 300


def test_stopping_the_process_is_not_taken_for_a_panic(monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.activities.files.fitmessages.fitfast.parse", stop)

    with pytest.raises(KeyboardInterrupt):
        read(making.fit(60))


def test_a_file_of_millions_of_messages_is_refused(monkeypatch):
    monkeypatch.setattr("portal.activities.files.fitmessages.COUNTED_BYTES", 0)
    monkeypatch.setattr("portal.activities.files.fitmessages.MOST_MESSAGES", 100)

    assert problem_of(making.fit(300)) is Problem.TOO_LARGE


def spoilt(content, chance):
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    if chance.random() < 0.3:
        del changed[chance.randrange(len(changed)) :]
    if chance.random() < 0.1:
        at = chance.randrange(len(changed) + 1)
        changed[at:at] = changed[: chance.randrange(200)]
    return bytes(changed)


SMALL = {
    "fit": making.fit(60, laps=2),
    "gpx": making.gpx(60).encode(),
    "tcx": making.tcx(60).encode(),
    "gz": gzip.compress(making.fit(60)),
    "zip": zipped(a=making.fit(60), b=making.gpx(60).encode()),
}


@pytest.mark.parametrize("kind", SMALL)
def test_a_thousand_damaged_files_are_activities_or_refused(kind):
    chance = luck(kind)
    for _ in range(200):
        try:
            found = [cleaned(track.recording, now=NOW) for track in read(spoilt(SMALL[kind], chance)).tracks]
        except RecordingRefused:
            continue
        for recording in found:
            measures_of(recording)
            times = recording.channels.get("time_s", [0])
            assert times == sorted(set(times))
            sketch_of(recording.channels, recording.sport)


def test_unpacking_a_damaged_gzip_stops_at_the_limit(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    packed = bytearray(zlib.compress(bytes(5000), wbits=31))
    packed[-5] ^= 0xFF

    with pytest.raises(RecordingRefused):
        list(archive.unpacked(bytes(packed)))


def test_reading_twice_gives_the_same_keys():
    assert reading.read(WRITTEN["fit"]).tracks[0].key == reading.read(gzip.compress(WRITTEN["fit"])).tracks[0].key


def test_a_whole_file_that_only_the_patient_decoder_reads_is_not_called_damaged(monkeypatch):
    content = making.fit(120)

    def gives_up(_content):
        raise ValueError("not for me")

    monkeypatch.setattr(fitmessages.fitfast, "parse", gives_up)

    messages, is_whole = fitmessages.messages_in(content)
    assert (len(messages["record"]) > 100, is_whole) == (True, True)
    assert fitmessages.messages_in(content[:-40])[1] is False
    assert fitmessages.messages_in(content[:-2] + b"xx")[1] is False


@pytest.mark.parametrize("damaged", ["neither", "first", "last"])
def test_of_recordings_in_one_file_every_checksum_counts(damaged):
    first, last = bytearray(making.fit(60)), bytearray(making.fit(90, began=BEGAN + timedelta(hours=3)))
    for name, part in (("first", first), ("last", last)):
        part[-20] ^= 0xFF if name == damaged else 0

    messages, is_whole = fitmessages.messages_in(bytes(first + last))

    assert is_whole is (damaged == "neither")
    assert len(messages["record"]) > 120
