"""The live channel, without a browser."""

import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from fakeredis import FakeRedis, FakeServer
from redis.exceptions import ConnectionError as RedisGone
from sqlalchemy import delete

from portal.accounts.models import Person, SignIn
from portal.core import streams
from portal.core.db import db, transaction
from portal.core.hub import hang_up, nudge
from portal.core.ids import new_id
from portal.core.streams import BACKLOG, CHANNEL, MOST_EACH, RESYNC, THE_END, Full, Hub

SOON_S = 5.0


class Reader:
    """A browser that reads its stream in a thread of its own."""

    def __init__(self, hub, person_id, sign_in_id=None):
        self.stream = hub.open(person_id, sign_in_id or new_id())
        self.heard = []
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for chunk in self.stream:
            if chunk.startswith(b"data: "):
                self.heard.append(chunk.decode().removeprefix("data: ").strip())
        self.stream.close()

    def topics(self):
        return [topics for topics in self.heard if topics != RESYNC]


def until(true):
    """Wait for other threads."""
    deadline = time.monotonic() + SOON_S
    while not true():
        assert time.monotonic() < deadline, "took too long"
        threading.Event().wait(0.01)


class Ears:
    """Redis as the hub sees it, which can be away."""

    def __init__(self):
        self.server = FakeServer()
        self.is_away = False
        self.connections = []

    def __call__(self):
        if self.is_away:
            raise RedisGone
        self.connections.append(FakeRedis(server=self.server))
        return self.connections[-1]

    def say(self, key, topics):
        return FakeRedis(server=self.server).publish(f"{CHANNEL}{key}", topics)


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def hub(ears):
    made = Hub(ears, capacity=40, beat_s=0.05)
    yield made
    made.close()


def listening(hub, ears, *readers):
    until(lambda: ears.say("nobody", "x") > 0)
    until(lambda: all(RESYNC in reader.heard for reader in readers))


def test_39_streams_hear_what_is_meant_for_them_in_order(hub, ears):
    people = [new_id() for _ in range(5)]
    readers = [Reader(hub, people[n % 5]) for n in range(39)]
    listening(hub, ears, *readers)

    for number in range(20):
        for person in people:
            ears.say(person, f"conversation-{number}")

    wanted = [f"conversation-{number}" for number in range(20)]
    until(lambda: all(len(reader.topics()) >= len(wanted) for reader in readers))
    assert [reader.topics() for reader in readers] == [wanted] * len(readers)


def test_a_full_house_lets_nobody_else_in_until_somebody_leaves(ears):
    hub = Hub(ears, capacity=2, beat_s=0.05)
    first, second = hub.open(new_id(), new_id()), hub.open(new_id(), new_id())

    with pytest.raises(Full):
        hub.open(new_id(), new_id())
    first.close()
    first.close()  # twice frees one place, not two

    third = hub.open(new_id(), new_id())
    with pytest.raises(Full):
        hub.open(new_id(), new_id())
    assert hub.count == 2
    second.close()
    third.close()
    assert hub.count == 0


def test_one_person_cannot_fill_the_house(hub):
    person = new_id()
    readers = [Reader(hub, person) for _ in range(MOST_EACH)]

    Reader(hub, person)

    until(lambda: not readers[0].thread.is_alive())
    assert all(reader.thread.is_alive() for reader in readers[1:])


def test_a_reader_who_does_not_keep_up_is_cut_off_and_nobody_waits(hub, ears):
    person = new_id()
    stalled = hub.open(person, new_id())
    quick = Reader(hub, person)
    listening(hub, ears, quick)

    for number in range(BACKLOG + 2):
        ears.say(person, f"n-{number}")
        until(lambda n=number: f"n-{n}" in quick.heard)

    assert stalled.is_cut
    assert not quick.stream.is_cut
    assert len(list(stalled)) <= BACKLOG + 2
    stalled.close()


def test_a_stream_begins_by_telling_to_look_and_beats_while_nothing_happens(hub):
    stream = iter(hub.open(new_id(), new_id()))

    assert next(stream).startswith(b"retry: ")
    assert next(stream) == b"data: resync\n\n"
    assert any(next(stream) == b":\n\n" for _ in range(3))


def test_a_stream_ends_after_its_time(ears):
    hub = Hub(ears, capacity=1, beat_s=0.02, life_s=0.05)

    chunks = list(hub.open(new_id(), new_id()))

    assert b"data: resync\n\n" in chunks


def test_after_a_loss_everybody_is_told_to_look_again(hub, ears, monkeypatch):
    monkeypatch.setattr(streams, "FIRST_PAUSE_S", 0.02)
    reader = Reader(hub, new_id())
    listening(hub, ears, reader)
    until(lambda: reader.heard)
    before = len(reader.heard)

    ears.server.connected = False
    threading.Event().wait(0.2)
    ears.server.connected = True

    until(lambda: len(reader.heard) > before)
    assert set(reader.heard) == {RESYNC}
    person = new_id()
    other = Reader(hub, person)
    until(lambda: ears.say(person, "counts") and "counts" in other.heard)


