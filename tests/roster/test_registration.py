"""Accepting an invitation with a new account."""

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.events.log import LoggedEvent
from portal.roster.models import Coaching, Consent, Registration
from tests.people import PASSWORD
from workers.roster import forget_unanswered_invitations, mail_registration

NORA = {
    "name": "Nora Vidal",
    "email": "Nora@Trackside.example",
    "password": PASSWORD,
    "time_zone": "Europe/Madrid",
    "training": "y",
}


@pytest.fixture
def link(visit, cast):
    """The link of an invitation that Carla handed over."""
    return visit(cast.carla, "/invitations", method="POST", name="Nora").location


@pytest.fixture
def mailed_link(visit, cast, deliver, mails, link_in):
    """The link that came by mail to Nora."""
    visit(cast.carla, "/invitations", method="POST", name="Nora", email="nora@trackside.example")
    deliver()
    return link_in(mails()[-1], "/invitations/")


@pytest.fixture
def with_mail(app, monkeypatch):
    """Pages know of a mail server; the mails themselves are still kept in the folder."""

    def post(visit, url, **form):
        with monkeypatch.context() as there:
            there.setitem(app.config, "SMTP_URL", "smtp://mail.trackside.example")
            return visit(None, url, method="POST", **form)

    return post


@pytest.fixture
def nora(session):
    return lambda: session.execute(
        select(Person.__table__).where(Person.email == "nora@trackside.example")
    ).one_or_none()


def register(visit, link, *, client=None, **changes):
    return visit(None, link + "/registration", method="POST", client=client, data={**NORA, **changes})


def test_the_form_asks_for_a_person_and_for_consents(visit, cast, link):
    page = visit(None, link).text

    assert "Carla Moreau wants to coach you" in page
    for field in ("name", "email", "password", "time_zone", "training", "activities", "health"):
        assert f'name="{field}"' in page
    assert "checked" not in page
    assert "carla@" not in page


def test_by_the_mailed_link_one_is_in_at_once(visit, mailed_link, with_mail, nora, session, app):
    browser = app.test_client()

    response = with_mail(visit, mailed_link + "/registration", client=browser, data=NORA)

    assert (response.status_code, response.location) == (303, "/coaching?joined=1")
    person = nora()
    assert (person.name, person.time_zone, person.is_trainer, person.is_operator) == (
        "Nora Vidal",
        "Europe/Madrid",
        False,
        False,
    )
    assert "Carla Moreau" in visit(None, "/coaching", client=browser).text
    assert session.scalars(select(Consent.kind).join(Coaching).where(Coaching.athlete_id == person.id)).all() == [
        "training"
    ]


def test_by_a_link_handed_over_the_address_is_proved_first(visit, link, with_mail, nora, deliver, mails, link_in):
    sent = with_mail(visit, link + "/registration", target="registration_form", data=NORA)
    assert sent.status_code == 200
    assert "We have written to nora@trackside.example." in sent.text
    assert nora() is None

    deliver()
    assert [mail["To"] for mail in mails()] == ["nora@trackside.example"]
    path = link_in(mails()[0], "/registrations/")
    assert "Welcome, Nora Vidal" in visit(None, path).text
    assert nora() is None  # looking makes nothing

    assert visit(None, path, method="POST").location == "/coaching?joined=1"
    assert nora().time_zone == "Europe/Madrid"
    assert visit(None, path, method="POST").status_code == 409


def test_a_registration_that_is_mailed_twice_holds_one_link(
    visit, link, with_mail, nora, deliver, mails, link_in, again
):
    with_mail(visit, link + "/registration", data=NORA)
    deliver()

    again(mail_registration, "roster.RegistrationAsked")

    first, second = (link_in(mail, "/registrations/") for mail in mails())
    assert first == second
    assert visit(None, first, method="POST").location == "/coaching?joined=1"
    assert nora()


def test_no_address_stands_in_the_log(visit, link, with_mail, session):
    with_mail(visit, link + "/registration", data=NORA)

    payload = session.scalar(select(LoggedEvent.payload).where(LoggedEvent.name == "roster.RegistrationAsked"))
    assert list(payload) == ["registration_id"]


def test_the_answer_does_not_tell_whether_the_address_has_an_account(
    visit, known, link, with_mail, queries, deliver, mails
):
    answers, done = [], []
    for email in ("sam@trackside.example", "abc@trackside.example"):
        queries.clear()
        answer = with_mail(visit, link + "/registration", data={**NORA, "email": email})
        answers.append((answer.status_code, answer.text.replace(email, "…")))
        done.append(list(queries))

    assert answers[0] == answers[1]
    assert done[0] == done[1]
    deliver()
    assert sorted((mail["To"], mail["Subject"]) for mail in mails()) == [
        ("abc@trackside.example", "Finish joining Trackside"),
        ("sam@trackside.example", "You have an account at Trackside already"),
    ]


def test_another_address_than_the_mailed_one_is_proved_too(visit, mailed_link, with_mail, nora, session):
    answer = with_mail(visit, mailed_link + "/registration", data={**NORA, "email": "nora.v@trackside.example"})

    assert "We have written to nora.v@trackside.example." in answer.text
    assert session.scalar(select(func.count()).where(Person.email == "nora.v@trackside.example")) == 0


