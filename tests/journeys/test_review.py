"""Forty clients, reviewed by keyboard: every press and every answer is counted."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import delete

from portal.core.db import db, transaction
from portal.events.log import LoggedEvent
from portal.events.rebuilding import rebuild
from portal.seed.athletes import ATHLETES
from portal.seed.world import load_world
from tests.journeys.conftest import served

pytestmark = pytest.mark.browser

CLIENTS = 40
MOST_INTERACTIONS = 60
ANSWERS = 6
"""So many questions are answered on the way; the other clients wait for less."""
SETTLES_MS = 80
"""So long after it is drawn a page hears keys; nobody is faster."""
CROWD = tuple(
    replace(ATHLETES[number % len(ATHLETES)], key=f"guest{number}", name=f"Guest {number}")
    for number in range(len(ATHLETES), CLIENTS)
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Carla's practice with forty clients, served."""
    with served(
        tmp_path_factory.mktemp("review"), lambda now: load_world(now=now, athletes=(*ATHLETES, *CROWD))
    ) as app:
        yield app


@pytest.fixture(autouse=True)
def nobody_is_reviewed(world):
    """Begin each journey with everybody in the queue."""
    with world.app_context(), transaction():
        db.session.execute(delete(LoggedEvent).where(LoggedEvent.name.startswith("home.")))
        rebuild()


class Hands:
    """What a trainer does with both hands; each thing is one interaction."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text):
        self.count += 1
        self.page.keyboard.insert_text(text)

    def see(self, words):
        self.page.locator("#review_bar", has_text=words).wait_for()
        self.page.wait_for_timeout(SETTLES_MS)


def done_of(page):
    return int(re.search(r"(\d+) of \d+ done", page.locator("#review_bar").inner_text())[1])


def name_on(page):
    return page.locator(".client-review h2").inner_text()


def test_forty_clients_are_reviewed_in_sixty_interactions(enter):
    page = enter("carla", path="/review")
    hands = Hands(page)
    hands.see(f"0 of {CLIENTS} done")
    answered = 0

    while page.locator(".client-review").count():
        if answered < ANSWERS and page.locator(".whys", has_text="waits for an answer").count():
            page.locator("message-composer textarea").wait_for()
            hands.press("r")
            hands.type("Thank you, let us talk about it on Thursday.")
            hands.press("Control+Enter")
            page.locator(".message--mine", has_text="let us talk about it on Thursday").wait_for()
            answered += 1
        done = done_of(page)
        hands.press("e")
        hands.see(f"{done + 1} of {CLIENTS} done")
    hands.press("f")
    page.locator("dialog[open] h1", has_text="All who are fine").wait_for()
    hands.press("Enter")
    hands.see(f"{CLIENTS} of {CLIENTS} done")

    page.get_by_role("heading", name="That was everybody").wait_for()
    assert answered == ANSWERS
    assert hands.count <= MOST_INTERACTIONS, f"{hands.count} interactions for {CLIENTS} clients"
    page.reload()
    hands.see(f"{CLIENTS} of {CLIENTS} done")


def test_undo_brings_all_who_were_fine_back_at_once(enter):
    page = enter("carla", path="/review")
    hands = Hands(page)
    hands.press("f")
    page.locator("dialog[open] h1", has_text="All who are fine").wait_for()
    hands.press("Enter")
    page.get_by_text("clients are reviewed.").wait_for()
    page.wait_for_timeout(SETTLES_MS)
    done = done_of(page)

    hands.press("u")

    hands.see(f"0 of {CLIENTS} done")
    assert done > 1
    page.locator(".queue__end", has_text=f"{done} are fine").wait_for()


def test_each_key_does_what_it_says(enter):
    page = enter("carla", path="/review")
    hands = Hands(page)
    hands.see(f"0 of {CLIENTS} done")
    first = name_on(page)

    hands.press("j")
    page.wait_for_url("**/review/*")
    page.wait_for_timeout(SETTLES_MS)
    second = name_on(page)
    hands.press("k")
    page.locator(".client-review h2", has_text=re.compile(f"^{first}$")).wait_for()
    page.wait_for_timeout(SETTLES_MS)
    hands.press("s")
    hands.see("1 snoozed")
    third = name_on(page)
    hands.press("u")
    hands.see("0 of")
    page.locator("#review_bar", has_not_text="snoozed").wait_for()
    fourth = name_on(page)
    hands.press("?")

    assert (first != second, third, fourth) == (True, second, first)
    assert {"e", "s", "j", "f", "a"} <= set(page.locator("dialog[open] dt").all_inner_texts())
    page.keyboard.press("Escape")
    page.locator("message-composer textarea").wait_for()
    hands.press("r")
    assert page.evaluate("document.activeElement.localName") == "textarea"


def test_a_double_press_reviews_one_and_not_the_next_too(enter):
    page = enter("carla", path="/review")
    done = done_of(page)
    name = name_on(page)

    page.evaluate("for (const _ of [1, 2]) document.querySelector('[aria-keyshortcuts=e]').click()")

    page.locator(".client-review h2", has_not_text=re.compile(f"^{name}$")).or_(
        page.locator(".review__end")
    ).first.wait_for()
    page.wait_for_timeout(500)
    assert done_of(page) == done + 1
