from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Person, SignIn
from tests.cast import NOW
from tests.people import PASSWORD
from workers.accounts import mail_email_change

NEW = "four red bicycles"
PARTS = ("name", "reading", "email", "password")


@pytest.fixture
def ana(session, cast):
    return lambda: session.execute(select(Person.__table__).where(Person.id == cast.ana.id)).one()


@pytest.fixture
def elsewhere(cast):
    """Ana is signed in on another device too."""
    return cast.keep(
        SignIn(
            person_id=cast.ana.id,
            browser="Firefox",
            system="Android",
            began_at=NOW - timedelta(days=3),
            seen_at=NOW - timedelta(hours=2),
            ends_at=NOW + timedelta(days=80),
        )
    )


def read(**changes):
    return {"units": "metric", "language": "en", "time_zone": "Europe/Zagreb", "theme": "system", **changes}


@pytest.mark.parametrize("part", PARTS)
def test_nobody_sets_anything_without_signing_in(visit, part):
    assert visit(None, f"/settings/{part}", method="POST").status_code == 401


def test_the_page_shows_what_is_set(visit, cast):
    page = visit(cast.ana, "/settings").text

    for shown in ("ana@trackside.example", 'value="Ana Kovač"', 'value="Europe/Zagreb"', "this one"):
        assert shown in page


def test_another_name(visit, cast, ana):
    response = visit(cast.ana, "/settings/name", method="POST", name="  Ana \n  Horvat ")

    assert response.location == "/settings?saved=name"
    assert ana().name == "Ana Horvat"
    assert 'data-state="saved"' in visit(cast.ana, response.location).text


@pytest.mark.parametrize(("name", "said"), [("", "Please fill this in."), ("x" * 81, "At most 80 characters, please.")])
def test_an_impossible_name_is_refused_in_words(visit, cast, ana, name, said):
    response = visit(cast.ana, "/settings/name", method="POST", target="name_part", name=name)

    assert response.status_code == 422
    assert response.text.strip().startswith('<section id="name_part"')
    assert said in response.text
    assert ana().name == "Ana Kovač"


def test_script_in_a_name_is_only_text(visit, cast):
    visit(cast.ana, "/settings/name", method="POST", name="<script>alert(1)</script>")

    assert "<script>alert" not in visit(cast.ana, "/settings").text


def test_other_units_theme_and_time_zone_load_the_page_anew(visit, cast, ana):
    wanted = read(units="imperial", theme="dark", time_zone="America/Denver")

    response = visit(cast.ana, "/settings/reading", method="POST", target="reading_part", data=wanted)

    assert response.headers["HX-Redirect"] == "/settings?saved=reading"
    row = ana()
    assert (row.units, row.theme, row.time_zone) == ("imperial", "dark", "America/Denver")
    assert 'content="dark"' in visit(cast.ana, "/settings", client=None).text


@pytest.mark.parametrize(
    "wrong",
    [{"units": "stones"}, {"theme": "pink"}, {"time_zone": "Mars/Base"}, {"language": "tlh"}, {"units": ""}],
)
def test_what_nobody_offered_is_refused(visit, cast, ana, wrong):
    before = ana()

    response = visit(cast.ana, "/settings/reading", method="POST", data=read(**wrong))

    assert response.status_code == 422
    assert ana() == before


def test_the_pseudo_language_is_offered_only_to_developers(visit, cast, app):
    assert 'value="en-XA"' in visit(cast.ana, "/settings").text

    app.testing = False
    try:
        page = visit(cast.ana, "/settings").text
        refused = visit(cast.ana, "/settings/reading", method="POST", data=read(language="en-XA"))
    finally:
        app.testing = True

    assert 'value="en-XA"' not in page
    assert refused.status_code == 422


def ask(visit, person, email, password=PASSWORD, **more):
    return visit(person, "/settings/email", method="POST", data={"email": email, "password": password}, **more)


