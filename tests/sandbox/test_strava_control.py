"""The page people play Strava with, its JSON twin, events, and memory across restarts."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.sandbox.strava.athletes import ATHLETES
from portal.sandbox.strava.hooks import Mode, Subscription
from portal.sandbox.strava.memory import restore, save
from portal.sandbox.strava.server import create_server
from portal.sandbox.strava.world import World
from tests.sandbox.conftest import CREDENTIALS

ANA, BEN, _ = ATHLETES


class Subscriber(BaseHTTPRequestHandler):
    """Repeats challenges, keeps events, and answers with the statuses it was told."""

    events, statuses = [], []

    def log_message(self, *_):
        """Stay quiet."""

    def do_GET(self):
        challenge = re.search(r"hub.challenge=(\w+)", self.path)[1]
        body = json.dumps({"hub.challenge": challenge}).encode()
        self.send_response(200 if "right" in self.path else 403)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.events.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.end_headers()


@pytest.fixture
def subscriber():
    Subscriber.events, Subscriber.statuses = [], []
    server = HTTPServer(("127.0.0.1", 0), Subscriber)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def subscribe(browser, url, answer="right"):
    form = {**CREDENTIALS, "callback_url": url, "verify_token": answer}
    return browser.post("/api/v3/push_subscriptions", data=form)


def test_the_handshake(browser, subscriber):
    assert subscribe(browser, subscriber, "wrong").status_code == 400
    assert subscribe(browser, "http://127.0.0.1:1/").status_code == 400
    assert subscribe(browser, "ftp://127.0.0.1/").status_code == 400
    assert subscribe(browser, "http://localhost/" + "x" * 300).status_code == 400
    made = subscribe(browser, subscriber)
    assert made.status_code == 201
    assert subscribe(browser, subscriber).json["errors"][0]["code"] == "already exists"
    assert browser.get("/api/v3/push_subscriptions", query_string=CREDENTIALS).json == [
        {"id": made.json["id"], "callback_url": subscriber}
    ]
    assert browser.delete(f"/api/v3/push_subscriptions/{made.json['id']}", data=CREDENTIALS).status_code == 204
    assert browser.get("/api/v3/push_subscriptions", query_string=CREDENTIALS).json == []
    assert browser.get("/api/v3/push_subscriptions").status_code == 401


def test_events_are_sent_held_dropped_and_repeated(browser, world, api, subscriber):
    api.connect(ANA)
    subscribe(browser, subscriber)
    world.hooks.mode = Mode.HOLD
    activity = browser.post(f"/control/athletes/{ANA.id}/activities", json={"habit": "ride"}).json
    browser.post(f"/control/activities/{activity['id']}", json={"name": "Renamed"})
    browser.post(f"/control/activities/{activity['id']}/deletion")
    browser.post("/control/hooks", json={"mode": "drop"})
    browser.post(f"/control/athletes/{ANA.id}/activities")

    sent = browser.post("/control/events/deliveries", json={"times": 2, "seed": 3}).json

    assert sent == {"statuses": [200] * 6}
    assert (
        sorted(event["aspect_type"] for event in Subscriber.events) == ["create"] * 2 + ["delete"] * 2 + ["update"] * 2
    )
    assert [event["updates"] for event in Subscriber.events if event["aspect_type"] == "update"] == [
        {"title": "Renamed"}
    ] * 2


def test_an_event_is_tried_three_times_then_lost(world, subscriber, monkeypatch):
    from portal.sandbox.strava import hooks  # noqa: PLC0415

    monkeypatch.setattr(hooks, "GAP_S", 0)
    world.hooks.subscription = Subscription(1, subscriber)
    Subscriber.statuses = [500, 500, 200, 500, 500, 500, 500]

    assert world.hooks.send({"object_id": 1})
    assert not world.hooks.send({"object_id": 2})

    assert [event["object_id"] for event in Subscriber.events] == [1, 1, 1, 2, 2, 2]


def test_only_those_who_granted_it_are_announced(world, api):
    world.hooks.subscription = Subscription(1, "http://127.0.0.1:1/")
    world.hooks.mode = Mode.HOLD
    api.connect(ANA, ("read",))
    world.finish(ANA, ANA.week[1])
    world.finish(BEN, BEN.week[0])

    assert world.hooks.held == []


def test_hiding_looks_like_deleting_to_those_with_the_narrow_scope(world, api):
    world.hooks.subscription = Subscription(1, "http://127.0.0.1:1/")
    world.hooks.mode = Mode.HOLD
    for scopes, aspect in ((("activity:read",), "delete"), (("activity:read_all",), "update")):
        api.connect(ANA, scopes)
        world.hide(world.of_athlete(ANA.id)[0])
        assert world.hooks.take_held()[0]["aspect_type"] == aspect


def test_withdrawing_at_strava_is_announced_and_ends_the_tokens(browser, world, api):
    grant = api.connect(ANA)
    world.hooks.subscription = Subscription(1, "http://127.0.0.1:1/")
    world.hooks.mode = Mode.HOLD

    browser.post(f"/control/athletes/{ANA.id}/withdrawal")

    (event,) = world.hooks.take_held()
    assert (event["object_type"], event["updates"]) == ("athlete", {"authorized": "false"})
    assert api.get("/athlete", grant).status_code == 401


def test_the_page_does_what_its_buttons_say(browser, world, api):
    api.connect(ANA)
    before = len(world.of_athlete(ANA.id))

    page = browser.get("/").text
    assert "Ana Kovač" in page
    assert "Connected, may read: read, activity:read_all" in page
    done = browser.post(f"/control/athletes/{ANA.id}/activities", data={"habit": "run", "by_hand": "1"})

    assert (done.status_code, done.location) == (303, "/")
    assert len(world.of_athlete(ANA.id)) == before + 1
    assert "Run that was just finished" in browser.get("/").text


def test_names_on_the_page_are_only_text(browser, world):
    world.of_athlete(ANA.id)[0].name = "<script>alert(1)</script>"

    assert "<script>" not in browser.get("/").text


def test_the_state_tells_tests_what_they_need(browser, world, api):
    api.connect(ANA)
    browser.post("/control/clock", json={"seconds": 60})

    state = browser.get("/control/state").json

    assert state["athletes"][0]["scopes"] == ["read", "activity:read_all"]
    assert state["calls"] == [["POST", "/oauth/token", 200]]
    assert state["now"].startswith("2026-05-18T07:13")


def test_all_tokens_can_be_made_old(browser, api):
    grant = api.connect(ANA)
    browser.post("/control/clock", json={"tokens": "expired"})

    assert api.get("/athlete", grant).status_code == 401


def test_a_restart_goes_on_where_it_was(world, api, tmp_path, time):
    path = tmp_path / "strava.json"
    grant = api.connect(ANA)
    world.finish(ANA, ANA.week[1])
    world.rename(world.of_athlete(ANA.id)[1], "Renamed")
    world.hooks.subscription = Subscription(9, "http://localhost/hook")
    save(world, path)
    time.move(days=3)

    again = World(**CREDENTIALS)
    restore(again, path)

    assert again.activities == world.activities
    assert again.tokens.grants == world.tokens.grants
    assert again.hooks.subscription == world.hooks.subscription
    assert again.finish(ANA, ANA.week[1]).id not in world.activities
    assert path.stat().st_mode & 0o077 == 0
    assert grant["access_token"] in again.tokens.grants[ANA.id].access


def test_every_change_is_kept_on_disk(world, tmp_path):
    path = tmp_path / "strava.json"
    browser = create_server(world, path=path).test_client()

    browser.get("/")
    assert not path.exists()
    browser.post(f"/control/athletes/{ANA.id}/activities")

    again = World(**CREDENTIALS)
    restore(again, path)
    assert len(again.of_athlete(ANA.id)) == len(world.of_athlete(ANA.id))
