"""Messages: sent once, kept as they were written, quoted for whoever reads, taken back for a while."""

import re
from datetime import timedelta

import pytest

from portal.core import drawing
from portal.core.drawing import Drawings
from portal.core.ids import new_id
from portal.events.log import LoggedEvent
from portal.messaging.models import Message
from portal.roster.models import Consent
from portal.seed import people
from portal.training.models.logs import SessionLog
from portal.training.rules.exercises import Measure
from tests.cast import NOW
from tests.training.builders import exercise
from workers.messaging import erase_deleted_messages


def sent(cast):
    return cast.session.query(Message).order_by(Message.sent_at).all()


def send(visit, who, talk, text="Hello", **more):
    return visit(who, talk.url, method="POST", text=text, **more)


def events(cast):
    return [row.name for row in cast.session.query(LoggedEvent) if row.name.startswith("messaging.")]


@pytest.mark.parametrize(("who", "status"), [("carla", 303), ("ana", 303), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_only_the_two_write(cast, visit, talk, who, status):
    response = send(visit, getattr(cast, who), talk)

    assert response.status_code == status
    assert len(sent(cast)) == (status == 303)


def test_a_message_is_announced_without_its_words(cast, visit, talk):
    send(visit, cast.ana, talk, text="A secret")

    (event,) = [row for row in cast.session.query(LoggedEvent) if row.name == "messaging.MessageSent"]
    assert event.payload == {
        "message_id": str(sent(cast)[0].id),
        "conversation_id": str(talk.conversation.id),
    }
    assert (event.about_id, event.by_id) == (cast.ana.id, cast.ana.id)


def test_sending_twice_says_it_once(cast, visit, talk):
    key = str(new_id())

    first, second = (send(visit, cast.ana, talk, key=key) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert [row.text for row in sent(cast)] == ["Hello"]
    assert events(cast) == ["messaging.MessageSent"]


def test_other_words_under_a_known_key_are_not_lost(cast, visit, talk):
    key = str(new_id())

    send(visit, cast.ana, talk, text="First", key=key)
    send(visit, cast.ana, talk, text="First, and more", key=key)

    assert [row.text for row in sent(cast)] == ["First", "First, and more"]


def test_the_same_words_may_be_said_again(cast, visit, talk):
    send(visit, cast.ana, talk, key=str(new_id()))
    send(visit, cast.ana, talk, key=str(new_id()))
    send(visit, cast.ana, talk, key="nonsense")
    send(visit, cast.ana, talk)

    assert len(sent(cast)) == 4
    assert len({row.sent_at for row in sent(cast)}) == 4


def test_two_people_may_make_the_same_key(cast, visit, talk):
    key = str(new_id())

    send(visit, cast.ana, talk, key=key)
    send(visit, cast.carla, talk, key=key)

    assert len(sent(cast)) == 2


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001, "ž" * 100_000], ids=["nothing", "blank", "long", "huge"])
def test_what_cannot_be_sent_stays_in_the_form(cast, visit, talk, text):
    talk.said(cast.carla, "Earlier words")

    plain = send(visit, cast.ana, talk, text=text)
    htmx = visit(cast.ana, talk.url, method="POST", target="composer", text=text)

    assert (plain.status_code, htmx.status_code) == (422, 422)
    assert sent(cast)[-1].text == "Earlier words"
    assert text.strip() in plain.text
    assert text.strip() in htmx.text
    assert "Earlier words" in plain.text
    assert htmx.text.lstrip().startswith("<message-composer")


def test_the_refusal_says_how_long_it_is_and_may_be(cast, visit, talk):
    response = send(visit, cast.ana, talk, text="x" * 10_001)

    assert "This is 10,001 characters long; 10,000 are the most." in response.text


def test_a_first_word_that_cannot_be_sent_stays_too(cast, visit):
    to_client = visit(cast.carla, f"/clients/{cast.ana.id}/messages", method="POST", text="y" * 10_001)
    to_trainer = visit(cast.ana, f"/trainers/{cast.carla.id}/messages", method="POST", text="y" * 10_001)

    for response in (to_client, to_trainer):
        assert response.status_code == 422
        assert "y" * 10_001 in response.text
    assert sent(cast) == []


def test_ten_thousand_characters_are_welcome(cast, visit, talk):
    assert send(visit, cast.ana, talk, text="x" * 10_000).status_code == 303


def test_after_sending_the_form_is_empty_and_the_page_asks_for_what_is_new(cast, visit, talk):
    response = visit(cast.ana, talk.url, method="POST", target="composer", text="Hello")

    assert response.status_code == 200
    assert "Hello" not in response.text
    assert f"live:conversation-{talk.conversation.id}" in response.headers["HX-Trigger"]


def test_html_is_shown_as_it_was_typed(cast, visit, talk):
    evil = '<script>alert(1)</script><img src=x onerror="x"> {{ 7*7 }} %(name)s'
    send(visit, cast.ana, talk, text=evil)

    for who, url in [(cast.carla, talk.url), (cast.carla, "/messages"), (cast.ana, talk.url)]:
        text = visit(who, url).text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "{{ 7*7 }}" in text


def test_links_lead_out_and_nothing_else_does(cast, visit, talk):
    send(visit, cast.ana, talk, text="https://example.org/?a=1&b=2 javascript:alert(1)")

    text = visit(cast.carla, talk.url).text

    assert '<a href="https://example.org/?a=1&amp;b=2" rel="noopener' in text
    assert 'href="javascript' not in text


def test_lines_and_spaces_of_a_text_are_kept(cast, visit, talk):
    send(visit, cast.ana, talk, text="one\r\n  two\x00")

    assert sent(cast)[0].text == "one\n  two"


def test_only_what_is_newer_is_fetched(cast, visit, talk):
    first = talk.said(cast.ana, "First", minutes_ago=30)
    second = talk.said(cast.ana, "Second", minutes_ago=20)

    newer = visit(cast.carla, f"{talk.url}/newer?after={first.id}")

    assert "Second" in newer.text
    assert "First" not in newer.text
    assert visit(cast.carla, f"{talk.url}/newer?after={second.id}").status_code == 204
    assert "First" in visit(cast.carla, f"{talk.url}/newer?after=").text


def test_a_day_is_named_once(cast, visit, talk):
    first = talk.said(cast.ana, "First", minutes_ago=30)
    talk.said(cast.ana, "Second", minutes_ago=20)

    assert "thread__day" not in visit(cast.carla, f"{talk.url}/newer?after={first.id}").text
    assert visit(cast.carla, talk.url).text.count("thread__day") == 1


# What messages are about


@pytest.fixture
def trained(gym):
    session = gym.sessions(gym.plan())[0]
    gym.train(session)
    return session


def about_set(session):
    return f"set:{session.id}:a:2"


def about_set_of_log(cast, session):
    log = cast.session.query(SessionLog).filter_by(planned_session_id=session.id).one()
    return f"set:{log.id}:a:2"


def revoke(cast, kind):
    row = cast.session.query(Consent).filter_by(kind=kind, revoked_at=None).order_by(Consent.granted_at.desc()).first()
    row.revoked_at = NOW
    cast.session.commit()


def test_a_message_quotes_the_session_it_is_about(cast, visit, talk, trained):
    about = f"session:{trained.id}"
    talk.said(cast.carla, "How was it?")

    started = visit(cast.ana, f"/messages/new?about={about}")
    assert started.location == f"{talk.url}?about={about}"
    assert trained.title in visit(cast.ana, started.location).text
    send(visit, cast.ana, talk, text="Too heavy", about=about)

    text = visit(cast.carla, talk.url).text
    assert f'<a class="quote" href="/sessions/{trained.id}">' in text
    assert "done" in text


def test_a_message_quotes_the_set_it_is_about(cast, visit, talk, trained):
    send(visit, cast.ana, talk, text="Too heavy", about=about_set(trained))

    text = visit(cast.carla, talk.url).text
    assert "Back squat, set 3" in text
    assert "5 × 60 kg" in text
    assert f"/sessions/{trained.id}#set_a_2" in text


def test_an_old_message_that_names_the_log_still_quotes_its_set(cast, visit, talk, trained):
    send(visit, cast.ana, talk, text="Too heavy", about=about_set_of_log(cast, trained))

    text = visit(cast.carla, talk.url).text
    assert "Back squat, set 3" in text
    assert "5 × 60 kg" in text


@pytest.fixture
def first_set(cast, visit, gym):
    """A session of which only the first set is logged: call with a load to log it again, without to take it back."""
    session = gym.sessions(gym.plan())[0]
    shown = re.search(r'name="shown" value="([^"]+)"', visit(cast.ana, f"/sessions/{session.id}").text)[1]

    def put(load=None):
        url = f"/sessions/{session.id}/sets"
        if load is None:
            return visit(cast.ana, f"{url}/a/0", method="DELETE")
        form = {"track": "a", "position": 0, "shown": shown, "units": "metric", "reps": 5, "load": load}
        return visit(cast.ana, url, method="POST", data=form)

    put("60")
    put.session, put.about = session, f"set:{session.id}:a:0"
    return put


def test_a_message_about_a_set_outlives_its_correction(cast, visit, talk, first_set, time):
    send(visit, cast.ana, talk, text="Too heavy", about=first_set.about)

    time.move(minutes=1)
    assert first_set().status_code == 303
    gone = visit(cast.carla, talk.url).text
    time.move(minutes=1)
    assert first_set("55").status_code == 303
    corrected = visit(cast.carla, talk.url).text

    assert "Back squat, set 1" in gone
    assert "This set was taken back." in gone
    assert "Something you may not see" not in gone
    assert "5 × 55 kg" in corrected
    assert "taken back" not in corrected


def test_nobody_writes_anew_about_a_set_that_was_taken_back(cast, visit, talk, first_set):
    first_set()

    assert send(visit, cast.ana, talk, about=first_set.about).status_code == 409
    assert visit(cast.ana, f"/messages/new?about={first_set.about}").status_code == 404


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_every_logged_set_can_be_written_about(cast, visit, gym, talk, who):
    person, session = getattr(cast, who), gym.sessions(gym.plan())[0]
    before = visit(person, f"/sessions/{session.id}").text
    gym.train(session)

    links = re.findall(r'href="(/messages/new\?about=set[^"]+)"', visit(person, f"/sessions/{session.id}").text)

    assert "about=set" not in before
    assert len(links) == 3
    answer = visit(person, links[1])
    while answer.location:
        answer = visit(person, answer.location)
    assert "Back squat, set 2" in answer.text
    assert "5 × 60" in answer.text.replace("\xa0", " ")


@pytest.mark.parametrize(("measure", "words"), [(Measure.SECONDS, "45 s"), (Measure.DISTANCE, "45 m")])
def test_a_quoted_set_says_what_was_counted(cast, visit, gym, talk, measure, words):
    plank = exercise(cast, name="Plank", slug="plank", measure=measure)
    item = gym.squats(days=(0,), preset="fixed", sets=3, reps=45)
    held = type(item)(item.key, str(plank.id), plank.name, item.preset, item.fields, item.days)
    session = gym.sessions(gym.plan(held))[0]
    gym.train(session)

    send(visit, cast.ana, talk, text="Hard", about=about_set(session))

    text = visit(cast.carla, talk.url).text
    assert words in text
    assert f"planned {words}" in text
    assert "45 reps" not in text


def test_what_the_reader_may_not_see_is_not_quoted(cast, visit, talk, trained):
    send(visit, cast.ana, talk, text="Too heavy", about=f"session:{trained.id}")
    send(visit, cast.ana, talk, text="And this", about=about_set(trained))

    revoke(cast, "training")
    theirs, hers = visit(cast.carla, talk.url).text, visit(cast.ana, talk.url).text

    assert theirs.count("Something you may not see") == 2
    assert trained.title not in theirs.partition('class="thread"')[2]
    assert "Back squat" not in theirs
    assert str(trained.id) not in theirs
    assert "Back squat, set 3" in hers


def test_a_writer_cannot_quote_what_they_may_not_see(cast, visit, talk, trained):
    revoke(cast, "training")

    response = visit(cast.carla, talk.url, method="POST", target="composer", text="Look", about=f"session:{trained.id}")

    assert response.status_code == 409
    assert "not there, or you may not see it" in response.text
    assert sent(cast) == []


def test_one_athletes_session_is_not_quoted_to_another(cast, visit, talk, trained):
    people.coach(cast.carla, cast.sam, since=NOW - timedelta(days=3))
    cast.session.commit()

    response = visit(
        cast.carla,
        f"/clients/{cast.sam.id}/messages",
        method="POST",
        text="Look at her",
        about=f"session:{trained.id}",
    )

    assert response.status_code == 409
    assert "belongs to somebody else" in response.text


@pytest.mark.parametrize("about", ["", "x", "session:x", "plan:01a1fdf1-d138-731a-a7e8-df2d98cf62aa"])
def test_nonsense_is_about_nothing(cast, visit, talk, about):
    assert visit(cast.ana, f"/messages/new?about={about}").status_code == 404
    assert visit(cast.ana, f"{talk.url}?about={about}").status_code == 200
    assert send(visit, cast.ana, talk, about=about).status_code == 303


def test_the_first_word_may_be_about_a_session(cast, visit, trained):
    started = visit(cast.ana, f"/messages/new?about=session:{trained.id}")

    assert started.location == f"/trainers/{cast.carla.id}/messages?about=session:{trained.id}"
    assert trained.title in visit(cast.ana, started.location).text


def test_a_trainer_who_asks_about_a_session_comes_to_its_athlete(cast, visit, trained):
    response = visit(cast.carla, f"/messages/new?about=session:{trained.id}")

    assert response.location.startswith(f"/clients/{cast.ana.id}/messages?about=")
    assert trained.title in visit(cast.carla, response.location).text
    assert visit(cast.otto, f"/messages/new?about=session:{trained.id}").status_code == 404


# Taking back


def deletion(message):
    return f"/message/{message.id}/deletion"


def test_a_message_can_be_taken_back_and_restored(cast, visit, talk):
    message = talk.said(cast.ana, "Oops", minutes_ago=4)

    gone = visit(cast.ana, deletion(message), method="POST", target=f"message-{message.id}")
    assert "You deleted this message." in gone.text
    assert "Undo" in gone.text
    assert "Oops" not in visit(cast.carla, talk.url).text
    assert "This message was deleted." in visit(cast.carla, talk.url).text
    assert "Oops" not in visit(cast.carla, "/messages").text

    back = visit(cast.ana, deletion(message), method="DELETE", target=f"message-{message.id}")
    assert "Oops" in back.text
    assert "Oops" in visit(cast.carla, talk.url).text
    assert events(cast) == ["messaging.MessageDeleted", "messaging.MessageRestored"]


def test_taking_back_twice_changes_nothing(cast, visit, talk):
    message = talk.said(cast.ana, "Oops", minutes_ago=4)

    for method in ("POST", "POST", "DELETE", "DELETE"):
        assert visit(cast.ana, deletion(message), method=method).status_code == 303

    assert events(cast) == ["messaging.MessageDeleted", "messaging.MessageRestored"]


def test_after_five_minutes_what_was_said_stays_said(cast, visit, talk):
    message = talk.said(cast.ana, "Oops", minutes_ago=6)

    response = visit(cast.ana, deletion(message), method="POST")

    assert response.status_code == 409
    assert "within five minutes" in response.text
    assert "Oops" in visit(cast.carla, talk.url).text


def test_after_five_minutes_what_was_deleted_stays_deleted(cast, visit, talk, time):
    message = talk.said(cast.ana, "Oops", minutes_ago=4)
    visit(cast.ana, deletion(message), method="POST")

    time.move(minutes=6)

    assert visit(cast.ana, deletion(message), method="DELETE").status_code == 409
    assert "Bring it back" not in visit(cast.ana, talk.url).text


@pytest.mark.parametrize(("who", "status"), [("carla", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_nobody_takes_back_the_words_of_others(cast, visit, talk, who, status):
    message = talk.said(cast.ana, "Mine", minutes_ago=1)

    assert visit(getattr(cast, who), deletion(message), method="POST").status_code == status
    assert visit(getattr(cast, who), f"/message/{message.id}").status_code == (200 if who == "carla" else 404)


def test_deleted_words_are_erased_for_good_after_an_hour(cast, visit, talk, app, time):
    message = talk.said(cast.ana, "Oops", minutes_ago=4)
    visit(cast.ana, deletion(message), method="POST")
    with app.app_context():
        erase_deleted_messages()
    assert cast.session.get(Message, message.id, populate_existing=True).text == "Oops"

    time.move(minutes=61)
    with app.app_context():
        erase_deleted_messages()

    assert cast.session.get(Message, message.id, populate_existing=True).text == ""
    assert "This message was deleted." in visit(cast.carla, talk.url).text


def test_no_process_remembers_a_message_that_can_still_be_taken_back(cast, visit, talk, monkeypatch):
    monkeypatch.setattr(drawing, "drawings", Drawings())
    talk.said(cast.ana, "An old word", minutes_ago=60)
    talk.said(cast.ana, "A hasty word", minutes_ago=4)

    for who in (cast.ana, cast.carla):
        assert "A hasty word" in visit(who, talk.url).text
        visit(who, "/messages")

    drawn = "".join(drawing.drawings.kept.values())
    assert "An old word" in drawn
    assert "A hasty word" not in drawn
