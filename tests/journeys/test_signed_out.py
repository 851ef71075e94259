"""The sign-in ends while somebody is typing. Nothing that was typed is lost."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from portal.accounts.models import Person, SignIn
from portal.core.db import db, transaction
from portal.messaging.models import Message
from portal.seed.people import PASSWORD
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan

pytestmark = pytest.mark.browser


def end_sign_ins(world, who):
    """End every sign-in of the person, as from another device."""
    now = dt.datetime.now(tz=dt.UTC)
    with world.app_context():
        person = select(Person.id).where(Person.email == f"{who}@trackside.example").scalar_subquery()
        with transaction():
            db.session.execute(update(SignIn).where(SignIn.person_id == person).values(ends_at=now))
        db.session.remove()


def kept(world, column, words):
    """Return how often these words were stored."""
    with world.app_context():
        found = db.session.scalar(select(func.count()).where(column == words))
        db.session.remove()
    return found


def sign_in_again(page, who="carla", password=PASSWORD):
    dialog = page.locator("sign-in-again dialog[open]")
    dialog.get_by_label("E-mail").fill(f"{who}@trackside.example")
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def sign_in_plainly(page, who="carla"):
    page.get_by_label("E-mail").fill(f"{who}@trackside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_first_conversation(page):
    page.goto("/messages")
    page.locator("a.conversation-row").first.click()
    page.get_by_label("Your message").wait_for()
    page.wait_for_load_state("networkidle")


def test_a_message_is_sent_once_one_is_in_again(world, enter):
    words = "Typed before the sign-in ended."
    page = enter("carla")
    open_first_conversation(page)
    page.get_by_label("Your message").fill(words)
    end_sign_ins(world, "carla")
    page.get_by_role("button", name="Send", exact=True).click()

    sign_in_again(page, password="not this one")
    page.locator("sign-in-again").get_by_text("do not match").wait_for()
    assert page.get_by_label("Your message").input_value() == words
    sign_in_again(page)

    page.locator(".message__text", has_text=words).wait_for()
    assert page.locator("sign-in-again dialog[open]").count() == 0
    assert kept(world, Message.text, words) == 1


def test_a_dialog_keeps_what_was_typed_into_it(world, enter):
    page = enter("carla", path="/clients")
    page.locator(".table tbody th a").first.click()
    page.get_by_role("link", name="Plans").first.click()
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Name of the plan").fill("Written across two sign-ins")
    end_sign_ins(world, "carla")
    page.get_by_role("button", name="Begin").click()

    sign_in_again(page)

    page.get_by_role("heading", name="Written across two sign-ins").wait_for()
    assert kept(world, Plan.title, "Written across two sign-ins") == 1


def test_a_message_is_sent_once_one_is_in_again_also_when_the_cookie_is_gone(world, enter):
    words = "Typed before the cookie was gone."
    page = enter("carla")
    open_first_conversation(page)
    page.get_by_label("Your message").fill(words)
    page.context.clear_cookies()
    page.get_by_role("button", name="Send", exact=True).click()

    sign_in_again(page, password="not this one")
    page.locator("sign-in-again").get_by_text("do not match").wait_for()
    sign_in_again(page)

    page.locator(".message__text", has_text=words).wait_for()
    assert kept(world, Message.text, words) == 1


def test_somebody_else_who_signs_in_sends_nothing(world, enter):
    words = "Only Carla may send this."
    page = enter("carla")
    open_first_conversation(page)
    page.get_by_label("Your message").fill(words)
    end_sign_ins(world, "carla")
    page.get_by_role("button", name="Send", exact=True).click()

    with page.expect_navigation():
        sign_in_again(page, "otto")

    page.get_by_role("heading", name="Nothing was sent").wait_for()
    assert words not in page.content()
    assert kept(world, Message.text, words) == 0


def test_without_script_the_form_is_carried_through_the_sign_in(world, enter):
    words = "Typed without script."
    page = enter("carla", script=False)
    open_first_conversation(page)
    page.get_by_label("Your message").fill(words)
    end_sign_ins(world, "carla")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Nothing you typed is lost").wait_for()

    sign_in_plainly(page)
    assert kept(world, Message.text, words) == 0
    page.get_by_role("button", name="Send it now").click()

    page.locator(".message__text", has_text=words).wait_for()
    assert kept(world, Message.text, words) == 1


def test_a_session_that_is_being_logged_loses_nothing(world, enter):
    words = "Ticked before the sign-in ended."
    page = enter("grace", size="phone", path="/calendar")
    page.locator("a.agenda__session").last.click()
    page.get_by_text("Add a note, or say").click()
    page.get_by_label("Anything to remember").fill(words)
    done = page.locator(".set-row--done").count()
    end_sign_ins(world, "grace")
    page.locator(".tick--main").click()

    sign_in_again(page, "grace")

    page.wait_for_function("() => document.querySelector('.saved').dataset.state === 'saved'")
    assert page.get_by_label("Anything to remember").input_value() == words
    page.get_by_role("button", name="Finish").click()
    page.get_by_text("Finished.").wait_for()
    assert page.locator(".set-row--done").count() == done + 1
    assert kept(world, SessionLog.note, words) == 1


def test_a_session_is_finished_across_two_sign_ins(world, enter):
    words = "Finished as the sign-in had ended."
    page = enter("ingrid", size="phone", path="/calendar")
    page.locator("a.agenda__session").last.click()
    page.locator(".tick--main").click()
    page.wait_for_function("() => document.querySelector('.saved').dataset.state === 'saved'")
    page.get_by_text("Add a note, or say").click()
    page.get_by_label("Anything to remember").fill(words)
    end_sign_ins(world, "ingrid")
    page.get_by_role("button", name="Finish").click()

    sign_in_again(page, "ingrid")

    page.get_by_text("Finished.").wait_for()
    assert kept(world, SessionLog.note, words) == 1


def test_a_page_that_only_lies_there_asks_to_sign_in_again_and_listens_again(world, enter):
    page = enter("carla", path="/clients")
    page.wait_for_function("() => window.live?.source?.readyState === EventSource.OPEN")
    end_sign_ins(world, "carla")
    world.extensions["hub"].close()

    sign_in_again(page)

    page.wait_for_function("() => live.source.readyState === EventSource.OPEN")
    assert page.locator("sign-in-again dialog[open]").count() == 0
