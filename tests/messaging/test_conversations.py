"""Conversations: who has them, in which order, and when they end."""

from datetime import timedelta

import pytest

from portal.messaging.models import Conversation, Message, ReadMark
from portal.messaging.queries.conversations import conversations_of
from portal.roster.models import Coaching
from portal.seed import people
from tests.cast import NOW
from tests.messaging.conftest import Talk


def end_coaching(cast, trainer):
    coaching = cast.session.query(Coaching).filter_by(trainer_id=trainer.id, ended_at=None).one()
    coaching.ended_at = NOW
    cast.session.commit()


def client(cast, name):
    """A further client of Carla's."""
    person = cast.keep(
        type(cast.ana)(
            name=name, email=f"{name.lower()}@trackside.example", password_hash="x", joined_at=NOW - timedelta(days=9)
        )
    )
    people.coach(cast.carla, person, since=NOW - timedelta(days=8))
    cast.session.commit()
    return person


def talk_with(cast, person):
    return cast.keep(Conversation(trainer_id=cast.carla.id, athlete_id=person.id, began_at=NOW - timedelta(days=8)))


def say(cast, conversation, by, text, *, hours_ago):
    at = NOW - timedelta(hours=hours_ago)
    return cast.keep(Message(conversation_id=conversation.id, sender_id=by.id, text=text, sent_at=at))


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 200), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_a_conversation_is_between_two(cast, visit, talk, who, status):
    talk.said(cast.ana, "My back is tight.")

    response = visit(getattr(cast, who), talk.url)

    assert response.status_code == status
    assert ("My back is tight." in response.text) == (status == 200)


def test_those_who_wait_come_first_the_oldest_on_top(cast, visit):
    for name, hours in [("Ben", 2), ("Nora", 26), ("Diego", 5)]:
        person = client(cast, name)
        conversation = talk_with(cast, person)
        say(cast, conversation, person, f"Question of {name}", hours_ago=hours)
    done = client(cast, "Yusuf")
    answered = talk_with(cast, done)
    say(cast, answered, done, "Thanks?", hours_ago=50)
    say(cast, answered, cast.carla, "You are welcome", hours_ago=49)

    text = visit(cast.carla, "/messages").text

    places = [text.index(words) for words in ("Question of Nora", "Question of Diego", "Question of Ben", "Answered")]
    assert places == sorted(places)
    assert "3 wait on you" in text
    assert text.index("You: You are welcome") > text.index("Answered")


def test_each_conversation_counts_by_its_own_mark(cast, app):
    """One that is read to the end must not lend its mark to another."""
    for name, read_hours_ago in [("Ben", 1), ("Nora", 60), ("Diego", None)]:
        person = client(cast, name)
        conversation = talk_with(cast, person)
        say(cast, conversation, person, "One", hours_ago=50)
        say(cast, conversation, person, "Two", hours_ago=40)
        if read_hours_ago:
            read_at = NOW - timedelta(hours=read_hours_ago)
            cast.keep(ReadMark(conversation_id=conversation.id, person_id=cast.carla.id, read_at=read_at))

    with app.app_context():
        rows = conversations_of(cast.visitor(cast.carla).actor, now=NOW).all

    assert {row.name: row.unread for row in rows} == {"Ben": 0, "Nora": 2, "Diego": 2}


def test_an_athlete_comes_straight_to_the_trainer(cast, visit, talk):
    talk.said(cast.carla, "How was it?")

    response = visit(cast.ana, "/messages")

    assert response.status_code == 303
    assert response.location == talk.url


def test_an_athlete_without_a_word_yet_may_write_the_first(cast, visit):
    first = visit(cast.ana, "/messages")
    page = visit(cast.ana, first.location)

    assert first.location == f"/trainers/{cast.carla.id}/messages"
    assert "Nothing said yet" in page.text
    sent = visit(cast.ana, first.location, method="POST", text="Good morning")
    conversation = cast.session.query(Conversation).one()
    assert sent.location == f"/messages/{conversation.id}"
    assert (conversation.trainer_id, conversation.athlete_id) == (cast.carla.id, cast.ana.id)
    assert visit(cast.ana, first.location).location == sent.location
    assert "Good morning" in visit(cast.carla, sent.location).text


def test_a_trainer_may_write_the_first_word_to_a_client_too(cast, visit):
    url = f"/clients/{cast.ana.id}/messages"

    assert "Nothing said yet" in visit(cast.carla, url).text
    visit(cast.carla, url, method="POST", text="Welcome")
    visit(cast.carla, url, method="POST", text="Again")

    assert [row.text for row in cast.session.query(Message).order_by(Message.sent_at)] == ["Welcome", "Again"]
    assert cast.session.query(Conversation).count() == 1
    text = visit(cast.carla, url).text
    assert "Welcome" in text
    assert "Overview" in text


@pytest.mark.parametrize(("who", "whom"), [("sam", "carla"), ("ana", "otto"), ("ana", "sam"), ("carla", "otto")])
def test_nobody_writes_to_somebody_who_does_not_coach_them(cast, visit, who, whom):
    url = f"/trainers/{getattr(cast, whom).id}/messages"

    assert visit(getattr(cast, who), url).status_code == 404
    assert visit(getattr(cast, who), url, method="POST", text="Hello").status_code == 404


@pytest.mark.parametrize(("who", "whom"), [("otto", "ana"), ("carla", "sam"), ("ana", "ana"), ("sam", "ana")])
def test_nobody_writes_to_somebody_who_is_no_client(cast, visit, who, whom):
    url = f"/clients/{getattr(cast, whom).id}/messages"

    assert visit(getattr(cast, who), url).status_code == 404
    assert visit(getattr(cast, who), url, method="POST", text="Hello").status_code == 404


