import gzip
import os
import re
import time as stopwatch

import pytest
from sqlalchemy import func, select, update

from portal.activities.actions.imports import give_up_imports, read_file
from portal.activities.files.reading import read
from portal.activities.models import Activity, ActivityFile, Import
from portal.activities.rules.imports import MOST_BYTES, SENTENCES, ImportState, Problem
from portal.core import storage
from portal.core.db import writing
from tests.activities import making
from tests.activities.conftest import later
from workers.activities import sweep_files

RUN = making.fit(600)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_files_become_activities_and_the_page_tells_each(cast, upload, visit, deliver, session):
    answer = upload(cast.ana, ("run.fit", RUN), ("walk.gpx", making.gpx(began=later(days=-1)).encode()))

    waiting = text_of(visit(cast.ana, answer.location))
    deliver()
    done = text_of(visit(cast.ana, answer.location))

    assert answer.status_code == 303
    assert waiting.count("waits to be read") == 2
    assert "0 of 2" in waiting
    assert done.count("1 activity") == 2
    assert count(session, Activity) == 2


def test_the_fragment_polls_until_everything_is_read(cast, upload, visit, deliver):
    answer = upload(cast.ana, ("run.fit", RUN), target="imports")
    url = re.search(r'hx-get="(/activities/imports/[^"]+)"', answer.text)[1]
    again = visit(cast.ana, url, target="imports").text
    deliver()
    last = visit(cast.ana, url, target="imports").text

    assert answer.text.lstrip().startswith('<div id="imports"')
    assert "every 1s" in answer.text
    assert "every 1s" in again
    assert "every 1s" not in last
    assert 'hx-target="#activity_list"' in last


STILL = b"".join(
    b'<trkpt lat="52.39" lon="13.06"><ele>21.4</ele><time>2026-05-14T09:02:2%dZ</time></trkpt>' % number
    for number in range(4)
)


def test_a_file_in_which_nothing_happens_is_refused(cast, upload, visit, deliver, session):
    gpx = b'<gpx version="1.1" creator="Invented watch"><trk><trkseg>' + STILL + b"</trkseg></trk></gpx>"

    answer = upload(cast.ana, ("still.gpx", gpx))
    deliver()

    assert "no recorded samples" in text_of(visit(cast.ana, answer.location))
    assert count(session, Activity) == 0


def test_the_same_file_twice_is_the_same_activity(cast, upload, visit, deliver, session, time):
    for name in ("run.fit", "again.fit"):
        answer = upload(cast.ana, (name, RUN))
        deliver()
        time.move(minutes=1)

    assert "This file was here already." in text_of(visit(cast.ana, answer.location))
    assert count(session, Activity) == count(session, ActivityFile) == 1


def test_the_same_file_packed_is_the_same_activity(cast, upload, deliver, session):
    upload(cast.ana, ("run.fit", RUN))
    deliver()
    upload(cast.ana, ("run.fit.gz", gzip.compress(RUN)))
    deliver()

    assert count(session, Activity) == 1


def test_two_people_may_hand_in_the_same_file(cast, upload, deliver, session):
    upload(cast.ana, ("run.fit", RUN))
    upload(cast.sam, ("run.fit", RUN))
    deliver()

    assert {row.athlete_id for row in session.scalars(select(Activity))} == {cast.ana.id, cast.sam.id}


def test_handing_in_a_deleted_activity_brings_it_back(cast, upload, visit, deliver, session):
    upload(cast.ana, ("run.fit", RUN))
    deliver()
    activity = session.scalars(select(Activity)).one()
    visit(cast.ana, f"/activities/{activity.id}/deletion", method="POST")

    upload(cast.ana, ("run.fit", RUN))
    deliver()

    assert visit(cast.ana, f"/activities/{activity.id}").status_code == 200


def test_reading_a_file_twice_changes_nothing(cast, upload, deliver, session, app):
    upload(cast.ana, ("run.fit", RUN))
    deliver()
    row = session.scalars(select(Import)).one()

    with app.app_context():
        read_file(row.id, now=making.BEGAN)

    assert (row.state, count(session, Activity)) == (ImportState.DONE, 1)


