"""What is unread, what waits for an answer, and what needs none."""

import pytest
from sqlalchemy import select

from portal.core.access import Actor
from portal.messaging.models import ReadMark
from portal.messaging.queries import unread_count
from tests.messaging.conftest import Talk


def unread(cast, person):
    return cast.session.scalar(select(unread_count(Actor(person.id))))


def read(visit, who, talk, message):
    return visit(who, f"{talk.url}/reading", method="POST", through=str(message.id))


def shown_in_the_rail(text):
    return text.partition('id="count-messages"')[2].partition("<span")[0].rpartition(">")[2]


def test_messages_to_somebody_are_unread_until_they_are_seen(cast, visit, talk):
    talk.said(cast.ana, "One", minutes_ago=9)
    second = talk.said(cast.ana, "Two", minutes_ago=8)
    talk.said(cast.carla, "Mine", minutes_ago=7)
    third = talk.said(cast.ana, "Three", minutes_ago=6)

    assert (unread(cast, cast.carla), unread(cast, cast.ana)) == (3, 1)
    assert shown_in_the_rail(visit(cast.carla, talk.url).text) == "3"

    assert read(visit, cast.carla, talk, second).status_code == 303
    assert unread(cast, cast.carla) == 1
    read(visit, cast.carla, talk, third)
    assert unread(cast, cast.carla) == 0
    read(visit, cast.carla, talk, second)
    assert unread(cast, cast.carla) == 0


def test_looking_at_a_page_notes_nothing_by_itself(cast, visit, talk):
    talk.said(cast.ana, "One")

    visit(cast.carla, talk.url)

    assert cast.session.query(ReadMark).count() == 0


def test_a_page_with_news_tells_through_what_it_was_read(cast, visit, talk):
    message = talk.said(cast.ana, "One")

    page = visit(cast.carla, talk.url).text
    assert f'name="through" value="{message.id}"' in page

    read(visit, cast.carla, talk, message)
    assert 'name="through"' not in visit(cast.carla, talk.url).text
    assert 'name="through"' not in visit(cast.ana, talk.url).text


@pytest.mark.parametrize("through", ["", "x", "01a1fdf1-d138-731a-a7e8-df2d98cf62aa"])
def test_a_strange_mark_changes_nothing(cast, visit, talk, through):
    talk.said(cast.ana, "One")

    assert visit(cast.carla, f"{talk.url}/reading", method="POST", through=through).status_code == 303
    assert unread(cast, cast.carla) == 1


def test_a_message_of_another_conversation_is_no_mark(cast, visit, talk):
    talk.said(cast.ana, "One")
    other = Talk(cast, cast.otto).said(cast.otto, "Else", minutes_ago=1)

    read(visit, cast.carla, talk, other)

    assert unread(cast, cast.carla) == 1


@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("sam", 404), ("ada", 404)])
def test_strangers_mark_nothing(cast, visit, talk, who, status):
    message = talk.said(cast.ana, "One")

    assert read(visit, getattr(cast, who), talk, message).status_code == status
    for part in ("newer", "earlier", "seen", "week"):
        assert visit(getattr(cast, who), f"{talk.url}/{part}").status_code == status
    for method in ("POST", "DELETE"):
        assert visit(getattr(cast, who), f"{talk.url}/settlement", method=method).status_code == status


def test_deleted_messages_are_not_unread(cast, visit, talk):
    message = talk.said(cast.ana, "One", minutes_ago=1)
    visit(cast.ana, f"/message/{message.id}/deletion", method="POST")

    assert unread(cast, cast.carla) == 0


def test_the_writer_sees_that_it_was_read(cast, visit, talk):
    message = talk.said(cast.ana, "One")
    assert "Read" not in visit(cast.ana, f"{talk.url}/seen").text

    read(visit, cast.carla, talk, message)
    assert "Read" in visit(cast.ana, f"{talk.url}/seen").text

    talk.said(cast.carla, "Two", minutes_ago=2)
    assert "Read" not in visit(cast.ana, f"{talk.url}/seen").text


def test_what_needs_no_answer_waits_no_more_until_something_new_comes(cast, visit, talk):
    talk.said(cast.ana, "Thanks")
    assert "1 waits on you" in visit(cast.carla, "/messages").text

    answer = visit(cast.carla, f"{talk.url}/settlement", method="POST", target="settlement")
    assert "Undo" in answer.text
    assert "waits on you" not in visit(cast.carla, "/messages").text
    assert "Needs no answer" not in visit(cast.carla, talk.url).text

    visit(cast.carla, f"{talk.url}/settlement", method="DELETE", target="settlement")
    assert "1 waits on you" in visit(cast.carla, "/messages").text

    visit(cast.carla, f"{talk.url}/settlement", method="POST")
    visit(cast.ana, talk.url, method="POST", text="One more thing")
    assert "1 waits on you" in visit(cast.carla, "/messages").text


def test_whether_somebody_waits_is_told_with_what_is_new(cast, visit, talk):
    asked = talk.said(cast.ana, "May I?", minutes_ago=9)
    answer = talk.said(cast.carla, "Yes.", minutes_ago=8)

    after_the_answer = visit(cast.carla, f"{talk.url}/newer?after={asked.id}", target="newest").text
    talk.said(cast.ana, "And tomorrow?", minutes_ago=7)
    after_the_next = visit(cast.carla, f"{talk.url}/newer?after={answer.id}", target="newest").text

    for text in (after_the_answer, after_the_next):
        assert text.count('<div id="settlement" hx-swap-oob="true">') == 1
    assert "Needs no answer" not in after_the_answer
    assert "Needs no answer" in after_the_next
    assert "hx-swap-oob" not in visit(cast.carla, talk.url).text.partition('id="settlement"')[2][:40]


def test_settling_an_empty_conversation_changes_nothing(cast, visit, talk):
    assert visit(cast.carla, f"{talk.url}/settlement", method="POST").status_code == 303
    assert visit(cast.carla, f"{talk.url}/settlement", method="DELETE").status_code == 303


def test_an_answer_ends_the_waiting(cast, visit, talk):
    talk.said(cast.ana, "Question")

    visit(cast.carla, talk.url, method="POST", text="Answer")

    assert "waits on you" not in visit(cast.carla, "/messages").text