def test_while_redis_is_away_browsers_look_now_and_then(ears, monkeypatch):
    monkeypatch.setattr(streams, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(streams, "LONGEST_PAUSE_S", 0.02)
    ears.is_away = True
    hub = Hub(ears, capacity=1, beat_s=0.05)

    reader = Reader(hub, new_id())

    until(lambda: len(reader.heard) > 3)
    assert set(reader.heard) == {RESYNC}
    ears.is_away = False
    hub.close()


def test_ending_a_sign_in_ends_its_streams_and_no_others(hub, ears):
    person, sign_in = new_id(), new_id()
    ended, stays = Reader(hub, person, sign_in), Reader(hub, person)
    listening(hub, ears, ended, stays)

    ears.say(sign_in, THE_END)

    until(lambda: not ended.thread.is_alive())
    assert stays.thread.is_alive()
    until(lambda: hub.count == 1)


@pytest.fixture
def published(app, monkeypatch):
    """What goes through Redis to the browsers."""
    redis = FakeRedis(server=FakeServer())
    monkeypatch.setitem(app.extensions, "redis", redis)
    ear = redis.pubsub(ignore_subscribe_messages=True)
    ear.psubscribe(CHANNEL + "*")
    ear.get_message(timeout=1)

    def heard():
        found = []
        while message := ear.get_message():
            found.append((message["channel"].decode().removeprefix(CHANNEL), message["data"].decode()))
        return found

    return heard


def test_a_nudge_is_given_once_the_transaction_is_kept(app, session, published):
    person = new_id()
    with app.app_context(), transaction():
        nudge(person, "conversation-7", "counts")
        db.session.execute(db.select(1))
        assert published() == []

    assert published() == [(str(person), "conversation-7 counts")]


def test_nothing_is_told_of_what_was_undone(app, session, published):
    with app.app_context(), suppress(KeyError), transaction():
        nudge(new_id(), "counts")
        raise KeyError

    assert published() == []


def test_hanging_up_says_the_end(app, session, published):
    sign_in = new_id()
    with app.app_context(), transaction():
        hang_up(sign_in)
        db.session.execute(db.select(1))

    assert published() == [(str(sign_in), THE_END)]


def test_signing_out_ends_the_streams_of_that_browser(cast, visit, published):
    sign_in_id = cast.visitor(cast.ana).sign_in_id

    visit(cast.ana, "/session", method="DELETE")

    assert published() == [(str(sign_in_id), THE_END)]


def test_a_nudge_without_redis_is_lost_and_harms_nobody(app, session):
    with app.app_context(), transaction():
        nudge(new_id(), "counts")
        assert db.session.scalar(db.select(1)) == 1


@pytest.fixture
def own_hub(app, monkeypatch, hub):
    monkeypatch.setitem(app.extensions, "hub", hub)
    return hub


def test_a_stream_needs_a_sign_in(visit, own_hub):
    response = visit(None, "/live")

    assert response.status_code == 204  # tells an EventSource not to come again; it would follow a redirect
    assert own_hub.count == 0


def test_a_stream_is_not_kept_anywhere_and_frees_its_place(cast, visit, own_hub):
    response = visit(cast.ana, "/live")

    assert response.mimetype == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in response.headers
    assert own_hub.count == 1
    response.close()
    assert own_hub.count == 0


def test_a_full_house_says_when_to_come_again(cast, visit, own_hub):
    own_hub.capacity = 0

    response = visit(cast.ana, "/live")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


def test_asking_only_for_the_headers_takes_no_place(cast, visit, own_hub):
    visit(cast.ana, "/live", method="HEAD")

    assert own_hub.count == 0


@pytest.fixture
def lees_sign_in(app, time):
    """Somebody in the real database: the one of the other tests is a single connection that is never given back."""
    with app.app_context(), transaction():
        person = Person(name="Lee", email=f"{new_id()}@trackside.example", password_hash="x", joined_at=time())
        db.session.add(person)
        db.session.flush()
        later = time() + timedelta(days=3650)
        row = SignIn(person_id=person.id, browser="Tests", began_at=time(), seen_at=time(), ends_at=later)
        db.session.add(row)
        ids = row.id, person.id
    yield ids[0]
    with app.app_context(), transaction():
        db.session.execute(delete(SignIn).where(SignIn.id == ids[0]))
        db.session.execute(delete(Person).where(Person.id == ids[1]))


def test_a_stream_holds_no_connection_to_the_database(app, engine, own_hub, lees_sign_in):
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = str(lees_sign_in), True
    before = engine.pool.checkedout()

    response = client.get("/live", buffered=False)
    next(iter(response.response))

    assert response.status_code == 200
    assert own_hub.count == 1
    assert engine.pool.checkedout() == before
    response.close()