def test_all_copies_of_a_refused_file_are_told(cast, upload, visit, deliver, session):
    answer = upload(cast.ana, ("a.fit", making.workout_fit()), ("b.fit", making.workout_fit()))
    deliver()

    told = text_of(visit(cast.ana, answer.location))
    assert told.count(str(SENTENCES[Problem.NO_ACTIVITY])) == 2
    assert "waits to be read" not in told
    assert count(session, ActivityFile) == 0


def test_a_file_that_is_gone_before_it_is_read_is_not_waited_for(cast, upload, visit, deliver, session):
    answer = upload(cast.ana, ("run.fit", RUN))
    session.execute(update(Import).values(file_id=None))
    session.commit()
    deliver()

    assert str(SENTENCES[Problem.GIVEN_UP]) in text_of(visit(cast.ana, answer.location))


def test_others_may_write_while_a_file_is_read(cast, upload, deliver, session, monkeypatch):
    seen = []

    def watched(content):
        seen.append(writing())
        return read(content)

    monkeypatch.setattr("portal.activities.actions.imports.read", watched)
    upload(cast.ana, ("run.fit", RUN))
    deliver()

    assert seen == [False]
    assert count(session, Activity) == 1


BAD = {
    Problem.EMPTY: b"",
    Problem.UNKNOWN: b"\x89PNG\r\n\x1a\n" + bytes(100),
    Problem.NO_ACTIVITY: making.workout_fit(),
    Problem.NO_SAMPLES: b"<gpx></gpx>",
    Problem.DAMAGED: b"\x0e\x20\x54\x08\x10\x00\x00\x00.FIT" + bytes(40),
    Problem.UNSAFE_XML: b'<!DOCTYPE gpx [<!ENTITY a "ha">]><gpx>&a;</gpx>',
    Problem.WRONG_DATE: making.fit(60, began=later(days=26_800)),
    Problem.BOMB: gzip.compress(bytes(MOST_BYTES + 1), 1),
    Problem.ARCHIVE: b"PK\x03\x04" + bytes(50),
}