def test_whose_mailbox_it_is_may_read_that_they_have_an_account(visit, cast, deliver, mails, link_in, with_mail):
    visit(cast.carla, "/invitations", method="POST", name="Sam", email="sam@trackside.example")
    deliver()
    form = {**NORA, "email": "sam@trackside.example"}

    answer = with_mail(visit, link_in(mails()[-1], "/invitations/") + "/registration", data=form)

    assert answer.status_code == 422
    assert "There is an account with this e-mail address already." in answer.text
    assert 'value="Nora Vidal"' in answer.text


def test_where_no_mail_can_be_sent_one_is_in_at_once(visit, link, nora):
    assert register(visit, link).location == "/coaching?joined=1"
    assert nora() is not None


def test_a_double_click_makes_one_account_and_lets_in_both_times(visit, link, session, app):
    browser = app.test_client()
    answers = [register(visit, link, client=browser) for _ in range(2)]

    assert [answer.location for answer in answers] == ["/coaching?joined=1"] * 2
    assert session.scalar(select(func.count()).where(Person.email == "nora@trackside.example")) == 1
    assert visit(None, "/coaching", client=browser).status_code == 200


@pytest.mark.parametrize("changes", [{"password": "five yellow skis"}, {"email": "eve@trackside.example"}])
def test_a_used_link_makes_no_second_account(visit, link, session, changes):
    register(visit, link)
    before = session.scalar(select(func.count()).select_from(Person))

    answer = register(visit, link, **changes)

    assert answer.status_code == 410
    assert "This invitation was accepted already. If that was you, sign in" in answer.text
    assert session.scalar(select(func.count()).select_from(Person)) == before


def test_a_link_from_the_mail_that_was_used_says_so_and_where_to_sign_in(
    visit, link, with_mail, deliver, mails, link_in, session
):
    with_mail(visit, link + "/registration", data=NORA)
    deliver()
    finish = link_in(mails()[0], "/registrations/")
    visit(None, finish, method="POST")

    again = [visit(None, finish), visit(None, finish, method="POST")]

    assert [answer.status_code for answer in again] == [410, 409]
    for answer in again:
        assert "This link was used already: your account is there." in answer.text
        assert 'href="/session/new?next=/coaching"' in answer.text
    assert session.scalar(select(func.count()).where(Person.email == "nora@trackside.example")) == 1


def test_of_two_registrations_by_one_link_the_first_to_finish_wins(
    visit, link, with_mail, deliver, mails, link_in, session
):
    for email in ("nora@trackside.example", "eve@trackside.example"):
        with_mail(visit, link + "/registration", data={**NORA, "email": email})
    deliver()
    first, second = (link_in(mail, "/registrations/") for mail in mails())

    visit(None, first, method="POST")

    for method in ("GET", "POST"):
        answer = visit(None, second, method=method)
        assert answer.status_code in {409, 410}
        assert "This invitation was accepted already." in answer.text
    assert session.scalar(select(func.count()).where(Coaching.ended_at.is_(None))) == 2  # Ana's and the new one


def test_a_registration_waits_two_days(visit, link, with_mail, deliver, mails, link_in, time, nora):
    with_mail(visit, link + "/registration", data=NORA)
    deliver()
    time.move(days=2)

    assert visit(None, link_in(mails()[0], "/registrations/"), method="POST").status_code == 404
    assert nora() is None


def test_a_registration_that_was_not_finished_is_forgotten(visit, link, with_mail, time, app, session):
    with_mail(visit, link + "/registration", data=NORA)
    time.move(days=2, minutes=1)

    with app.app_context():
        forget_unanswered_invitations()
    assert session.scalar(select(func.count()).select_from(Registration)) == 0


def test_an_invitation_taken_back_meanwhile_finishes_nothing(
    visit, cast, link, with_mail, deliver, mails, link_in, nora
):
    with_mail(visit, link + "/registration", data=NORA)
    deliver()
    page = visit(cast.carla, "/invitations").text
    url = page.partition('action="/invitations/')[2].partition("/")[0]
    visit(cast.carla, f"/invitations/{url}/withdrawal", method="POST")

    answer = visit(None, link_in(mails()[0], "/registrations/"), method="POST")

    assert answer.status_code == 409
    assert "Carla Moreau has taken this invitation back." in answer.text
    assert nora() is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "nora"}, "Write an e-mail address such as ana@example.org."),
        ({"password": "short"}, "At least 10 characters, please."),
        ({"password": "nora@trackside.example"}, "Your e-mail address is no secret."),
        ({"time_zone": "Mars/Base"}, "Choose a time zone from the list"),
    ],
)
def test_a_wrong_field_is_said_in_words_and_nothing_typed_is_lost(visit, link, nora, wrong, said):
    answer = register(visit, link, **wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Nora' in answer.text or "name" in wrong
    assert "checked" in answer.text  # the consent ticked before
    assert PASSWORD not in answer.text
    assert nora() is None


def test_without_an_invitation_nobody_registers(visit, cast, nora):
    assert register(visit, "/invitations/" + "A" * 32).status_code == 404
    assert nora() is None


def test_one_place_cannot_try_for_ever(visit, link):
    for _ in range(10):
        assert register(visit, link, name="").status_code == 422

    assert register(visit, link).status_code == 429
