"""Sessions opened ahead of their day: the page says so, and one taken back altogether is to come as before."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.training.models.logs import SessionLog
from portal.training.rules.plans import Missed

SAID = (
    "Planned for Fri, May 22. Done today it comes before what is planned until then, though its numbers count on that."
)


@pytest.fixture
def read(cast, visit):
    return lambda session, who="ana": visit(getattr(cast, who), f"/sessions/{session.id}").text


@pytest.fixture
def send(cast, visit):
    def send(session, part, text="", *, method="POST", **fields):
        found = dict(re.findall(r'name="(shown|track)" value="([^"]+)"', text))
        return visit(cast.ana, f"/sessions/{session.id}/{part}", method=method, **found, **fields)

    return send


@pytest.fixture
def tick(send):
    return lambda session, text, position=0: send(session, "sets", text, position=position, reps="5", load="60")


def logs(session):
    session.expire_all()
    return session.scalars(select(SessionLog)).all()


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_a_session_ahead_of_its_day_says_what_doing_it_today_means(gym, read, who):
    _, wednesday, friday, *_ = gym.sessions(gym.plan(missed=Missed.SHIFT))

    assert SAID in read(friday, who)
    assert "Done today it comes before" not in read(wednesday, who)  # two days early is the same session


def test_the_answer_to_a_set_ahead_of_its_day_says_so_too(cast, visit, gym):
    friday = gym.sessions(gym.plan(missed=Missed.SHIFT))[2]

    assert SAID in visit(cast.ana, f"/sessions/{friday.id}", target="session_sheet").text


@pytest.mark.parametrize(("who", "status"), [("ana", 303), ("carla", 303), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_a_reason_leads_to_the_session_it_came_from(cast, visit, gym, read, session, who, status):
    monday, wednesday, *_ = gym.sessions(gym.plan())
    gym.train(monday)

    (link,) = set(re.findall(r'href="(/logs/[^"]+)"', read(wednesday)))

    answer = visit(getattr(cast, who), link)
    assert answer.status_code == status
    assert status != 303 or answer.location == f"/sessions/{monday.id}"
    assert "/logs/" not in read(monday)


def test_where_missed_sessions_are_left_out_nothing_moves(gym, read):
    friday = gym.sessions(gym.plan(missed=Missed.SKIP))[2]

    assert "Done today it comes before" not in read(friday)
    assert "Planned for Fri, May 22. Its numbers count on what is planned until then." in read(friday)


def test_what_nobody_has_done_yet_is_told_as_foreseen(gym, read):
    monday, wednesday, friday, *_ = gym.sessions(gym.plan(missed=Missed.SKIP))

    assert "If all goes as planned: +2.5 kg after 3 × 5 done on Wed, May 20." in " ".join(read(friday).split())
    gym.train(monday)
    assert "If all goes as planned" not in read(wednesday)


def test_what_is_finished_or_excused_is_not_called_ahead(gym, read, send):
    _, _, friday, monday, *_ = gym.sessions(gym.plan(missed=Missed.SHIFT))
    send(friday, "completion", read(friday))
    send(monday, "excuse")

    assert "Done today it comes before" not in read(friday)
    assert "Done today it comes before" not in read(monday)


@pytest.mark.parametrize("missed", Missed)
def test_a_session_of_another_day_that_was_taken_back_leaves_today_to_its_own(
    cast, visit, gym, read, tick, send, missed, session
):
    monday, _, friday, *_ = gym.sessions(gym.plan(missed=missed))
    tick(friday, read(friday))
    assert f'session="{friday.id}"' in visit(cast.ana, "/today").text

    assert send(friday, "sets/a/0", method="DELETE").status_code == 303

    assert f'session="{monday.id}"' in visit(cast.ana, "/today").text
    assert logs(session) == []
    assert send(friday, "sets/a/0", method="DELETE").status_code == 303


def test_one_of_two_sets_taken_back_keeps_the_log(gym, read, tick, send, session):
    monday = gym.sessions(gym.plan())[0]
    text = read(monday)
    tick(monday, text)
    tick(monday, text, 1)

    send(monday, "sets/a/0", method="DELETE")

    assert len(logs(session)) == 1


def test_a_note_or_the_end_keeps_the_log(cast, visit, gym, read, tick, send, session):
    monday = gym.sessions(gym.plan())[0]
    text = read(monday)
    tick(monday, text)
    send(monday, "completion", text, note="Sore.")
    send(monday, "sets/a/0", method="DELETE")
    assert logs(session)[0].finished_at is not None
    assert "Finished." in visit(cast.ana, "/today").text

    send(monday, "completion", method="DELETE")
    send(monday, "sets/a/0", method="DELETE")

    assert logs(session)[0].note == "Sore."


def test_a_page_read_with_a_log_can_begin_another(gym, read, tick, send, session):
    monday = gym.sessions(gym.plan())[0]
    tick(monday, read(monday))
    begun = read(monday)
    send(monday, "sets/a/0", method="DELETE")

    assert tick(monday, begun, 1).status_code == 303

    assert len(logs(session)) == 1


def test_what_was_taken_back_follows_the_plan_again(gym, read, tick, send):
    monday, _, friday, *_ = gym.sessions(gym.plan(missed=Missed.SHIFT))
    tick(friday, read(friday))
    send(friday, "sets/a/0", method="DELETE")
    gym.train(monday, short_by=3)

    rows = gym.sheet(friday, today=friday.on - timedelta(days=1)).sheet.tracks[0].sets

    assert rows[0].load_kg != 65
