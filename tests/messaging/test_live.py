"""Two people in two browsers: what one does the other sees without loading anything anew."""

import threading
from datetime import timedelta

import pytest
from fakeredis import FakeRedis, FakeServer
from playwright.sync_api import expect
from sqlalchemy import delete, update
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.accounts.models import SignIn
from portal.app import create_app
from portal.config import Config
from portal.core.db import db, transaction
from portal.core.streams import Hub
from portal.messaging.models import Conversation, Message
from portal.seed import people
from tests.cast import NOW
from tests.people import HASH, PASSWORD

pytestmark = pytest.mark.browser

SOON_MS = 2000
"""So fast a message must be there."""
TOLD = "topic => document.body.addEventListener(topic, () => { window.told = true; })"


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Say nothing."""


class Portal:
    """A whole portal with its own database, as Carla and Ana visit it."""

    def __init__(self, app, address):
        self.app, self.address = app, address
        self.ids = {}
        with app.app_context():
            db.create_all()
            with transaction():
                cast = people.plant(now=NOW, password_hash=HASH)
                pair = Conversation(
                    trainer_id=cast["carla"].id, athlete_id=cast["ana"].id, began_at=NOW - timedelta(days=9)
                )
                db.session.add(pair)
                db.session.flush()
                self._say(pair.id, cast["carla"].id, "Welcome", hours_ago=30)
                self.ids = {name: person.id for name, person in cast.items()}
                self.talk = f"/messages/{pair.id}"

    def _say(self, conversation_id, sender_id, text, *, hours_ago):
        at = NOW - timedelta(hours=hours_ago)
        db.session.add(Message(conversation_id=conversation_id, sender_id=sender_id, text=text, sent_at=at))

    def cookie(self, name):
        """Sign somebody in."""
        with self.app.app_context(), transaction():
            row = SignIn(
                person_id=self.ids[name],
                browser="Tests",
                began_at=NOW,
                seen_at=NOW,
                ends_at=NOW + timedelta(days=9),
            )
            db.session.add(row)
            kept = {"_user_id": str(row.id), "_fresh": True}
        value = self.app.session_interface.get_signing_serializer(self.app).dumps(kept)
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.address}

    def end_sign_ins(self, name):
        with self.app.app_context(), transaction():
            mine = SignIn.person_id == self.ids[name]
            db.session.execute(update(SignIn).where(mine).values(ended_at=NOW))

    @property
    def hub(self):
        return self.app.extensions["hub"]


@pytest.fixture
def portal(environment, tmp_path, time):
    home = tmp_path / "home"
    own = {**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/live.db", "TRACKSIDE_HOME": str(home)}
    app = create_app(Config.from_environment(own))
    redis = FakeServer()
    app.extensions["redis"] = FakeRedis(server=redis)
    app.extensions["hub"] = Hub(lambda: FakeRedis(server=redis), capacity=20, beat_s=0.2)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Portal(app, f"http://127.0.0.1:{server.server_port}")
    app.extensions["hub"].close()
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def chromium(playwright):
    args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=args)
    yield browser
    browser.close()


@pytest.fixture
def browser_of(chromium, portal):
    """A browser of somebody; an error in its console fails the test at the end."""
    contexts, errors = [], []

    def browser_of(name, *, width=1440, height=900):
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=portal.address)
        context.set_default_timeout(6000)
        context.add_cookies([portal.cookie(name)])
        context.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        contexts.append(context)
        return context

    yield browser_of
    for context in contexts:
        context.close()
    assert [error for error in errors if "the server responded with a status of 4" not in error] == []


def tab_at(context, url):
    """Open a tab and wait until it hears what happens."""
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("Boolean(window.live && customElements.get('message-thread'))")
    return page


def heard(portal, streams):
    """Wait until so many browsers listen."""
    for _ in range(500):
        if portal.hub.count == streams:
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{portal.hub.count} streams, not {streams}")


def write(page, text):
    page.fill("#text", text)
    page.keyboard.press("Control+Enter")


def test_a_message_appears_and_is_counted_without_a_reload(portal, browser_of):
    ana = tab_at(browser_of("ana", width=390, height=844), portal.talk)
    carla = tab_at(browser_of("carla"), "/clients")
    heard(portal, 2)
    count = carla.locator("#count-messages")
    expect(count).to_be_hidden()

    write(ana, "My back is tight")

    expect(ana.locator(".message--mine").last).to_contain_text("My back is tight", timeout=SOON_MS)
    expect(ana.locator("#text")).to_have_value("")
    expect(count).to_have_text("1 new", timeout=SOON_MS)


def test_both_talk_and_each_sees_that_the_other_has_read(portal, browser_of):
    ana, carla = tab_at(browser_of("ana"), portal.talk), tab_at(browser_of("carla"), portal.talk)
    heard(portal, 2)

    write(ana, "How are you?")
    expect(carla.locator(".message").last).to_contain_text("How are you?", timeout=SOON_MS)
    expect(ana.locator("#seen")).to_have_text("Read", timeout=SOON_MS)
    expect(carla.locator("#conversations")).to_contain_text("Waiting on you", timeout=SOON_MS)
    expect(carla.locator("#count-messages")).to_be_hidden(timeout=SOON_MS)

    write(carla, "Well, and you?")
    expect(ana.locator(".message").last).to_contain_text("Well, and you?", timeout=SOON_MS)
    expect(carla.locator("#conversations")).not_to_contain_text("Waiting on you", timeout=SOON_MS)
    assert ana.locator(".message").count() == carla.locator(".message").count() == 3


def test_what_happens_while_an_answer_is_under_way_is_not_missed(portal, browser_of):
    ana = tab_at(browser_of("ana"), portal.talk)
    carla = tab_at(browser_of("carla"), "/clients")
    heard(portal, 2)
    old, held = ana.locator("#seen").evaluate("seen => seen.outerHTML"), []
    ana.route("**/seen", lambda route: route.continue_() if held else held.append(route))
    with ana.expect_request("**/seen"):
        write(ana, "How are you?")
    ana.evaluate(TOLD, portal.talk.replace("/messages/", "live:read-"))

    carla.goto(portal.talk)
    ana.wait_for_function("() => window.told")
    held[0].fulfill(body=old, content_type="text/html")

    expect(ana.locator("#seen")).to_have_text("Read", timeout=SOON_MS)


def test_what_is_taken_back_goes_everywhere_and_undo_brings_it_back(portal, browser_of):
    ana, carla = tab_at(browser_of("ana"), portal.talk), tab_at(browser_of("carla"), portal.talk)
    heard(portal, 2)
    write(ana, "Oops")
    expect(carla.locator(".message").last).to_contain_text("Oops", timeout=SOON_MS)

    ana.locator(".message--mine").get_by_role("button", name="Delete").click()
    expect(carla.locator(".message").last).to_contain_text("This message was deleted.", timeout=SOON_MS)

    ana.locator("toast-list").get_by_role("button", name="Undo").click()
    expect(carla.locator(".message").last).to_contain_text("Oops", timeout=SOON_MS)


def test_the_first_word_finds_whoever_waits_for_it(portal, browser_of):
    with portal.app.app_context(), transaction():
        for row in db.session.query(Message):
            db.session.delete(row)
        db.session.flush()
        db.session.delete(db.session.query(Conversation).one())
    ana = tab_at(browser_of("ana"), "/messages")
    heard(portal, 1)
    expect(ana.locator(".conversation")).to_contain_text("Nothing said yet")
    carla = tab_at(browser_of("carla"), f"/clients/{portal.ids['ana']}/messages")
    heard(portal, 2)

    write(carla, "Good morning")

    expect(ana.locator(".message")).to_contain_text("Good morning", timeout=SOON_MS)


def test_the_first_word_stands_there_once_and_the_page_is_quiet_again(portal, browser_of):
    with portal.app.app_context(), transaction():
        db.session.execute(delete(Message))
        db.session.execute(delete(Conversation))
    carla = tab_at(browser_of("carla"), f"/clients/{portal.ids['ana']}/messages")
    asked = []
    carla.on("request", lambda request: asked.append(request.url))

    carla.get_by_placeholder("Write to").fill("Welcome, Ana")
    carla.get_by_role("button", name="Send").click()
    expect(carla.locator(".message__text")).to_have_text("Welcome, Ana", timeout=SOON_MS)
    carla.wait_for_timeout(1000)

    assert len(asked) < 12, asked[:20]


def test_a_text_that_is_refused_stays(portal, browser_of):
    page = tab_at(browser_of("ana"), portal.talk)
    page.fill("#text", "x" * 10_001)

    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.locator("error-summary")).to_contain_text("10,001 characters")
    assert len(page.input_value("#text")) == 10_001


def test_a_draft_survives_looking_elsewhere(portal, browser_of):
    page = tab_at(browser_of("ana"), portal.talk)
    page.fill("#text", "Not quite")

    page.goto("/today")
    page.goto(portal.talk)
    expect(page.locator("#text")).to_have_value("Not quite")

    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".message--mine")).to_contain_text("Not quite")
    page.goto(portal.talk)
    expect(page.locator("#text")).to_have_value("")


def test_a_message_survives_the_end_of_the_sign_in(portal, browser_of):
    page = tab_at(browser_of("ana"), portal.talk)
    heard(portal, 1)
    page.wait_for_function("() => document.querySelectorAll('.htmx-request').length === 0")
    page.fill("#text", "Still here")
    portal.end_sign_ins("ana")

    page.keyboard.press("Control+Enter")

    box = page.locator("sign-in-again dialog")
    expect(box).to_be_visible()
    expect(page.locator("#text")).to_have_value("Still here")
    box.locator("input[name=email]").fill("ana@trackside.example")
    box.locator("input[name=password]").fill(PASSWORD)
    box.locator("button[type=submit]").last.click()
    expect(page.locator(".message--mine").last).to_contain_text("Still here")


def test_the_tabs_of_a_browser_share_one_stream(portal, browser_of):
    context = browser_of("carla")
    tabs = [tab_at(context, portal.talk) for _ in range(3)]
    ana = tab_at(browser_of("ana"), portal.talk)
    heard(portal, 2)

    write(ana, "One")
    for tab in tabs:
        expect(tab.locator(".message").last).to_contain_text("One", timeout=SOON_MS)

    leader = next(tab for tab in tabs if tab.evaluate("live.leads"))
    tabs.remove(leader)
    leader.close()
    write(ana, "Two")
    for tab in tabs:
        expect(tab.locator(".message").last).to_contain_text("Two")


def test_reading_upwards_keeps_the_place_and_says_when_something_comes(portal, browser_of):
    with portal.app.app_context(), transaction():
        pair = db.session.query(Conversation).one()
        for number in range(80):
            at = NOW - timedelta(hours=20, minutes=-number)
            text = f"Number {number}. " + "And so on. " * 9
            db.session.add(Message(conversation_id=pair.id, sender_id=pair.trainer_id, text=text, sent_at=at))
    ana, carla = tab_at(browser_of("ana"), portal.talk), tab_at(browser_of("carla"), portal.talk)
    heard(portal, 2)
    expect(ana.locator(".message").last).to_be_in_viewport()
    earlier = ana.get_by_role("link", name="Earlier messages")
    earlier.scroll_into_view_if_needed()
    first = ana.locator(".message").first

    earlier.click()

    expect(ana.locator(".message")).to_have_count(60)
    expect(first).not_to_contain_text("Number 51.")
    expect(ana.locator(".message", has_text="Number 50.")).to_be_in_viewport()
    write(carla, "Are you there?")
    jump = ana.get_by_role("button", name="Something new")
    expect(jump).to_be_visible(timeout=SOON_MS)
    jump.click()
    expect(ana.locator(".message").last).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_nothing_overflows_the_smallest_phone(portal, browser_of):
    """Larger screens, and what bars anybody: tests/journeys/test_every_page.py."""
    for name, urls in {"carla": ["/messages", portal.talk, "/notices"], "ana": [portal.talk, "/notices"]}.items():
        page = browser_of(name, width=320, height=640).new_page()
        for url in urls:
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
