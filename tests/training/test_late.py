"""Logging after the day: a session that was missed, or was not to be done, still asks for what it asked for then."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.training.models.logs import SessionLog
from portal.training.rules.plans import Missed


@pytest.fixture
def page(cast, visit):
    return lambda session: visit(cast.ana, f"/sessions/{session.id}").text


@pytest.fixture
def finish(cast, visit):
    """Read the page and say that it was done; one set of the first lift is ticked."""

    def send(session, text, **closing):
        token = re.search(r'name="shown" value="([^"]+)"', text)[1]
        tick = {"track": "a", "position": "0", "reps": "5", "load": "60", "shown": token}
        visit(cast.ana, f"/sessions/{session.id}/sets", method="POST", **tick)
        return visit(cast.ana, f"/sessions/{session.id}/completion", method="POST", **closing)

    return send


def log_of(session, planned):
    return session.scalars(select(SessionLog).where(SessionLog.planned_session_id == planned.id)).one_or_none()


def loads(gym, session, *, today):
    return [row.load_kg for track in gym.sheet(session, today=today).sheet.tracks for row in track.sets]


@pytest.mark.parametrize("missed", Missed)
def test_a_missed_session_can_be_logged_late_with_the_numbers_of_its_day(gym, page, finish, time, session, missed):
    first, second, third, *_ = gym.sessions(gym.plan(missed=missed))
    gym.train(first)
    time.move(days=20)
    text = page(second)

    assert finish(second, text).status_code == 303

    log = log_of(session, second)
    assert (log.planned["a"][0]["load"], log.trained_on) == (62.5, second.on)
    assert third.slot == 2


def test_what_came_after_a_missed_session_does_not_change_what_it_asked_for(gym):
    first, second, third, fourth, *_ = gym.sessions(gym.plan())
    for done in (first, third, fourth):
        gym.train(done)

    assert loads(gym, second, today=fourth.on + timedelta(days=1)) == [62.5, 62.5, 62.5]


def test_a_late_log_voids_the_miss(gym, page, finish, time):
    items = (gym.squats(days=(0,)), gym.squats("b", days=(3,), start_load=100))
    monday, thursday, *_ = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))
    time.move(days=3)
    assert loads(gym, thursday, today=thursday.on) == [60, 60, 60]  # Monday's session waits

    finish(monday, page(monday))

    assert loads(gym, thursday, today=thursday.on) == [100, 100, 100]


def test_an_excused_session_can_be_done_all_the_same(cast, visit, gym, page, finish, session):
    first, *_ = gym.sessions(gym.plan())
    visit(cast.ana, f"/sessions/{first.id}/excuse", method="POST")
    text = page(first)

    assert "Nothing to log here" not in text
    finish(first, text)

    assert log_of(session, first).finished_at is not None


def test_a_late_session_counts_on_the_day_one_names(gym, page, finish, time, session):
    first, *_ = gym.sessions(gym.plan())
    time.move(days=10)

    finish(first, page(first), trained_on="2026-05-22")

    assert log_of(session, first).trained_on == date(2026, 5, 22)


@pytest.mark.parametrize("day", ["2026-05-17", "2026-05-29", "soon", "0001-01-01"])
def test_a_day_outside_the_plan_or_to_come_is_refused(gym, page, finish, time, session, day):
    first, *_ = gym.sessions(gym.plan())
    time.move(days=10)

    assert finish(first, page(first), trained_on=day).status_code in {409, 422}

    log = log_of(session, first)
    assert (log.trained_on, log.finished_at) == (first.on, None)


def test_a_day_that_is_refused_takes_no_note_along(gym, page, finish, time):
    first, *_ = gym.sessions(gym.plan())
    time.move(days=10)

    answer = finish(first, page(first), trained_on="2026-05-29", note="Long day at work.", rpe="7")

    assert answer.status_code == 422
    assert "Long day at work." in answer.text
    assert re.search(r'name="rpe" value="7" checked', answer.text)
    assert 'value="2026-05-29"' in answer.text
    assert answer.text.count("Choose a day from Mon, May 18 until today.") == 2  # above, and beside the field


def test_what_a_plan_has_dropped_cannot_be_logged(cast, visit, gym, page):
    plan = gym.plan()
    visit(cast.carla, f"/plans/{plan.id}/end", method="POST")

    assert "Nothing to log here" in page(gym.sessions(plan)[0])


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_a_missed_session_says_that_it_can_still_be_logged_and_on_which_days(cast, visit, gym, time, who):
    first, *_ = gym.sessions(gym.plan())
    said = "It can still be logged, and counts on Mon, May 18."
    assert said not in visit(getattr(cast, who), f"/sessions/{first.id}").text
    time.move(days=10)

    text = visit(getattr(cast, who), f"/sessions/{first.id}").text

    assert said in text
    day = re.search(r'<input[^>]*name="trained_on"[^>]*>', text)[0]
    assert 'min="2026-05-18"' in day
    assert 'max="2026-05-28"' in day


def test_neither_an_excused_nor_a_begun_session_is_called_missed(cast, visit, gym, time):
    first, second, *_ = gym.sessions(gym.plan())
    gym.train(first, finish=False)
    visit(cast.ana, f"/sessions/{second.id}/excuse", method="POST")
    time.move(days=10)

    for session in (first, second):
        assert "It can still be logged" not in visit(cast.ana, f"/sessions/{session.id}").text


def test_the_note_says_who_reads_it(cast, visit, gym):
    first, *_ = gym.sessions(gym.plan())

    assert "Your trainer can read it." in visit(cast.ana, f"/sessions/{first.id}").text
    assert "Ana Kovač can read it." in visit(cast.carla, f"/sessions/{first.id}").text


@pytest.mark.parametrize("part", ["sets", "efforts", "completion"])
def test_what_arrives_late_counts_on_the_day_it_was_done(gym, cast, visit, page, time, session, part):
    first = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4)) if part == "efforts" else gym.squats()))[0]
    text = page(first)
    token = re.search(r'name="shown" value="([^"]+)"', text)[1]
    track = re.search(r'name="track" value="([^"]+)"', text)[1]
    form = {"track": track, "position": "0", "reps": "5", "shown": token, "done_at": "2026-05-18T21:50:00Z"}
    time.move(days=3)

    assert visit(cast.ana, f"/sessions/{first.id}/{part}", method="POST", **form).status_code == 303

    assert log_of(session, first).trained_on == date(2026, 5, 18)  # 23:50 in Zagreb


def test_the_day_is_the_athletes(gym, cast, visit, page, time, session):
    cast.ana.time_zone = "Pacific/Auckland"
    session.commit()
    first = gym.sessions(gym.plan())[0]
    token = re.search(r'name="shown" value="([^"]+)"', page(first))[1]
    time.move(hours=10)
    form = {"track": "a", "position": "0", "reps": "5", "shown": token, "done_at": "2026-05-18T16:00:00Z"}

    visit(cast.carla, f"/sessions/{first.id}/sets", method="POST", **form)

    assert log_of(session, first).trained_on == date(2026, 5, 19)


@pytest.mark.parametrize("done_at", ["1971-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "", "soon", "2026-05-17T21:00:00"])
def test_a_phone_whose_clock_is_wrong_logs_today(gym, cast, visit, page, time, session, done_at):
    first = gym.sessions(gym.plan())[0]
    token = re.search(r'name="shown" value="([^"]+)"', page(first))[1]
    time.move(days=1)
    form = {"track": "a", "position": "0", "reps": "5", "shown": token, "done_at": done_at}

    visit(cast.ana, f"/sessions/{first.id}/sets", method="POST", **form)

    assert log_of(session, first).trained_on == date(2026, 5, 19)
