from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from portal.accounts.actions.sign_ins import recognise
from portal.accounts.models import Person, SignIn
from portal.accounts.rules import Credentials, device_of, own_path
from portal.core.db import let_go, transaction
from portal.core.limits import spend
from tests.cast import CHEAP, NOW
from tests.people import PASSWORD

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def browser(app):
    return app.test_client()


def sign_in(visit, client, **form):
    fields = {"email": "ana@trackside.example", "password": PASSWORD, **form}
    return visit(None, "/session", method="POST", client=client, data=fields)


def test_the_right_words_open_the_door(known, visit, browser):
    response = sign_in(visit, browser)

    assert response.status_code == 303
    assert response.location == "/"
    assert visit(None, "/settings", client=browser).status_code == 200


def test_capitals_and_spaces_in_an_address_mean_nothing(known, visit, browser):
    assert sign_in(visit, browser, email="  ANA@Trackside.EXAMPLE ").status_code == 303


@pytest.mark.parametrize("form", [{"password": "wrong password"}, {"email": "nobody@trackside.example"}])
def test_the_answer_does_not_tell_whether_an_address_has_an_account(known, visit, browser, form):
    response = sign_in(visit, browser, **form)

    assert response.status_code == 422
    assert "That e-mail address and password do not match." in response.text
    assert response.text.replace("nobody@", "ana@") == sign_in(visit, browser, password="other wrong one").text


def test_an_empty_form_says_what_is_missing(known, visit, browser):
    response = sign_in(visit, browser, email="", password="")

    assert response.status_code == 422
    assert response.text.count("Please fill this in.") == 4  # in the summary and at each field


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/calendar?week=3", "/calendar?week=3"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_only_within_the_portal(known, visit, browser, target, leads):
    assert sign_in(visit, browser, next=target).location == leads


def test_no_page_of_another_site_is_a_page_of_ours():
    assert own_path("/" + "a" * 3000) is None


@pytest.mark.parametrize(("stay", "hours"), [({}, 12), ({"stay": "y"}, 24 * 90)])
def test_a_sign_in_ends_by_itself(known, visit, browser, time, stay, hours):
    sign_in(visit, browser, **stay)

    time.move(hours=hours, minutes=-1)
    assert visit(None, "/settings", client=browser).status_code == 200
    time.move(minutes=1)
    assert visit(None, "/settings", client=browser).location.startswith("/session/new?next=/settings")


def test_it_is_kept_which_browser_it_was(known, visit, browser, session):
    visit(
        None,
        "/session",
        method="POST",
        client=browser,
        headers={"User-Agent": PHONE},
        email="ana@trackside.example",
        password=PASSWORD,
    )

    row = session.scalar(select(SignIn).where(SignIn.person_id == known.ana.id))
    assert (row.browser, row.system, row.ends_at) == ("Chrome", "Android", NOW + timedelta(hours=12))


