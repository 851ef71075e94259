"""The list of conversations of a trainer who has hundreds."""

import re
from datetime import timedelta

import pytest

from portal.messaging.models import Conversation, Message
from portal.seed import people
from tests.cast import NOW


@pytest.fixture
def many(cast, session):
    """Let so many further clients have written to Carla, the answered ones too."""

    def many(waiting, answered, *, at_once=False):
        for number in range(waiting + answered):
            hours = 1 if at_once else number
            name = f"Client {number:03}"
            person = type(cast.ana)(
                name=name, email=f"c{number}@trackside.example", password_hash="x", joined_at=NOW - timedelta(days=9)
            )
            session.add(person)
            session.flush()
            people.coach(cast.carla, person, since=NOW - timedelta(days=8))
            began = NOW - timedelta(days=8)
            conversation = Conversation(trainer_id=cast.carla.id, athlete_id=person.id, began_at=began)
            session.add(conversation)
            session.flush()
            asked = NOW - timedelta(hours=hours + 2)
            session.add(Message(conversation_id=conversation.id, sender_id=person.id, text="Well?", sent_at=asked))
            if number >= waiting:
                said = asked + timedelta(hours=1)
                session.add(
                    Message(conversation_id=conversation.id, sender_id=cast.carla.id, text="Fine.", sent_at=said)
                )
        session.commit()

    return many


def names(response):
    return re.findall(r'conversation-row__name">([^<]+)<', response.text)


def following(response):
    found = re.search(
        r'href="(/messages\?after=[^"]+)"[^>]*>(?:<svg.*?</svg>)?\s*(?:<span>)?More', response.text, re.DOTALL
    )
    return found and found[1]


def walk(visit, person):
    pages, url = [], "/messages"
    while url:
        page = visit(person, url)
        assert page.status_code == 200
        pages.append(names(page))
        url = following(page)
    return pages


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(("waiting", "answered"), [(50, 45), (0, 90), (90, 0), (40, 1), (40, 0)])
def test_pages_hold_everybody_once_in_order(cast, visit, many, waiting, answered, at_once):
    many(waiting, answered, at_once=at_once)

    pages = walk(visit, cast.carla)

    everybody = [name for page in pages for name in page]
    assert [len(page) for page in pages[:-1]] == [40] * (len(pages) - 1)
    assert len(pages) == -(-(waiting + answered) // 40)
    assert sorted(everybody) == [f"Client {number:03}" for number in range(waiting + answered)]
    if not at_once:  # who waits longest is first; of the others who wrote last
        first = [f"Client {number:03}" for number in reversed(range(waiting))]
        assert everybody == first + [f"Client {number:03}" for number in range(waiting, waiting + answered)]


def test_all_who_wait_are_counted_on_the_first_page(cast, visit, many):
    many(50, 10)

    assert "50 wait on you" in visit(cast.carla, "/messages").text


def test_the_list_costs_as_many_statements_however_much_was_said(cast, visit, many, queries):
    cast.visitor(cast.carla)
    many(20, 25)
    seen = []
    for more in range(2):
        if more:
            for row in cast.session.query(Conversation):
                text = "Once more?"
                cast.keep(Message(conversation_id=row.id, sender_id=row.athlete_id, text=text, sent_at=NOW))
        queries.clear()
        page = visit(cast.carla, "/messages")
        seen.append((len(queries), len(names(page))))

    assert seen[0] == seen[1]
    assert seen[0][1] == 40


def test_the_list_beside_a_conversation_turns_its_pages_in_place(cast, visit, many):
    many(30, 30)
    conversation = cast.session.query(Conversation).first()

    beside = visit(cast.carla, f"/messages/{conversation.id}")
    url = re.search(r'hx-get="(/messages/rows\?open=[^"]+after=[^"]+)"', beside.text)[1].replace("&amp;", "&")
    rows = visit(cast.carla, url, target="conversations")

    assert len(names(beside)) == 40
    assert len(names(rows)) == 20
    assert rows.text.lstrip().startswith("<nav")
    assert "From the top" in rows.text
    assert f'hx-get="{url}"' in rows.text.replace("&amp;", "&")  # it stays on this page when something new arrives


@pytest.mark.parametrize("after", ["x", "w1", "w99999999999999999-" + "0" * 36, "a1-not-an-id", "b5-", "%00"])
def test_a_place_that_cannot_be_is_the_first_page(cast, visit, many, after):
    many(2, 2)

    assert len(names(visit(cast.carla, f"/messages?after={after}"))) == 4
