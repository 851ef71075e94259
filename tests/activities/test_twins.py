import pytest

from portal.activities.actions import forget_recording
from portal.activities.actions.activities import delete_activity, restore_activity
from tests.activities.conftest import later, run
from tests.cast import NOW


def both(cast, store, *, first="upload"):
    order = [first, {"upload": "strava", "strava": "upload"}[first]]
    stored = {source: store(cast.ana, run(name=f"From {source}"), source=source) for source in order}
    return stored["upload"], stored["strava"]


@pytest.mark.parametrize("first", ["upload", "strava"])
def test_the_file_stands_for_its_twin_at_a_service(cast, store, visit, first):
    file, twin = both(cast, store, first=first)

    page = visit(cast.ana, "/activities").text

    assert (file.twin_of_id, twin.twin_of_id) == (None, file.id)
    assert "From upload" in page
    assert "From strava" not in page


@pytest.mark.parametrize("recording", [run(began=later(minutes=3)), run(1300)], ids=["later", "shorter"])
def test_what_differs_is_no_twin(cast, store, recording):
    store(cast.ana)

    assert store(cast.ana, recording, source="strava").twin_of_id is None


def test_other_people_are_never_twins(cast, store):
    store(cast.ana)

    assert store(cast.sam, source="strava").twin_of_id is None


@pytest.mark.parametrize("first", ["upload", "strava"])
def test_only_one_of_them_is_the_planned_session(cast, store, planned, first):
    session = planned()

    file, twin = both(cast, store, first=first)

    assert (file.planned_session_id, twin.planned_session_id) == (session.id, None)


def test_without_the_file_its_twin_is_shown_and_paired(cast, store, planned, visit, session):
    wanted = planned()
    file, twin = both(cast, store)

    delete_activity(file, by=cast.ana.id, now=NOW)
    session.commit()

    assert "From strava" in visit(cast.ana, "/activities").text
    assert twin.planned_session_id == wanted.id


def test_a_file_that_comes_back_takes_its_place_again(cast, store, planned, visit, session):
    wanted = planned()
    file, twin = both(cast, store)
    delete_activity(file, by=cast.ana.id, now=NOW)
    session.commit()

    restore_activity(file, by=cast.ana.id, now=NOW)
    session.commit()

    page = visit(cast.ana, "/activities").text
    assert "From strava" not in page
    assert (file.planned_session_id, twin.planned_session_id) == (wanted.id, None)


def test_purging_the_service_leaves_the_file(cast, store, visit, session):
    both(cast, store)

    forget_recording(cast.ana.id, "strava", "1", now=NOW)
    session.commit()

    assert "From upload" in visit(cast.ana, "/activities").text