def test_another_address_holds_when_its_mail_was_opened(visit, known, ana, deliver, mails, link_in):
    assert ask(visit, known.ana, "Ana.New@Trackside.example").location == "/settings?saved=email"
    deliver()
    assert [mail["To"] for mail in mails()] == ["ana@trackside.example", "ana.new@trackside.example"]
    assert ana().email == "ana@trackside.example"

    path = link_in(mails()[1], "/email/")
    assert "ana.new@trackside.example" in visit(known.ana, path).text
    assert visit(known.ana, path, method="POST").location == "/settings?saved=email"

    assert ana().email == "ana.new@trackside.example"
    assert visit(known.ana, path, method="POST").status_code == 410


def test_a_mail_to_another_address_that_is_sent_twice_holds_one_link(visit, known, ana, deliver, mails, link_in, again):
    ask(visit, known.ana, "ana.new@trackside.example")
    deliver()

    again(mail_email_change, "accounts.EmailChangeAsked")

    path, same = (link_in(mails()[place], "/email/") for place in (1, 3))
    assert path == same
    assert visit(known.ana, path, method="POST").location == "/settings?saved=email"
    assert ana().email == "ana.new@trackside.example"


def test_the_link_of_another_address_works_for_a_day(visit, known, ana, deliver, mails, link_in, time):
    ask(visit, known.ana, "ana.new@trackside.example")
    deliver()
    time.move(days=1)

    for method in ("GET", "POST"):
        assert visit(known.ana, link_in(mails()[1], "/email/"), method=method).status_code == 410
    assert ana().email == "ana@trackside.example"


def test_the_answer_does_not_tell_whether_the_new_address_has_an_account(visit, known, deliver, mails):
    free, taken = (ask(visit, known.ana, f"{who}@trackside.example", target="email_part") for who in ("nobody", "otto"))

    assert (taken.status_code, free.status_code) == (200, 200)
    assert taken.text == free.text
    deliver()
    assert [mail["Subject"] for mail in mails() if mail["To"] == "otto@trackside.example"] == [
        "This address has an account already"
    ]


def test_an_address_taken_meanwhile_is_refused_in_words(visit, known, ana, session, deliver, mails, link_in):
    ask(visit, known.ana, "new@trackside.example")
    deliver()
    session.execute(update(Person).where(Person.id == known.sam.id).values(email="new@trackside.example"))
    session.commit()

    response = visit(known.ana, link_in(mails()[1], "/email/"), method="POST")

    assert response.status_code == 409
    assert "There is an account with this e-mail address already." in response.text
    assert ana().email == "ana@trackside.example"


def test_another_address_needs_the_password(visit, known, deliver, mails):
    response = ask(visit, known.ana, "new@trackside.example", password="wrong password", target="email_part")

    assert response.status_code == 422
    assert "This is not your present password." in response.text
    assert 'value="new@trackside.example"' in response.text
    deliver()
    assert mails() == []


@pytest.fixture
def email_link(visit, known, deliver, mails, link_in):
    """Let Ana ask for another address and return the path of the link that was mailed there."""

    def asked(email):
        ask(visit, known.ana, email)
        deliver()
        return link_in(next(mail for mail in mails() if mail["To"] == email), "/email/")

    return asked


def test_whoever_opens_the_mail_at_a_mistyped_address_gets_nothing(visit, known, ana, email_link):
    path = email_link("ana.mistyped@trackside.example")

    assert visit(None, path).location.startswith("/session/new?")
    assert visit(None, path, method="POST").status_code == 401
    assert visit(known.sam, path).status_code == visit(known.sam, path, method="POST").status_code == 410
    assert ana().email == "ana@trackside.example"


def test_another_password_ends_a_change_of_address_that_somebody_else_asked_for(visit, known, ana, email_link):
    path = email_link("thief@trackside.example")

    change(visit, known.ana)

    assert visit(known.ana, path, method="POST").status_code == 410
    assert ana().email == "ana@trackside.example"


def test_a_forgotten_password_ends_a_change_of_address_too(visit, app, ana, email_link, deliver, mails, link_in):
    path = email_link("thief@trackside.example")
    visit(None, "/password-reset/new", method="POST", email="ana@trackside.example")
    deliver()
    visit(None, link_in(mails()[-1], "/password-reset/"), method="POST", password=NEW)

    browser = app.test_client()
    visit(None, "/session", method="POST", client=browser, email="ana@trackside.example", password=NEW)
    assert visit(None, path, method="POST", client=browser).status_code == 410
    assert ana().email == "ana@trackside.example"