@pytest.mark.parametrize("problem", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_not_kept(cast, upload, visit, deliver, session, problem):
    answer = upload(cast.ana, ("bad.fit", BAD[problem]))
    deliver()

    said = text_of(visit(cast.ana, answer.location))
    assert str(SENTENCES[problem]) in said
    assert "refused" in said
    assert count(session, Activity) == count(session, ActivityFile) == 0


def test_a_damaged_file_gives_what_can_be_read_and_says_so(cast, upload, visit, deliver, session):
    answer = upload(cast.ana, ("half.fit", RUN[: len(RUN) // 2]))
    deliver()

    assert str(SENTENCES[Problem.PARTLY_READ]) in text_of(visit(cast.ana, answer.location))
    assert count(session, Activity) == 1


def test_one_bad_file_does_not_hold_up_the_others(cast, upload, visit, deliver):
    answer = upload(cast.ana, ("bad.png", b"\x89PNG" + bytes(50)), ("run.fit", RUN))
    deliver()

    said = text_of(visit(cast.ana, answer.location))
    assert "refused" in said
    assert "1 activity" in said


def test_an_upload_without_files_is_answered_in_words(cast, upload):
    answer = upload(cast.ana)

    assert answer.status_code == 422
    assert "Choose at least one file." in answer.text


def test_too_many_files_are_answered_in_words(cast, upload):
    answer = upload(cast.ana, *((f"{n}.fit", b"x") for n in range(51)))

    assert answer.status_code == 422
    assert "Choose 50 files at most." in answer.text


def test_a_huge_upload_is_refused_before_it_is_read(cast, visit, session):
    kind = {"Content-Type": "multipart/form-data; boundary=here"}

    answer = visit(cast.ana, "/activities", method="POST", data=bytes(MOST_BYTES + 100_000), headers=kind)

    assert answer.status_code == 413
    assert count(session, Import) == 0


def test_strangers_may_not_even_send(upload, session):
    answer = upload(None, ("run.fit", RUN))

    assert answer.status_code in (200, 303, 401)
    assert count(session, Import) == 0


@pytest.mark.parametrize("who", ["carla", "otto", "sam", "ada"])
def test_only_the_athlete_watches_files_being_read(cast, upload, visit, who):
    answer = upload(cast.ana, ("run.fit", RUN))

    assert visit(getattr(cast, who), answer.location).status_code == 404


def test_names_of_files_mean_nothing_and_are_escaped(cast, upload, visit, deliver, session):
    answer = upload(cast.ana, ("../../<script>alert(1)</script>.fit", RUN))
    deliver()

    page = visit(cast.ana, answer.location).text
    file = session.scalars(select(ActivityFile)).one()
    assert "<script>alert" not in page
    assert "/" not in file.name
    assert storage_key_is_plain(file)


def storage_key_is_plain(file):
    return re.fullmatch(r"activities/[0-9a-f-]{36}/[0-9a-f]{64}", file.key)


def test_a_full_disk_is_said_in_words(cast, upload, session, monkeypatch):
    def full(*_):
        raise storage.StorageFull("activities")

    monkeypatch.setattr(storage, "put", full)

    answer = upload(cast.ana, ("run.fit", RUN))

    assert answer.status_code == 409
    assert "no room" in answer.text
    assert count(session, Import) == 0


def test_files_nobody_could_read_are_given_up(cast, upload, visit, session, time):
    answer = upload(cast.ana, ("run.fit", RUN))
    time.move(hours=7)

    give_up_imports(now=time.moment)
    session.commit()

    assert str(SENTENCES[Problem.GIVEN_UP]) in text_of(visit(cast.ana, answer.location))


def test_four_hours_are_stored_in_twelve_statements(cast, upload, deliver, session, queries, app):
    upload(cast.ana, ("ride.fit", making.fit(14_400, sport="cycling", laps=8)))
    row = session.scalars(select(Import)).one()
    queries.clear()

    began = stopwatch.perf_counter()
    with app.app_context():
        read_file(row.id, now=making.BEGAN)
        session.flush()
    took_s = stopwatch.perf_counter() - began

    assert row.state is ImportState.DONE
    assert len(queries) <= 12
    assert took_s < 2  # the figure is held by the bench; this only notices what went wrong by ten times


def test_files_that_were_left_behind_are_erased_and_others_are_kept(cast, upload, deliver, session, app, time):
    upload(cast.ana, ("run.fit", RUN))
    deliver()
    key = session.scalars(select(ActivityFile)).one().key
    with app.app_context():
        storage.put("activities/left/behind", b"x")
        for name in (key, "activities/left/behind"):
            os.utime(storage.path_of(name), (0, 0))
        sweep_files()

        assert storage.get(key) == RUN
        assert not storage.path_of("activities/left/behind").exists()


def refused_names(answer):
    return re.findall(r'imports__name">([^<]+)<', answer.text)


def test_what_could_not_be_read_is_found_for_thirty_days_whatever_was_handed_in_since(cast, upload, visit, time):
    assert "/activities/refused" not in visit(cast.ana, "/activities").text
    upload(cast.ana, ("first.fit", b""), ("second.fit", b""))
    time.move(minutes=11)
    upload(cast.ana, ("run.fit", RUN))

    assert "/activities/refused" in visit(cast.ana, "/activities").text
    listed = visit(cast.ana, "/activities/refused")
    assert refused_names(listed) == ["second.fit", "first.fit"]
    assert text_of(listed).count("This file is empty.") == 2
    assert refused_names(visit(cast.sam, "/activities/refused")) == []
    time.move(days=31)
    assert "Every file could be read" in visit(cast.ana, "/activities/refused").text
    assert "/activities/refused" not in visit(cast.ana, "/activities").text


def test_many_that_could_not_be_read_are_listed_page_by_page(cast, upload, visit):
    upload(cast.ana, *((f"{number:02}.fit", b"") for number in range(40)))

    first = visit(cast.ana, "/activities/refused")
    following = re.search(r"/activities/refused\?before=[0-9a-f-]+", first.text)[0]

    assert refused_names(first) + refused_names(visit(cast.ana, following)) == [
        f"{n:02}.fit" for n in range(39, -1, -1)
    ]