@pytest.mark.parametrize(
    ("says", "browser", "system"),
    [
        (PHONE, "Chrome", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537.36 Edg/126.0", "Edge", "Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko Firefox/127.0", "Firefox", "macOS"),
        ("curl/8.5", "", ""),
    ],
)
def test_browsers_are_told_apart(says, browser, system):
    device = device_of(says)

    assert (device.browser, device.system) == (browser, system)


def test_signing_out_ends_the_sign_in_and_clears_the_browser(known, visit, browser, session):
    sign_in(visit, browser)

    response = visit(None, "/session", method="DELETE", client=browser)

    assert response.headers["Clear-Site-Data"] == '"cache"'  # not the sets that wait there to be sent
    assert session.scalar(select(SignIn.ended_at).where(SignIn.person_id == known.ana.id)) == NOW
    assert visit(None, "/settings", client=browser).status_code == 303


@pytest.mark.parametrize(("who", "cleared"), [("ana", None), ("carla", '"cache"')])
def test_who_comes_after_somebody_else_finds_nothing_of_them(known, visit, browser, who, cleared):
    sign_in(visit, browser)

    form = {"email": f"{who}@trackside.example", "password": PASSWORD}
    response = visit(None, "/session", method="POST", client=browser, data=form)

    assert response.headers.get("Clear-Site-Data") == cleared


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(known, visit, app, browser):
    sign_in(visit, browser)
    thief = app.test_client()
    thief.set_cookie("trackside", browser.get_cookie("trackside").value)

    visit(None, "/session", method="DELETE", client=browser)

    assert visit(None, "/settings", client=thief).status_code == 303


def test_signing_out_twice_is_harmless(known, visit, browser):
    for _ in range(2):
        assert visit(None, "/session?_method=DELETE", method="POST", client=browser).location == "/session/new"


def test_whoever_is_in_already_is_sent_on(known, visit):
    assert visit(known.ana, "/session/new?next=/settings").location == "/settings"


def test_signing_in_as_somebody_else_ends_the_sign_in_before(known, visit, browser, session):
    sign_in(visit, browser)
    sign_in(visit, browser, email="carla@trackside.example")

    assert session.scalar(select(SignIn.ended_at).where(SignIn.person_id == known.ana.id)) == NOW
    assert "carla@trackside.example" in visit(None, "/settings", client=browser).text


def test_many_wrong_passwords_close_the_door_for_a_while(known, visit, browser, time):
    for _ in range(10):
        assert sign_in(visit, browser, password="wrong password").status_code == 422

    response = sign_in(visit, browser)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "Please try again in 15 minutes." in response.text
    time.move(minutes=15)
    assert sign_in(visit, browser).status_code == 303


def test_the_door_closes_alike_for_an_address_without_account(known, visit, browser):
    answers = [
        [sign_in(visit, browser, email=f"{who}@trackside.example", password="wrong password") for _ in range(11)]
        for who in ("ana", "nobody")
    ]

    assert [[r.status_code for r in row] for row in answers] == [[422] * 10 + [429]] * 2
    assert answers[0][-1].text == answers[1][-1].text


def test_many_addresses_from_one_place_close_the_door_too(known, visit, browser, app):
    with app.app_context():
        for _ in range(59):
            spend("60 per 15 minutes", "portal.accounts.views.sessions", "create_session", "127.0.0.1")

    tries = [sign_in(visit, browser, email=f"n{n}@trackside.example").status_code for n in range(2)]

    assert tries == [422, 429]


def test_a_success_forgets_the_tries_before(known, visit, app):
    for password in ["wrong password"] * 9 + [PASSWORD] + ["wrong password"] * 9:
        last = sign_in(visit, app.test_client(), password=password)

    assert last.status_code == 422


def test_the_demo_password_opens_nothing_but_a_demo(cast, visit, browser, app, monkeypatch):
    assert sign_in(visit, browser, password="trackside-demo").status_code == 422

    monkeypatch.setitem(app.config, "DEMO", 1)

    assert sign_in(visit, browser, password="trackside-demo").status_code == 303


def test_a_cheap_hash_is_renewed_by_signing_in(known, visit, browser, session, full_cost):
    known.ana.password_hash = CHEAP.hash(PASSWORD)
    session.commit()
    sign_in(visit, browser)

    stored = session.scalar(select(Person.password_hash).where(Person.id == known.ana.id))
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert sign_in(visit, browser).status_code == 303


def test_when_somebody_was_last_here_is_noted_every_ten_minutes(known, visit, browser, session, time, queries):
    sign_in(visit, browser)
    seen = select(SignIn.seen_at).where(SignIn.person_id == known.ana.id)

    time.move(minutes=9)
    visit(None, "/settings", client=browser)
    assert session.scalar(seen) == NOW
    time.move(minutes=1)
    queries.clear()
    visit(None, "/settings", client=browser)
    assert session.scalar(seen) == NOW + timedelta(minutes=10)
    assert len([query for query in queries if query.startswith("UPDATE")]) == 1


def test_static_files_ask_for_nobody(known, visit, queries):
    visit(known.ana, "/settings")
    queries.clear()

    visit(known.ana, "/static/mark.svg")

    assert queries == []


def test_what_waits_to_be_kept_is_not_let_go(cast, session):
    session.add(SignIn(person_id=cast.ana.id, browser="", began_at=NOW, seen_at=NOW, ends_at=NOW))

    with pytest.raises(RuntimeError, match="something waits to be kept"):
        let_go()


def test_nobody_waits_for_the_database_while_a_password_is_compared(known, app, session, engine):
    """What was read before is over by then: on SQLite it would lock out everybody who writes."""
    ended = []
    sa.event.listen(session(), "after_rollback", ended.append)

    with app.app_context(), transaction():
        person = recognise(Credentials("ana@trackside.example", PASSWORD))
        assert len(ended) == 1

    assert person.id == known.ana.id