def test_with_the_coaching_the_trainer_loses_the_conversation_at_once(cast, visit, talk):
    talk.said(cast.ana, "My back is tight.")

    end_coaching(cast, cast.carla)

    assert visit(cast.carla, talk.url).status_code == 404
    assert visit(cast.carla, talk.url, method="POST", text="Wait").status_code == 404
    assert visit(cast.carla, f"{talk.url}/newer").status_code == 404
    assert "My back is tight." not in visit(cast.carla, "/messages").text


def test_the_athlete_keeps_what_was_said_but_nobody_writes(cast, visit, talk):
    mine = talk.said(cast.ana, "My back is tight.", minutes_ago=1)
    talk.said(cast.carla, "Rest for two days.")

    end_coaching(cast, cast.carla)
    page = visit(cast.ana, talk.url)

    assert "Rest for two days." in page.text
    assert "Carla Moreau does not coach you any more." in page.text
    assert "<textarea" not in page.text
    assert visit(cast.ana, talk.url, method="POST", text="Please come back").status_code == 403
    assert visit(cast.ana, f"/message/{mine.id}/deletion", method="POST").status_code == 403
    assert cast.session.query(Message).count() == 2


def test_a_former_trainers_words_stay_beside_those_of_the_present_one(cast, visit, talk):
    talk.said(cast.carla, "New plan")
    former = Talk(cast, cast.otto)
    former.said(cast.otto, "Old plan", minutes_ago=600)

    listed = visit(cast.ana, "/messages")

    assert listed.status_code == 200
    assert "New plan" in listed.text
    assert "Old plan" in listed.text
    assert "New plan" in visit(cast.ana, talk.url).text
    assert visit(cast.otto, former.url).status_code == 404


def test_somebody_without_a_trainer_is_told_what_will_be_here(cast, visit):
    assert "As soon as a trainer coaches you" in visit(cast.sam, "/messages").text


def test_a_trainer_without_conversations_is_told_what_will_be_here(cast, visit):
    assert "No conversations yet" in visit(cast.carla, "/messages").text


def test_the_open_one_is_marked_and_the_list_refreshes_alone(cast, visit, talk):
    talk.said(cast.ana, "Hello")

    page, rows = visit(cast.carla, talk.url), visit(cast.carla, f"/messages/rows?open={talk.conversation.id}")

    assert 'aria-current="true"' in page.text
    assert rows.text.lstrip().startswith("<nav")
    assert 'aria-current="true"' in rows.text


def test_the_week_stands_beside_the_conversation_for_the_trainer_alone(cast, visit, talk, gym):
    gym.plan()

    response = visit(cast.carla, f"{talk.url}/week")

    assert "Last seven days" in response.text
    assert gym.sessions(gym.plan())[0].title in response.text
    assert visit(cast.ana, f"{talk.url}/week").status_code == 404


def test_long_conversations_are_read_upwards_page_by_page(cast, visit, talk):
    for number in range(70):
        talk.said(cast.ana, f"Number {number:03}.", minutes_ago=1000 - number)

    page = visit(cast.carla, talk.url).text
    first = cast.session.query(Message).filter_by(text="Number 040.").one()
    earlier = visit(cast.carla, f"{talk.url}/earlier?before={first.id}").text
    whole = visit(cast.carla, f"{talk.url}?before={first.id}").text

    assert "Number 069." in page
    assert "Number 040." in page
    assert "Number 039." not in page
    assert f"before={first.id}" in page
    for text in (earlier, whole):
        assert "Number 010." in text
        assert "Number 039." in text
        assert "Number 040." not in text
    assert "To the latest messages" in whole
    top = cast.session.query(Message).filter_by(text="Number 010.").one()
    last = visit(cast.carla, f"{talk.url}/earlier?before={top.id}").text
    assert "Number 000." in last
    assert "Earlier messages" not in last


@pytest.mark.parametrize("before", ["", "x", "01a1fdf1-d138-731a-a7e8-df2d98cf62aa"])
def test_a_strange_place_to_read_from_harms_nothing(cast, visit, talk, before):
    talk.said(cast.ana, "Hello")

    assert visit(cast.carla, f"{talk.url}?before={before}").status_code == 200
    assert visit(cast.carla, f"{talk.url}/newer?after={before}").status_code in {200, 204}


def test_a_page_costs_the_same_however_long_the_conversation(cast, visit, talk, queries, gym):
    session = gym.sessions(gym.plan())[0]
    about = {"about_kind": "session", "about_id": session.id}
    talk.said(cast.ana, "Hello", **about)
    visit(cast.carla, talk.url)
    queries.clear()
    visit(cast.carla, talk.url)
    once = len(queries)
    for number in range(60):
        talk.said(cast.ana, f"More {number}", minutes_ago=50, **about)
        person = client(cast, f"Client{number}") if number < 10 else None
        if person:
            say(cast, talk_with(cast, person), person, "Question", hours_ago=1)

    queries.clear()
    response = visit(cast.carla, talk.url)

    assert len(queries) == once <= 8
    packed = visit(cast.carla, talk.url, headers={"Accept-Encoding": "gzip"})
    assert len(packed.data) <= 25 * 1024
    assert response.status_code == 200


def test_the_tab_of_a_client_costs_no_more(cast, visit, talk, queries):
    talk.said(cast.ana, "Hello")
    queries.clear()

    visit(cast.carla, f"/clients/{cast.ana.id}/messages")

    assert len(queries) <= 8


def test_read_marks_belong_to_one_person_each(cast, talk):
    talk.read(cast.ana)
    talk.read(cast.carla)

    assert cast.session.query(ReadMark).count() == 2