def test_only_the_last_change_of_address_works(visit, known, ana, email_link):
    first, second = email_link("first@trackside.example"), email_link("second@trackside.example")

    assert visit(known.ana, first, method="POST").status_code == 410
    assert visit(known.ana, second, method="POST").status_code == 303
    assert ana().email == "second@trackside.example"


def test_another_address_ends_the_resets_mailed_to_the_old_one(visit, known, email_link, deliver, mails, link_in):
    path = email_link("new@trackside.example")
    visit(None, "/password-reset/new", method="POST", email="ana@trackside.example")
    deliver()
    reset = link_in(mails()[-1], "/password-reset/")

    visit(known.ana, path, method="POST")

    assert visit(None, reset).status_code == 410


def change(visit, person, present=PASSWORD, wanted=NEW, **more):
    return visit(person, "/settings/password", method="POST", data={"present": present, "wanted": wanted}, **more)


def test_another_password_ends_all_sign_ins_but_this_one(visit, known, elsewhere, session):
    assert change(visit, known.ana).location == "/settings?saved=password"

    assert session.scalar(select(SignIn.ended_at).where(SignIn.id == elsewhere.id)) == NOW
    assert visit(known.ana, "/settings").status_code == 200
    data = {"email": "ana@trackside.example", "password": NEW}
    assert visit(None, "/session", method="POST", data=data).status_code == 303


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"present": "wrong password"}, "This is not your present password."),
        ({"wanted": "too short"}, "At least 10 characters, please."),
        ({"wanted": ""}, "Please fill this in."),
    ],
)
def test_another_password_is_refused_in_words(visit, known, ana, words, said):
    before = ana().password_hash

    response = change(visit, known.ana, target="password_part", **words)

    assert response.status_code == 422
    assert said in response.text
    assert ana().password_hash == before


def test_the_password_cannot_be_guessed_from_an_open_page(visit, known):
    answers = [change(visit, known.ana, present="wrong password").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_sign_ins_are_listed_in_words(visit, cast, elsewhere):
    page = visit(cast.ana, "/settings").text

    assert "Firefox on Android" in page
    assert "last used 2 hours ago" in page


def test_a_sign_in_is_ended_from_elsewhere(visit, cast, elsewhere, session):
    response = visit(cast.ana, f"/settings/sign-ins/{elsewhere.id}", method="DELETE", target="sign_ins_part")

    assert response.text.strip().startswith('<section id="sign_ins_part"')
    assert "Firefox on Android" not in response.text
    assert session.scalar(select(SignIn.ended_at).where(SignIn.id == elsewhere.id)) == NOW


@pytest.mark.parametrize("who", ["carla", "otto", "sam", "ada"])
def test_nobody_ends_the_sign_in_of_somebody_else(visit, cast, elsewhere, session, who):
    response = visit(getattr(cast, who), f"/settings/sign-ins/{elsewhere.id}", method="DELETE")

    assert response.status_code == 404
    assert session.scalar(select(SignIn.ended_at).where(SignIn.id == elsewhere.id)) is None


def test_all_others_are_ended_at_once_and_only_ones_own(visit, cast, elsewhere, session):
    visit(cast.carla, "/settings")

    visit(cast.ana, "/settings/sign-ins", method="DELETE")

    ended = session.scalars(select(SignIn.id).where(SignIn.ended_at.is_not(None))).all()
    assert ended == [elsewhere.id]


def test_more_sign_ins_ask_for_no_more(visit, cast, elsewhere, queries):
    visit(cast.ana, "/settings")
    queries.clear()
    visit(cast.ana, "/settings")
    few = len(queries)

    for n in range(10):
        row = SignIn(person_id=cast.ana.id, browser="", began_at=NOW, seen_at=NOW, ends_at=NOW + timedelta(days=n + 1))
        cast.keep(row)
    queries.clear()
    visit(cast.ana, "/settings")

    assert len(queries) == few <= 5
